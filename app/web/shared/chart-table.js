// @ts-check
/** The numbers of a chart as a table, each leading to what is behind it. */
import { spoken } from "./chart-units.js";
import { Link } from "./router.js";
import { t } from "./texts.js";
import { html } from "./view.js";

/**
 * @param {{
 *   title: string, head: string, slots: import("./chart-plot.js").Slot[], series: import("./chart-plot.js").Series[],
 *   unit: import("./chart-plot.js").Unit, href?: (series: number, slot: number) => string | null,
 * }} props
 */
export function ChartTable({ title, head, slots, series, unit, href }) {
  return html`<div class="chart-table" tabindex="0" role="region" aria-label=${t("reports.chart.table_of", { title })}>
    <table class="table">
      <caption class="sr">
        ${title}
      </caption>
      <thead>
        <tr>
          <th scope="col">${head}</th>
          ${series.map((each) => html`<th scope="col" class="number">${each.label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${slots.map(
          (slot, place) => html`<tr key=${place}>
            <th scope="row">${slot.label}</th>
            ${series.map((each, of) => {
              const said = spoken(each.values[place], unit);
              const where = each.values[place] ? href?.(of, place) : null;
              return html`<td class="number">${where ? html`<${Link} href=${where}>${said}<//>` : said}</td>`;
            })}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
