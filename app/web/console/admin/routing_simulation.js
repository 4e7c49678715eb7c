// @ts-check
/** A past period through the queues again: as they are, or with other people; who would have waited how long. */

import { html, useState } from "../../shared/view.js";
import { Badge, Button, Problem, useApi } from "../../shared/parts.js";
import { duration, now, number, percent, t, when } from "../../shared/texts.js";
import { useChoices, useObjects } from "./choices.js";
import { JobState, useJob } from "./setup/job.js";
import { NumberInput, SelectInput, SeveralInput, WordsInput } from "./setup/controls.js";
import { errorsAt, InstantField, NumberField, useForm } from "./setup/form.js";
import { Group, Row } from "./setup/row.js";
import { queueDraft } from "./queue_draft.js";

const DAY = 86_400_000;

export function RoutingSimulation() {
  const api = useApi();
  const [error, setError] = useState(/** @type {any} */ (null));
  const [job, setJob] = useState(/** @type {any} */ (null));
  const queues = useObjects("queues");
  const form = useForm(
    () => ({ since: new Date(now() - DAY).toISOString(), until: new Date(now()).toISOString(), staffing: [], off: [], chat: null, ticket: null, chat_work: null, ticket_work: null, patience_seconds: null }),
    error,
  );
  const running = useJob(job);
  const { draft } = form;
  const start = async () => {
    setError(null);
    const kept = (queues ?? []).filter((each) => each.enabled && !draft.off.includes(each.id));
    const body = {
      since: draft.since,
      until: draft.until,
      queues: draft.off.length ? kept.map((each) => ({ ...queueDraft(each), replaces: each.id })) : null,
      staffing: draft.staffing.length ? draft.staffing : null,
      target_seconds: { chat: draft.chat, ticket: draft.ticket },
      handling_seconds: { chat: draft.chat_work, ticket: draft.ticket_work },
      patience_seconds: draft.patience_seconds,
    };
    await api.post("/v1/queues/simulate", body).then(setJob, setError);
  };
  const busy = running.job !== null && ["queued", "running"].includes(running.job.status);
  const result = /** @type {any} */ (running.job?.result);
  return html`<section class="admin-page"><header class="page-head"><div class="grow"><h1>${t("admin.routing_simulation")}</h1><p class="muted">${t("admin.routing_simulation_intro")}</p></div></header>
    <form class="admin-pane" novalidate onSubmit=${(/** @type {any} */ event) => [event.preventDefault(), busy || start()]}>
      <div class="form-grid"><${InstantField} form=${form} name="since" label=${t("admin.since")} /><${InstantField} form=${form} name="until" label=${t("admin.until")} />
        <${NumberField} form=${form} name="chat" label=${t("admin.target_chat")} unit=${t("resource.seconds")} hint=${t("admin.target_hint")} min=${1} />
        <${NumberField} form=${form} name="ticket" label=${t("admin.target_ticket")} unit=${t("resource.seconds")} min=${1} />
        <${NumberField} form=${form} name="chat_work" label=${t("admin.chat_work")} hint=${t("admin.work_hint")} unit=${t("resource.seconds")} min=${1} />
        <${NumberField} form=${form} name="ticket_work" label=${t("admin.ticket_work")} unit=${t("resource.seconds")} min=${1} />
        <${NumberField} form=${form} name="patience_seconds" label=${t("admin.patience")} unit=${t("resource.seconds")} hint=${t("admin.patience_hint")} min=${1} /></div>
      <${Row} label=${t("admin.without_queues")} hint=${t("admin.without_queues_hint")} error=${errorsAt(error)("/queues")} control=${(/** @type {any} */ tie) => html`<${SeveralInput} tie=${tie} label=${t("admin.without_queues")} values=${draft.off}
        options=${queues?.map((each) => ({ value: each.id, label: each.name })) ?? null} onChange=${(/** @type {any} */ off) => form.set({ off })} />`} />
      <${People} form=${form} />
      ${error && html`<${Problem} error=${error} />`}
      <div><${Button} kind="primary" type="submit" icon="play" busy=${busy}>${t("admin.simulate_start")}<//></div>
    </form>
    <${JobState} ...${running} quiet />
    ${result && html`<${RoutingResult} result=${result} />`}
  </section>`;
}

/** Groups of people as they might be. @param {{ form: any }} props */
function People({ form }) {
  const teams = useChoices("teams");
  const calendars = useChoices("calendars");
  const groups = /** @type {any[]} */ (form.draft.staffing);
  const set = (/** @type {any[]} */ staffing) => form.set({ staffing });
  const put = (/** @type {number} */ place, /** @type {any} */ change) => set(groups.map((each, other) => (other === place ? { ...each, ...change } : each)));
  return html`<${Group} label=${t("admin.other_people")} hint=${t("admin.other_people_hint")} error=${form.error("/staffing")}>
    <div class="rows-editor">${groups.map((each, place) => html`<div class="one" key=${place}>
      <${Row} label=${t("admin.people")} control=${(/** @type {any} */ tie) => html`<${NumberInput} tie=${tie} min=${1} value=${each.count} onChange=${(/** @type {any} */ count) => put(place, { count: count ?? 1 })} />`} />
      <${Row} label=${t("admin.teams")} control=${(/** @type {any} */ tie) => html`<${SeveralInput} tie=${tie} label=${t("admin.teams")} values=${each.team_ids} options=${teams} onChange=${(/** @type {any} */ ids) => put(place, { team_ids: ids })} />`} />
      <${Row} label=${t("admin.languages")} control=${(/** @type {any} */ tie) => html`<${WordsInput} tie=${tie} values=${each.languages} placeholder="en, ru" onChange=${(/** @type {any} */ languages) => put(place, { languages })} />`} />
      <${Row} label=${t("admin.chat_at_once")} control=${(/** @type {any} */ tie) => html`<${NumberInput} tie=${tie} min=${0} value=${each.capacity.chat} onChange=${(/** @type {any} */ chat) => put(place, { capacity: { ...each.capacity, chat: chat ?? 0 } })} />`} />
      <${Row} label=${t("admin.ticket_at_once")} control=${(/** @type {any} */ tie) => html`<${NumberInput} tie=${tie} min=${0} value=${each.capacity.ticket} onChange=${(/** @type {any} */ ticket) => put(place, { capacity: { ...each.capacity, ticket: ticket ?? 0 } })} />`} />
      <${Row} label=${t("admin.works_in")} control=${(/** @type {any} */ tie) => html`<${SelectInput} tie=${tie} value=${each.calendar_id} options=${calendars} none=${t("admin.any_time")} onChange=${(/** @type {any} */ id) => put(place, { calendar_id: id })} />`} />
      <button type="button" class="button quiet" onClick=${() => set(groups.filter((_, other) => other !== place))}>${t("admin.remove")}</button></div>`)}</div>
    <div><button type="button" class="button quiet" onClick=${() => set([...groups, { count: 3, team_ids: [], languages: ["en"], capacity: { chat: 2, ticket: 10 }, calendar_id: null }])}>+ ${t("admin.add_people")}</button></div>
  <//>`;
}

/** @param {{ result: any }} props */
function RoutingResult({ result }) {
  const sides = /** @type {[string, any][]} */ (["now", "then"].flatMap((side) => (result[side] ? [[side, result[side]]] : [])));
  const rows = /** @type {[string, (side: any) => any][]} */ ([
    ["arrivals", (each) => number(each.arrivals)], ["served", (each) => number(each.served)], ["abandoned", (each) => number(each.abandoned)],
    ["still_waiting", (each) => number(each.waiting)], ["turned_away", (each) => number(each.turned_away)],
    ["wait_p50", (each) => seconds(each.waits?.p50)], ["wait_p90", (each) => seconds(each.waits?.p90)], ["wait_p95", (each) => seconds(each.waits?.p95)], ["wait_max", (each) => seconds(each.waits?.max)],
    ["kept_share", (each) => share(each.attainment)], ["occupancy", (each) => share(each.occupancy)],
  ]);
  // What is true of the people is beside what is true of the customers.
  const total = (/** @type {any} */ side) => ({ ...side.service, occupancy: side.occupancy });
  return html`<div class="stack" role="status"><p>${t("admin.routing_simulated", { arrivals: number(result.arrivals), agents: number(result.agents), unfinished: number(result.unfinished) })}</p>
    <div class="table-wrap"><table class="table"><thead><tr><th scope="col"><span class="sr">${t("admin.figure")}</span></th>${sides.map(([side]) => html`<th scope="col" class="number" key=${side}>${t(`admin.side_${side}`)}</th>`)}</tr></thead>
      <tbody>${rows.map(([name, show]) => html`<tr key=${name}><th scope="row">${t(`admin.figure_${name}`)}</th>${sides.map(([side, found]) => html`<td class="number" key=${side}>${show(total(found))}</td>`)}</tr>`)}</tbody></table></div>
    ${sides.map(([side, found]) => html`<${Hours} key=${side} title=${t(`admin.side_${side}`)} hours=${found.hours ?? []} />`)}
    ${sides.map(([side, found]) => (found.queues ?? []).length > 0 && html`<details key=${side}><summary>${t("admin.by_queue")}: ${t(`admin.side_${side}`)}</summary><div class="table-wrap"><table class="table"><tbody>
      ${found.queues.map((/** @type {any} */ each, /** @type {number} */ place) => html`<tr key=${place}><th scope="row">${each.name}</th><td class="number">${number(each.service.served)} / ${number(each.service.arrivals)}</td>
        <td class="number">p95 ${seconds(each.service.waits?.p95)}</td><td class="number"><${Badge}>${share(each.service.attainment)}<//></td></tr>`)}</tbody></table></div></details>`)}
  </div>`;
}

/** The wait by hour as bars: a mean of the day hides the hour in which everybody waited.
 * @param {{ title: string, hours: any[] }} props */
function Hours({ title, hours }) {
  const busy = hours.filter((each) => each.service.arrivals > 0);
  const most = Math.max(1, ...busy.map((each) => each.service.waits?.p95 ?? 0));
  if (!busy.length) return null;
  return html`<figure class="card"><figcaption><strong>${title}</strong> <span class="muted">${t("admin.by_hour")}</span></figcaption><div class="bars">${busy.map((each) => {
    const { waits, attainment } = each.service;
    return html`<div key=${each.begins}><span class="small">${when(each.begins, { weekday: "short", hour: "2-digit", minute: "2-digit" })}</span>
      <span><span class=${(attainment ?? 1) < 0.8 ? "bar other" : "bar"} style=${{ inlineSize: `${((waits?.p95 ?? 0) / most) * 100}%` }}></span></span><span class="small number">${seconds(waits?.p95)}</span></div>`;
  })}</div></figure>`;
}

/** @param {number | null | undefined} value @returns {string} */
function seconds(value) {
  return value === null || value === undefined ? "–" : duration(value);
}

/** @param {number | null | undefined} value @returns {string} */
function share(value) {
  return value === null || value === undefined ? "–" : percent(value, 1);
}
