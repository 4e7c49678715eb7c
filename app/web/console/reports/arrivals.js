// @ts-check
/** When tickets come: each hour of each day of the week, as a table whose cells are the darker the more come then. */
import { spoken } from "../../shared/chart-units.js";
import { Dialog, Problem, Spinner, useFetch } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { number, region, t } from "../../shared/texts.js";
import { html, useMemo, useState } from "../../shared/view.js";
import { addressOf, pageOf } from "./asked.js";
import { slotOf } from "./period.js";
import { weekdayName } from "./weekdays.js";

/**
 * @typedef {import("./figures.js").ReportRow} ReportRow
 * @typedef {{ n: number, hours: number, rows: ReportRow[] }} Cell What came in this hour of this day, in so many of them.
 */

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** At most so much of the accent is in a cell: what stands on it stays readable in both schemes. */
const DARKEST = 46;
/** A day, to name the hours of. */
const SOME_DAY = Date.UTC(2024, 0, 1);
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** @param {ReportRow[]} rows @param {string} zone @returns {Cell[][]} By weekday from Monday, and hour of the zone. */
export function weekOf(rows, zone) {
  const week = DAYS.map(() => HOURS.map(() => /** @type {Cell} */ ({ n: 0, hours: 0, rows: [] })));
  const clock = new Intl.DateTimeFormat("en-GB", { weekday: "short", hour: "2-digit", hourCycle: "h23", timeZone: zone });
  for (const row of rows) {
    const parts = Object.fromEntries(clock.formatToParts(new Date(row.start)).map((each) => [each.type, each.value]));
    const cell = week[DAYS.indexOf(parts.weekday)]?.[Number(parts.hour)];
    if (!cell) continue;
    cell.n += row.n;
    cell.hours += 1;
    if (row.n) cell.rows.push(row);
  }
  return week;
}

/** @param {number} hour */
function hourName(hour) {
  return new Intl.DateTimeFormat(region(), { hour: "2-digit", minute: "2-digit", timeZone: "UTC" }).format(SOME_DAY + hour * 3_600_000);
}

/** @param {{ day: number, hour: number, cell: Cell, zone: string, onClose: () => void }} props */
function Hours({ day, hour, cell, zone, onClose }) {
  const title = t("reports.heat.hour", { day: weekdayName(day + 1), hour: hourName(hour), count: number(cell.n) });
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <ul class="list">
      ${cell.rows.map(
        (row) => html`<li>
          <${Link} href=${pageOf(row.tickets)}>${slotOf(row.start, "hour", zone).label}: ${t.n("reports.tickets", row.n)}<//>
        </li>`,
      )}
    </ul>
  <//>`;
}

/** @param {{ asked: import("./asked.js").Asked }} props */
export function Arrivals({ asked }) {
  const { data, error } = useFetch(addressOf("volume", asked, { interval: "hour" }));
  const [open, setOpen] = useState(/** @type {[number, number] | null} */ (null));
  const [mean, setMean] = useState(false);
  const week = useMemo(() => (data ? weekOf(data.rows, asked.period.zone) : null), [data]);
  const value = (/** @type {Cell} */ cell) => (mean ? (cell.hours ? cell.n / cell.hours : 0) : cell.n);
  const most = week ? Math.max(...week.flat().map(value), 0) : 0;
  const title = t("reports.heat.title");
  return html`<section class="card report-card wide" aria-label=${title}>
    <div class="report-head">
      <h2>${title}</h2>
      <label class="report-flip"><input type="checkbox" checked=${mean} onChange=${() => setMean(!mean)} />${t("reports.heat.mean")}</label>
    </div>
    ${error && html`<${Problem} error=${error} />`} ${!data && !error && html`<div class="report-wait"><${Spinner} /></div>`}
    ${week &&
    data &&
    html`<p class="report-number"><${Link} href=${pageOf(data.total.tickets)} aria-label=${t("reports.behind", { value: number(data.total.n), title })}>${number(data.total.n)}<//> <span class="small muted">${t("reports.heat.zone", { zone: asked.period.zone })}</span></p>
      <div class="chart-table" tabindex="0" role="region" aria-label=${t("reports.chart.table_of", { title })}>
        <table class="heat">
          <caption class="sr">${title}</caption>
          <thead>
            <tr>
              <td></td>
              ${HOURS.map((hour) => html`<th scope="col" class="small"><span aria-hidden="true">${hour}</span><span class="sr">${hourName(hour)}</span></th>`)}
            </tr>
          </thead>
          <tbody>
            ${week.map(
              (cells, day) => html`<tr>
                <th scope="row" class="small">${weekdayName(day + 1, "short")}</th>
                ${cells.map((cell, hour) => {
                  const share = most ? Math.round((value(cell) / most) * DARKEST) : 0;
                  const said = mean ? spoken(Math.round(value(cell) * 10) / 10, "count") : number(cell.n);
                  const ground = { background: `color-mix(in srgb, var(--accent) ${share}%, var(--surface))` };
                  return html`<td style=${ground}>
                    ${cell.n ? html`<button type="button" class="heat-cell" onClick=${() => setOpen([day, hour])}>${said}</button>` : html`<span class="muted">0</span>`}
                  </td>`;
                })}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`}
    ${open && week && html`<${Hours} day=${open[0]} hour=${open[1]} cell=${week[open[0]][open[1]]} zone=${asked.period.zone} onClose=${() => setOpen(null)} />`}
  </section>`;
}
