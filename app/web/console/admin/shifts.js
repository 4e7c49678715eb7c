// @ts-check
/** Who works when: a week of shifts and absences, a row for each person. */

import { html, useState } from "../../shared/view.js";
import { Badge, Button, confirm, Dialog, Empty, Problem, Spinner, useApi, useList } from "../../shared/parts.js";
import { setQuery, useRoute } from "../../shared/router.js";
import { days as daysOf, now, t, when } from "../../shared/texts.js";
import { useSending } from "../../shared/sending.js";
import { nameOf, useChoices, useObjects } from "./choices.js";
import { SelectInput } from "./setup/controls.js";
import { AreaField, errorsAt, InstantField, ReferenceField } from "./setup/form.js";
import { dayName } from "./week.js";

/** @typedef {{ kind: "shifts" | "absences", item: any | null, draft: any }} Edited */

const HOUR = 3_600_000;

/** The Monday on or before a day, on this device's clock. @param {Date} day @returns {Date} */
function monday(day) {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - ((day.getDay() + 6) % 7));
}

/** @param {Date} day @param {number} days @returns {Date} */
function later(day, days) {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
}

/** @param {Date} day */
function dateOf(day) {
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}`;
}

export default function Shifts() {
  const { query } = useRoute();
  const [edited, setEdited] = useState(/** @type {Edited | null} */ (null));
  const people = useObjects("agents");
  const teams = useChoices("teams");
  const teamObjects = useObjects("teams");
  const start = monday(query.week ? new Date(`${query.week}T00:00`) : new Date(now()));
  const period = { from: start.toISOString(), until: later(start, 7).toISOString(), limit: 200 };
  const shifts = useList("/v1/shifts", period);
  const absences = useList("/v1/absences", period);
  // A plan of part of the week would look like a week with holes.
  if (!shifts.done && !shifts.loading && !shifts.error) void shifts.more();
  if (!absences.done && !absences.loading && !absences.error) void absences.more();
  const members = query.team ? (teamObjects?.find((each) => each.id === query.team)?.agent_ids ?? []) : null;
  const rows = (people ?? []).filter((each) => each.status !== "disabled" && (!members || members.includes(each.id)));
  const days = [0, 1, 2, 3, 4, 5, 6].map((place) => later(start, place));
  const reload = () => [shifts.reload(), absences.reload()];
  const week = (/** @type {number} */ by) => setQuery({ week: dateOf(later(start, by)) }, { replace: false });
  return html`<section class="admin-page" aria-label=${t("admin.shifts")}>
    <header class="page-head"><div class="grow"><h1>${t("admin.shifts")}</h1><p class="muted">${t("admin.shifts_intro")}</p></div></header>
    <div class="toolbar">
      <${Button} icon="chevron-left" onClick=${() => week(-7)}>${t("admin.week_before")}<//>
      <strong>${daysOf(start, later(start, 6))}</strong>
      <${Button} onClick=${() => week(7)}>${t("admin.week_after")}<//><${Button} kind="quiet" onClick=${() => setQuery({ week: null }, { replace: false })}>${t("admin.this_week")}<//>
      <${SelectInput} label=${t("admin.team")} value=${query.team} none=${t("admin.any_team")} options=${teams} onChange=${(/** @type {any} */ team) => setQuery({ team }, { replace: false })} />
      <span class="small muted">${t("admin.your_zone", { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}</span></div>
    ${shifts.error && html`<${Problem} error=${shifts.error} onRetry=${shifts.reload} />`}
    ${people === null ? html`<${Spinner} />` : rows.length === 0 ? html`<${Empty} icon="users" title=${t("admin.no_people")} />` : html`<div class="table-wrap" tabindex="0" role="region" aria-label=${t("admin.plan")}><table class="plan"><thead><tr><th scope="col"><span class="sr">${t("admin.agent")}</span></th>
      ${days.map((day, place) => html`<th scope="col" key=${place} class=${dateOf(day) === dateOf(new Date(now())) ? "today" : ""}>${dayName(place)} ${day.getDate()}</th>`)}</tr></thead>
      <tbody>${rows.map((person) => html`<tr key=${person.id}><th scope="row">${person.name} ${person.by_shifts && html`<${Badge} tone="info">${t("admin.by_plan")}<//>`}</th>
        ${days.map((day, place) => html`<${Day} key=${place} ...${{ day, person, shifts: shifts.items, absences: absences.items, onOpen: setEdited }} />`)}</tr>`)}</tbody></table></div>`}
    ${edited && html`<${Editor} key=${edited.item?.id ?? "new"} edited=${edited} onDone=${() => [setEdited(null), reload()]} onClose=${() => setEdited(null)} />`}
  </section>`;
}

/** @param {{ day: Date, person: any, shifts: any[], absences: any[], onOpen: (edited: Edited) => void }} props */
function Day({ day, person, shifts, absences, onOpen }) {
  const end = later(day, 1);
  const mine = (/** @type {any[]} */ items) => items.filter((each) => each.agent_id === person.id && new Date(each.starts_at) < end && new Date(each.ends_at) > day);
  const hour = { hour: /** @type {const} */ ("2-digit"), minute: /** @type {const} */ ("2-digit") };
  const from = (/** @type {any} */ each) => (new Date(each.starts_at) < day ? "…" : when(each.starts_at, hour));
  const to = (/** @type {any} */ each) => (new Date(each.ends_at) > end ? "…" : when(each.ends_at, hour));
  const fresh = () => ({ agent_id: person.id, starts_at: new Date(day.getTime() + 9 * HOUR).toISOString(), ends_at: new Date(day.getTime() + 18 * HOUR).toISOString() });
  return html`<td class=${dateOf(day) === dateOf(new Date(now())) ? "today" : ""}>
    ${mine(absences).map((each) => html`<button type="button" key=${each.id} class="plan-one away" title=${each.note ?? ""} onClick=${() => onOpen({ kind: "absences", item: each, draft: each })}>${t("admin.away")} ${from(each) === to(each) ? "" : `${from(each)}–${to(each)}`}</button>`)}
    ${mine(shifts).map((each) => html`<button type="button" key=${each.id} class="plan-one" onClick=${() => onOpen({ kind: "shifts", item: each, draft: each })}>${from(each)}–${to(each)}</button>`)}
    <button type="button" class="plan-add" aria-label=${t("admin.plan_for", { name: person.name, day: when(day, { dateStyle: "medium" }) })} onClick=${() => onOpen({ kind: "shifts", item: null, draft: fresh() })}>+</button></td>`;
}

/** @param {{ edited: Edited, onDone: () => void, onClose: () => void }} props */
function Editor({ edited, onDone, onClose }) {
  const api = useApi();
  const { item } = edited;
  const [kind, setKind] = useState(edited.kind);
  const [draft, setDraft] = useState(() => ({ substitute_id: null, note: "", ...edited.draft }));
  const { busy, error, send } = useSending();
  const agents = useChoices("agents");
  const form = { draft, set: (/** @type {any} */ change) => setDraft({ ...draft, ...change }), error: errorsAt(error), isNew: !item };
  const doing = (/** @type {() => Promise<any>} */ work) => send(() => work().then(onDone));
  const save = () => {
    const times = { starts_at: draft.starts_at, ends_at: draft.ends_at };
    const body = kind === "shifts" ? times : { ...times, substitute_id: draft.substitute_id, note: draft.note || null };
    return doing(() => (item ? api.patch(`/v1/${kind}/${item.id}`, body, { ifMatch: item.version }) : api.post(`/v1/${kind}`, { agent_id: draft.agent_id, ...body })));
  };
  const remove = async () => {
    if (await confirm(t("admin.delete_ask"))) await doing(() => api.delete(`/v1/${kind}/${item.id}`, { ifMatch: item.version }));
  };
  return html`<${Dialog} title=${`${t(`admin.one_${kind}`)}: ${nameOf(agents, draft.agent_id)}`} onClose=${onClose} actions=${html`
      ${item && html`<${Button} kind="danger" onClick=${remove} busy=${busy}>${t("admin.delete")}<//>`}<span class="grow"></span>
      <${Button} onClick=${onClose}>${t("admin.cancel")}<//><${Button} kind="primary" busy=${busy} onClick=${save}>${t("resource.save")}<//>`}>
    ${error && html`<${Problem} error=${error} />`}
    ${!item && html`<${SelectInput} label=${t("admin.kind")} value=${kind} options=${["shifts", "absences"].map((value) => ({ value, label: t(`admin.one_${value}`) }))} onChange=${(/** @type {any} */ value) => setKind(value)} />`}
    <div class="form-grid"><${InstantField} form=${form} name="starts_at" label=${t("admin.starts")} /><${InstantField} form=${form} name="ends_at" label=${t("admin.ends")} /></div>
    ${kind === "absences" && html`<${ReferenceField} form=${form} name="substitute_id" from="agents" label=${t("admin.substitute")} none=${t("admin.nobody")} hint=${t("admin.substitute_hint")} />
      <${AreaField} form=${form} name="note" label=${t("admin.note")} hint=${t("admin.note_hint")} />`}
  <//>`;
}
