// @ts-check
/** Campaigns: a survey sent to an audience once or again and again, with a sample, quotas and a look beforehand. */

import { html, useState } from "../../shared/view.js";
import { Badge, Button, confirm, JsonView, Problem, useApi, useList, When } from "../../shared/parts.js";
import { number, percent, t } from "../../shared/texts.js";
import { nameOf, useChoices } from "./choices.js";
import { JobState, useJob } from "./setup/job.js";
import { NumberInput, SelectInput } from "./setup/controls.js";
import { ChecksField, InstantField, NumberField, ReferenceField, SeveralField, TextField, WordsField } from "./setup/form.js";
import { Group, Row } from "./setup/row.js";
import { useWhile } from "./going.js";
import { PulseResults } from "./pulse_results.js";
import { Records } from "./setup/records.js";

const TONES = /** @type {Record<string, string>} */ ({ draft: "", running: "ok", paused: "warn", done: "info" });
/** Phases of a run that end by themselves, soon. */
const ON_THE_WAY = ["collecting", "drawing", "inviting", "clearing"];
const PARTS = /** @type {const} */ (["name", "audience", "sample", "quotas", "period", "fatigue_days", "minimum_group", "starts_at", "ends_at"]);

export function Campaigns() {
  const surveys = useChoices("surveys");
  return html`<${Records} def=${{
    path: "/v1/survey-campaigns",
    needs: "surveys:write",
    title: "admin.campaigns",
    about: "admin.campaigns_intro",
    make: "admin.new_campaign",
    remove: "delete",
    removeAsk: "admin.delete_ask",
    called: (/** @type {any} */ item) => item.name,
    columns: [
      { label: "admin.survey", render: (/** @type {any} */ item) => nameOf(surveys, item.survey_id) },
      { label: "admin.state", render: (/** @type {any} */ item) => html`<${Badge} tone=${TONES[item.state]}>${t(`admin.campaign_${item.state}`)}<//>` },
      { label: "admin.runs", numeric: true, render: (/** @type {any} */ item) => item.runs },
      { label: "admin.next_run", render: (/** @type {any} */ item) => (item.next_run_at ? html`<${When} at=${item.next_run_at} />` : "–") },
    ],
    blank: () => ({ name: "", survey_id: null, audience: {}, sample: {}, quotas: [], period: null, fatigue_days: 30, minimum_group: 5, starts_at: null, ends_at: null }),
    take: (/** @type {any} */ item) => Object.fromEntries(PARTS.map((part) => [part, item[part]])),
    send: (/** @type {any} */ draft) => ({ ...draft, audience: said(draft.audience), sample: said(draft.sample) }),
    Form: CampaignForm,
    After: AfterCampaign,
  }} />`;
}

/** What is asked of people, without what is not asked: an empty list would fit nobody. @param {Record<string, any>} audience */
function said(audience) {
  return Object.fromEntries(Object.entries(audience).filter(([, value]) => value !== null && value !== "" && !(Array.isArray(value) && value.length === 0)));
}

/** @param {{ form: import("./setup/form.js").Form, item: any }} props */
function CampaignForm({ form, item }) {
  const part = (/** @type {string} */ name) => ({
    ...form, draft: form.draft[name], set: (/** @type {any} */ change) => form.set({ [name]: { ...form.draft[name], ...change } }), error: (/** @type {string} */ pointer) => form.error(`/${name}${pointer}`),
  });
  const audience = part("audience");
  const sample = part("sample");
  const percentOf = { ...sample, draft: { share: sample.draft.share == null ? null : sample.draft.share * 100 }, set: (/** @type {any} */ change) => sample.set({ share: change.share === null ? null : change.share / 100 }) };
  return html`
    <div class="form-grid"><${TextField} form=${form} name="name" label=${t("admin.name")} required />
      ${!item && html`<${ReferenceField} form=${form} name="survey_id" from="surveys" label=${t("admin.survey")} none=${t("resource.choose")} required />`}</div>
    <${Group} label=${t("admin.audience")} hint=${t("admin.audience_hint")} error=${form.error("/audience")}>
      <div class="form-grid">
        <${SeveralField} form=${audience} name="brands" from="brands" label=${t("admin.brands")} />
        <${WordsField} form=${audience} name="tags" label=${t("admin.tags")} /><${WordsField} form=${audience} name="languages" label=${t("admin.languages")} placeholder="en, ru" />
        <${WordsField} form=${audience} name="tiers" label=${t("conditions.field_customer_tier")} />
        <${NumberField} form=${audience} name="had_ticket_within_days" label=${t("admin.had_ticket")} unit=${t("resource.days")} min=${1} />
        <${SeveralField} form=${audience} name="team_ids" from="teams" label=${t("admin.teams_of_agents")} /></div>
      <${ChecksField} form=${audience} name="roles" label=${t("admin.roles_of_agents")} options=${["agent", "lead", "admin"].map((value) => ({ value, label: t(`admin.role_${value}`) }))} /><//>
    <div class="form-grid">
      <${NumberField} form=${sample} name="size" label=${t("admin.sample_size")} hint=${t("admin.sample_hint")} min=${1} /><${NumberField} form=${percentOf} name="share" label=${t("admin.sample_share")} unit="%" step="any" min=${0} max=${100} />
      <${NumberField} form=${form} name="fatigue_days" label=${t("admin.fatigue")} unit=${t("resource.days")} min=${0} max=${365} /><${NumberField} form=${form} name="minimum_group" label=${t("admin.minimum_group")} hint=${t("admin.minimum_group_hint")} min=${3} max=${100} />
      <${InstantField} form=${form} name="starts_at" label=${t("admin.starts")} hint=${t("admin.starts_hint")} /><${InstantField} form=${form} name="ends_at" label=${t("admin.ends")} /></div>
    <${Period} form=${form} /><${Quotas} form=${form} />`;
}

/** @param {{ form: import("./setup/form.js").Form }} props */
function Period({ form }) {
  const { period } = form.draft;
  const set = (/** @type {any} */ change) => form.set({ period: { ...period, ...change } });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  return html`<${Group} label=${t("admin.repeats")} error=${form.error("/period")}>
    <label class="check"><input type="checkbox" checked=${period !== null} onChange=${() => form.set({ period: period ? null : { every: 1, unit: "month", at: "09:00", zone } })} /> <span>${t("admin.again")}</span></label>
    ${period && html`<div class="row">${t("admin.every")} <${NumberInput} label=${t("admin.every")} min=${1} value=${period.every} onChange=${(/** @type {any} */ every) => set({ every: every ?? 1 })} />
      <${SelectInput} label=${t("admin.unit")} value=${period.unit} options=${["day", "week", "month"].map((value) => ({ value, label: t(`admin.unit_${value}`) }))} onChange=${(/** @type {any} */ unit) => set({ unit })} />
      <input class="input auto" type="time" aria-label=${t("admin.at_time")} value=${period.at} onInput=${(/** @type {any} */ event) => set({ at: event.currentTarget.value })} />
      <input class="input auto" aria-label=${t("admin.zone")} value=${period.zone} onInput=${(/** @type {any} */ event) => set({ zone: event.currentTarget.value })} /></div>`}<//>`;
}

/** @param {{ form: import("./setup/form.js").Form }} props */
function Quotas({ form }) {
  const rows = /** @type {any[]} */ (form.draft.quotas);
  const put = (/** @type {number} */ place, /** @type {any} */ change) => form.set({ quotas: rows.map((each, other) => (other === place ? { ...each, ...change } : each)) });
  return html`<${Group} label=${t("admin.quotas")} hint=${t("admin.quotas_hint")} error=${form.error("/quotas")}><div class="rows-editor">${rows.map((each, place) => html`<div class="one" key=${place}>
      <${Row} label=${t("admin.quota_by")} control=${(/** @type {any} */ tie) => html`<${SelectInput} tie=${tie} value=${each.by} options=${["brand", "language", "tier", "channel"].map((value) => ({ value, label: t(`admin.quota_${value}`) }))} onChange=${(/** @type {any} */ by) => put(place, { by })} />`} />
      <${Row} label=${t("admin.value")} control=${(/** @type {any} */ tie) => html`<input ...${tie} class="input" value=${each.key} onInput=${(/** @type {any} */ event) => put(place, { key: event.currentTarget.value })} />`} />
      <${Row} label=${t("admin.at_most")} control=${(/** @type {any} */ tie) => html`<${NumberInput} tie=${tie} min=${0} value=${each.at_most} onChange=${(/** @type {any} */ count) => put(place, { at_most: count ?? 0 })} />`} />
      <button type="button" class="button quiet" onClick=${() => form.set({ quotas: rows.filter((_, other) => other !== place) })}>${t("admin.remove")}</button></div>`)}</div>
    <div><button type="button" class="button quiet" onClick=${() => form.set({ quotas: [...rows, { by: "brand", key: "", at_most: 100 }] })}>+ ${t("admin.add_quota")}</button></div><//>`;
}

/** @param {{ item: any, reload: () => void }} props */
function AfterCampaign({ item, reload }) {
  const api = useApi();
  const [job, setJob] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [open, setOpen] = useState(/** @type {string | null} */ (null));
  const runs = useList(`/v1/survey-campaigns/${item.id}/runs`, { limit: 50 });
  const running = useJob(job);
  const goesOn = item.state === "running" && (runs.items.length ? runs.items.some((each) => ON_THE_WAY.includes(each.phase)) : !item.period);
  useWhile(goesOn, () => Promise.all([reload(), runs.reload()]));
  const act = async (/** @type {"start" | "pause"} */ what) => {
    if (what === "start" && !(await confirm(t("admin.start_ask", { name: item.name })))) return;
    setError(null);
    await api.post(`/v1/survey-campaigns/${item.id}/${what}`).then(() => [reload(), runs.reload()], setError);
  };
  const preview = () => api.post(`/v1/survey-campaigns/${item.id}/preview`).then(setJob, setError);
  const result = /** @type {any} */ (running.job?.result);
  const counts = result && Object.entries({ ...result, ...result.left_out }).filter(([, value]) => typeof value === "number");
  return html`<section class="card stack" aria-label=${t("admin.runs")}><h3>${t("admin.runs")}</h3>
    ${error && html`<${Problem} error=${error} />`}
    <div class="row"><${Badge} tone=${TONES[item.state]}>${t(`admin.campaign_${item.state}`)}<//><${Button} onClick=${preview} icon="eye">${t("admin.preview_run")}<//>
      ${["draft", "paused"].includes(item.state) && html`<${Button} kind="primary" onClick=${() => act("start")} icon="play">${t("admin.start")}<//>`}
      ${item.state === "running" && html`<${Button} onClick=${() => act("pause")} icon="pause">${t("admin.pause")}<//>`}</div>
    <${JobState} ...${running} quiet />
    ${result && html`<div role="status"><dl class="pairs">${counts.map((/** @type {[string, any]} */ [name, value]) => html`<dt key=${name}>${t.has(`admin.run_${name}`) ? t(`admin.run_${name}`) : name}</dt><dd>${number(value)}</dd>`)}</dl>
      <details><summary class="small">${t("admin.all_of_it")}</summary><${JsonView} value=${result} /></details></div>`}
    ${runs.items.length > 0 && html`<div class="table-wrap"><table class="table"><thead><tr><th scope="col">${t("admin.run")}</th><th scope="col">${t("admin.state")}</th><th scope="col" class="number">${t("admin.run_fit")}</th><th scope="col" class="number">${t("admin.invited")}</th><th scope="col" class="number">${t("admin.answered")}</th><th scope="col" class="number">${t("admin.response_rate")}</th></tr></thead>
      <tbody>${runs.items.map((each) => html`<tr key=${each.id}><th scope="row">${each.number} · <${When} at=${each.due_at} /></th><td>${t(`admin.phase_${each.phase}`)}</td><td class="number">${each.fit === null ? "–" : number(each.fit)}</td><td class="number">${number(each.invited)}</td>
        <td class="number">${each.answered === null ? "–" : number(each.answered)}</td><td class="number">${each.response_rate === null ? (each.fit === null ? html`<${Button} small onClick=${() => setOpen(each.id)}>${t("admin.results")}<//>` : "–") : percent(each.response_rate, 1)}</td></tr>`)}</tbody></table></div>`}
    ${open && html`<${PulseResults} campaign=${item.id} run=${open} />`}
  </section>`;
}
