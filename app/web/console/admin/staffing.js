// @ts-check
/** How many agents each hour takes: what comes in an hour, how long it takes, what is promised. */

import { html, useState } from "../../shared/view.js";
import { Button, Problem, useApi } from "../../shared/parts.js";
import { duration, number, percent, t } from "../../shared/texts.js";
import { useSending } from "../../shared/sending.js";
import { NumberInput } from "./setup/controls.js";
import { NumberField, useForm } from "./setup/form.js";
import { Group } from "./setup/row.js";
import { clock } from "./week.js";

const USUAL = [0, 0, 0, 0, 0, 0, 2, 6, 15, 28, 34, 32, 26, 24, 28, 30, 26, 20, 14, 10, 6, 4, 2, 0];

export function Staffing() {
  const api = useApi();
  const { busy, error, submit } = useSending();
  const [found, setFound] = useState(/** @type {any} */ (null));
  const form = useForm(() => ({ arrivals_per_hour: USUAL, handling_seconds: 420, concurrency: 2, patience_seconds: 180, shrinkage: 25, share: 80, within_seconds: 30, occupancy: 90 }), error);
  const { draft } = form;
  const ask = (/** @type {Event} */ event) => submit(event, async () => {
    const body = {
      arrivals_per_hour: draft.arrivals_per_hour, handling_seconds: draft.handling_seconds, concurrency: draft.concurrency, patience_seconds: draft.patience_seconds,
      shrinkage: (draft.shrinkage ?? 0) / 100,
      target: { share: draft.share === null ? null : draft.share / 100, within_seconds: draft.within_seconds, occupancy: draft.occupancy === null ? null : draft.occupancy / 100 },
    };
    setFound(await api.post("/v1/queues/staffing", body));
  });
  const put = (/** @type {number} */ hour, /** @type {number | null} */ count) => form.set({ arrivals_per_hour: draft.arrivals_per_hour.map((/** @type {number} */ each, /** @type {number} */ other) => (other === hour ? (count ?? 0) : each)) });
  return html`<section class="admin-page"><header class="page-head"><div class="grow"><h1>${t("admin.staffing")}</h1><p class="muted">${t("admin.staffing_intro")}</p></div></header>
    <form class="admin-pane" novalidate onSubmit=${ask}>
      <${Group} label=${t("admin.arrivals_by_hour")} error=${form.error("/arrivals_per_hour")}><div class="arrivals">${draft.arrivals_per_hour.map((/** @type {number} */ each, /** @type {number} */ hour) => html`<label key=${hour} class="stack tight"><span class="small muted">${clock(hour * 60)}</span>
        <${NumberInput} min=${0} step="any" value=${each} onChange=${(/** @type {any} */ count) => put(hour, count)} /></label>`)}</div><//>
      <div class="form-grid">
        <${NumberField} form=${form} name="handling_seconds" label=${t("admin.handling")} unit=${t("resource.seconds")} min=${1} />
        <${NumberField} form=${form} name="concurrency" label=${t("admin.concurrency")} min=${1} />
        <${NumberField} form=${form} name="patience_seconds" label=${t("admin.patience")} hint=${t("admin.patience_erlang")} unit=${t("resource.seconds")} min=${1} />
        <${NumberField} form=${form} name="shrinkage" label=${t("admin.shrinkage")} hint=${t("admin.shrinkage_hint")} unit="%" min=${0} max=${99} />
        <${NumberField} form=${form} name="share" label=${t("admin.served_share")} unit="%" min=${1} max=${100} />
        <${NumberField} form=${form} name="within_seconds" label=${t("admin.served_within")} unit=${t("resource.seconds")} min=${0} />
        <${NumberField} form=${form} name="occupancy" label=${t("admin.at_most_busy")} unit="%" min=${1} max=${100} /></div>
      ${error && html`<${Problem} error=${error} />`}
      <div><${Button} kind="primary" type="submit" busy=${busy}>${t("admin.staffing_ask")}<//></div>
    </form>
    ${found && html`<${Hours} found=${found} />`}
  </section>`;
}

/** @param {{ found: any }} props */
function Hours({ found }) {
  const most = Math.max(1, ...found.hours.map((/** @type {any} */ each) => each.scheduled));
  return html`<div class="stack" role="status"><p class="muted">${t("admin.formula", { name: found.formula.replace("erlang_", "Erlang ").replace(/.$/, (/** @type {string} */ last) => last.toUpperCase()) })}</p>
    <div class="table-wrap"><table class="table"><thead><tr>${["hour", "arrivals", "agents_needed", "agents_planned", "within_target", "mean_wait", "gives_up", "occupancy"].map((each) => html`<th scope="col" class=${each === "hour" ? "" : "number"} key=${each}>${t(`admin.staff_${each}`)}</th>`)}</tr></thead>
      <tbody>${found.hours.map((/** @type {any} */ each, /** @type {number} */ hour) => html`<tr key=${hour}><th scope="row">${clock((hour % 24) * 60)}</th><td class="number">${number(each.arrivals)}</td><td class="number"><strong>${each.agents}</strong></td>
        <td><span class="row fixed"><span class="number">${each.scheduled}</span><span class="staff-bar" style=${{ inlineSize: `${(each.scheduled / most) * 8}rem` }}></span></span></td>
        <td class="number">${each.within === null ? "–" : percent(each.within, 1)}</td><td class="number">${each.mean_wait_seconds === null ? "–" : duration(each.mean_wait_seconds)}</td>
        <td class="number">${percent(each.abandonment, 1)}</td><td class="number">${percent(each.occupancy)}</td></tr>`)}</tbody></table></div></div>`;
}
