// @ts-check
/** What an import brought, or would bring: how much of each kind, what was refused and why, and what was taken otherwise. */
import { html } from "../../../shared/view.js";
import { number, t } from "../../../shared/texts.js";
import { JsonView, Problem, Spinner, useFetch } from "../../../shared/parts.js";
import { valueText } from "../setup/base.js";

const STEPS = ["read", "created", "updated", "unchanged", "refused"];

/** @param {{id: string}} props of the import */
export function Report({ id }) {
  const found = useFetch(`/v1/imports/${id}`);
  if (found.error) return html`<${Problem} error=${found.error} />`;
  if (!found.data) return html`<${Spinner} />`;
  const { counts = {}, refused = [], notes = {} } = /** @type {{counts?: Record<string, Record<string, number>>,
    refused?: {kind: string, place: string, reason: string}[], notes?: Record<string, number>}} */ (found.data.report);
  const all = Object.values(counts).reduce((sum, one) => sum + (one.refused ?? 0), 0);
  return html`<div class="stack setup-detail">
    <div class="table-wrap"><table class="table"><thead><tr><th scope="col">${t("setup.what")}</th>${STEPS.map((step) => html`<th scope="col" class="number" key=${step}>${valueText(step)}</th>`)}</tr></thead>
      <tbody>${Object.entries(counts).map(([kind, of]) => html`<tr key=${kind}><th scope="row">${t.has(`setup.v_${kind}`) ? valueText(kind) : kind}</th>${STEPS.map((step) => html`<td class="number" key=${step}>${number(of[step] ?? 0)}</td>`)}</tr>`)}</tbody></table></div>
    ${refused.length
      ? html`<section class="stack setup-tight" aria-label=${t("setup.refused_lines")}><h3>${t("setup.refused_lines")}</h3>
          <ul class="list">${refused.map(({ kind, place, reason }, at) => html`<li key=${at}><code>${place}</code> <span class="small muted">${kind}</span> <span class="wrap">${reason}</span></li>`)}</ul>
          ${all > refused.length ? html`<p class="small muted">${t("setup.refused_more", { shown: number(refused.length), all: number(all) })}</p>` : null}</section>`
      : null}
    ${Object.entries(notes).map(([note, count]) => html`<p class="small" key=${note}>${note}: ${number(count)}</p>`)}
    <details><summary>${t("setup.whole_report")}</summary><${JsonView} value=${found.data.report} /></details>
  </div>`;
}
