// @ts-check
/** A policy over the past before anybody has to live with it: what would have been kept, beside what is promised now. */

import { html, useState } from "../../shared/view.js";
import { Badge, Button, Problem, useApi } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { now, number, percent, t } from "../../shared/texts.js";
import { JobState, useJob } from "./setup/job.js";
import { InstantInput } from "./setup/controls.js";
import { Row } from "./setup/row.js";

const DAY = 86_400_000;

/** @param {{ item: any, draft: any }} props `draft`: as it stands in the form, saved or not */
export function SlaSimulation({ item, draft }) {
  const api = useApi();
  const [since, setSince] = useState(() => new Date(now() - 30 * DAY).toISOString());
  const [until, setUntil] = useState(() => new Date(now()).toISOString());
  const [job, setJob] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const running = useJob(job);
  const start = async () => {
    setError(null);
    const policies = [{ ...draft, replaces: item.archived_at ? null : item.id }];
    await api.post("/v1/sla-policies/simulate", { since, until, policies }).then(setJob, setError);
  };
  const result = /** @type {any} */ (running.job?.result);
  return html`<section class="card stack" aria-label=${t("admin.simulate")}>
    <h3>${t("admin.simulate")}</h3>
    <p class="muted">${t("admin.simulate_what")}</p>
    <div class="form-grid">
      <${Row} label=${t("admin.since")} control=${(/** @type {any} */ tie) => html`<${InstantInput} tie=${tie} value=${since} onChange=${(/** @type {any} */ value) => setSince(value)} />`} />
      <${Row} label=${t("admin.until")} control=${(/** @type {any} */ tie) => html`<${InstantInput} tie=${tie} value=${until} onChange=${(/** @type {any} */ value) => setUntil(value)} />`} />
    </div>
    <div><${Button} onClick=${start} busy=${running.job !== null && ["queued", "running"].includes(running.job.status)} icon="play">${t("admin.simulate_start")}<//></div>
    ${error && html`<${Problem} error=${error} />`}
    <${JobState} ...${running} quiet />
    ${result && html`<${SlaResult} result=${result} />`}
  </section>`;
}

/** @param {{ result: any }} props */
export function SlaResult({ result }) {
  /** @type {string[]} */
  const keys = [...new Set([...result.now, ...result.then].map((each) => `${each.metric}/${each.priority}`))].sort();
  const of = (/** @type {any[]} */ rows, /** @type {string} */ key) => rows.find((each) => `${each.metric}/${each.priority}` === key);
  const cell = (/** @type {any} */ row, /** @type {string} */ name) => (row ? number(row[name]) : "–");
  return html`<div class="stack" role="status">
    <p>${t("admin.simulated", { tickets: number(result.tickets), changed: number(result.changed) })}</p>
    ${keys.length > 0 && html`<div class="table-wrap"><table class="table"><caption class="sr">${t("admin.simulate")}</caption><thead>
      <tr><th rowspan="2" scope="col">${t("admin.metric")}</th><th rowspan="2" scope="col">${t("conditions.field_priority")}</th><th colspan="3" scope="colgroup">${t("admin.really")}</th><th colspan="3" scope="colgroup">${t("admin.would_be")}</th><th rowspan="2" scope="col" class="number">${t("admin.difference")}</th></tr>
      <tr>${[1, 2].map((side) => ["kept", "missed", "share"].map((each) => html`<th scope="col" class="number" key=${`${side}${each}`}>${t(`admin.${each}`)}</th>`))}</tr></thead>
      <tbody>${keys.map((key) => {
        const [metric, priority] = key.split("/");
        const [before, after] = [of(result.now, key), of(result.then, key)];
        const known = before?.attained != null && after?.attained != null;
        const gain = known ? after.attained - before.attained : 0;
        return html`<tr key=${key}><th scope="row">${t(`admin.metric_${metric}`)}</th><td>${t(`conditions.priority_${priority}`)}</td>
          ${[before, after].map((row, side) => html`<td class="number" key=${`m${side}`}>${cell(row, "met")}</td><td class="number" key=${`x${side}`}>${cell(row, "missed")}</td><td class="number" key=${`a${side}`}>${row?.attained == null ? "–" : percent(row.attained, 1)}</td>`)}
          <td class="number">${known ? html`<${Badge} tone=${gain > 0 ? "ok" : gain < 0 ? "bad" : ""}>${gain > 0 ? "+" : ""}${percent(gain, 1)}<//>` : "–"}</td></tr>`;
      })}</tbody></table></div>`}
    ${result.changes.length > 0 && html`<details><summary>${t("admin.changed_tickets", { count: number(result.changed) })}</summary>
      <ul class="list">${result.changes.map((/** @type {any} */ each) => html`<li key=${each.ticket_id} class="row"><${Link} href=${`/console/tickets/${each.ticket_id}`}>#${each.number}<//>
        ${each.clocks.map((/** @type {any} */ clock) => html`<span class="small" key=${`${clock.metric}${clock.number}`}>${t(`admin.metric_${clock.metric}`)}: ${ended(clock.now)} → <strong>${ended(clock.then)}</strong></span>`)}</li>`)}</ul></details>`}
  </div>`;
}

/** @param {string | null} result @returns {string} */
function ended(result) {
  return result ? t(`admin.result_${result}`) : t("admin.no_promise");
}
