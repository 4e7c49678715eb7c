// @ts-check
/** The promises of a policy as a table: metrics down, priorities across, hours of the calendar or of the clock. */

import { html } from "../../shared/view.js";
import { duration, t } from "../../shared/texts.js";
import { DurationInput, SelectInput } from "./setup/controls.js";
import { Group } from "./setup/row.js";

export const METRICS = /** @type {const} */ (["first_reply", "next_reply", "periodic_update", "requester_wait", "agent_work", "resolution", "chat_accept"]);
export const PRIORITIES = /** @type {const} */ (["low", "normal", "high", "urgent"]);

/** @typedef {{ metric: string, priority: string, seconds: number, hours?: string }} Target */

/** One metric's promises in a line. @param {string} metric @param {Target[]} targets @returns {string} */
export function targetLine(metric, targets) {
  const own = PRIORITIES.map((priority) => targets.find((each) => each.metric === metric && each.priority === priority));
  const said = own.flatMap((each) => (each ? [`${t(`conditions.priority_${each.priority}`)} ${duration(each.seconds)}`] : []));
  return `${t(`admin.metric_${metric}`)}: ${said.join(", ")}`;
}

/** @param {{ form: import("./setup/form.js").Form }} props */
export function Targets({ form }) {
  const targets = /** @type {Target[]} */ (form.draft.targets);
  const used = METRICS.filter((metric) => targets.some((each) => each.metric === metric));
  const rest = METRICS.filter((metric) => !used.includes(metric));
  const set = (/** @type {Target[]} */ next) => form.set({ targets: next });
  const put = (/** @type {string} */ metric, /** @type {string} */ priority, /** @type {number | null} */ seconds) => {
    const others = targets.filter((each) => each.metric !== metric || each.priority !== priority);
    const hours = targets.find((each) => each.metric === metric)?.hours ?? "calendar";
    if (seconds === null) return set(others);
    const at = targets.findIndex((each) => each.metric === metric && each.priority === priority);
    if (at < 0) return set([...targets, { metric, priority, seconds, hours }]);
    return set(targets.map((each, place) => (place === at ? { ...each, seconds } : each)));
  };
  return html`<${Group} label=${t("admin.promises")} hint=${t("admin.targets_hint")} error=${form.error("/targets")}>
    ${used.length > 0 && html`<div class="table-wrap"><table class="table targets"><thead><tr><th scope="col">${t("admin.metric")}</th>
      ${PRIORITIES.map((each) => html`<th scope="col" key=${each}>${t(`conditions.priority_${each}`)}</th>`)}<th scope="col">${t("admin.counts")}</th><th><span class="sr">${t("admin.remove")}</span></th></tr></thead>
      <tbody>${used.map((metric) => html`<tr key=${metric}><th scope="row">${t(`admin.metric_${metric}`)}</th>
        ${PRIORITIES.map((priority) => html`<td key=${priority}><${DurationInput} none label=${`${t(`admin.metric_${metric}`)}, ${t(`conditions.priority_${priority}`)}`}
          seconds=${targets.find((each) => each.metric === metric && each.priority === priority)?.seconds ?? null} onChange=${(/** @type {number | null} */ seconds) => put(metric, priority, seconds)} /></td>`)}
        <td><${SelectInput} label=${`${t("admin.counts")}: ${t(`admin.metric_${metric}`)}`} value=${targets.find((each) => each.metric === metric)?.hours ?? "calendar"}
          options=${["calendar", "business"].map((value) => ({ value, label: t(`admin.hours_${value}`) }))}
          onChange=${(/** @type {string} */ hours) => set(targets.map((each) => (each.metric === metric ? { ...each, hours } : each)))} /></td>
        <td><button type="button" class="button quiet icon" aria-label=${t("resource.take_away", { name: t(`admin.metric_${metric}`) })} onClick=${() => set(targets.filter((each) => each.metric !== metric))}>×</button></td></tr>`)}</tbody></table></div>`}
    ${rest.length > 0 && html`<${SelectInput} label=${t("admin.add_metric")} value="" none=${t("admin.add_metric")} options=${rest.map((value) => ({ value, label: t(`admin.metric_${value}`) }))}
      onChange=${(/** @type {string | null} */ metric) => metric && set([...targets, ...PRIORITIES.map((priority, place) => ({ metric, priority, seconds: [86_400, 28_800, 14_400, 3_600][place] ?? 3_600, hours: form.draft.calendar_id ? "business" : "calendar" }))])} />`}
  <//>`;
}
