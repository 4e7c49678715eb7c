// @ts-check
/** What stands behind a number: line by line exactly as many as it says, each with its ticket. */
import { Empty, Problem, Spinner, toast, useApi, useFetch, useList } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { duration, number, t, when, word } from "../../shared/texts.js";
import { html, useEffect, useMemo } from "../../shared/view.js";
import { lineOf } from "../../shared/refusals.js";
import { useSending } from "../../shared/sending.js";
import { asQuery } from "./address.js";
import { reportTitle } from "./card.js";
import { csvOf } from "./csv.js";
import { own } from "./figures.js";
import { hand } from "./saving.js";

/** @typedef {import("api").components["schemas"]["ReportTicketOut"]} Line */

/** The page of what was counted can be as long as a year: so many lines are asked for at once. */
const PAGE = 100;

/** Reports whose values are scores; of all others it says whether something was so. */
const SCORED = ["csat", "nps", "ces"];
/** Fewer lines than this are no page: what is narrowed to a value is read on by itself. */
const FEW = 20;

/** @param {Line} line @param {string} report @param {boolean} business @returns {string} */
function valueOf(line, report, business) {
  if (line.value !== null) return SCORED.includes(report) ? number(line.value) : t(line.value ? "reports.yes" : "reports.no");
  const seconds = business ? line.business_seconds : line.seconds;
  return seconds === null ? "–" : duration(seconds);
}

/** @param {import("./figures.js").ReportRow} row @param {string} report @param {string | null} value How many have this value; null: all. */
function countOf(row, report, value) {
  if (value === null) return row.n;
  if (SCORED.includes(report)) return own(row, `score_${value}`) ?? 0;
  const yes = own(row, "yes") ?? 0;
  return value === "1" ? yes : row.n - yes;
}

/** @param {{ line: Line, report: string, business: boolean }} props */
function Row({ line, report, business }) {
  return html`<tr>
    <td dir="auto">
      <${Link} href=${`/console/tickets/${line.ticket_id}`}>#${line.number} ${line.subject}<//>
      ${line.imported && html` <span class="badge">${t("reports.imported")}</span>`}
    </td>
    <td>${word("status", line.status)}</td>
    <td class="when">${when(line.at, { dateStyle: "short", timeStyle: "short" })}</td>
    <td class="number">${valueOf(line, report, business)}</td>
    <td>${line.channel ? word("channel", line.channel) : "–"}</td>
    <td>${line.topic ?? "–"}</td>
    <td>${line.priority ? word("priority", line.priority) : "–"}</td>
  </tr>`;
}

/** @param {{ report: string, query: URLSearchParams, fits: (line: Line) => boolean }} props */
function SaveAll({ report, query, fits }) {
  const api = useApi();
  const { busy, send } = useSending((problem) => toast(lineOf(problem), { tone: "bad" }));
  const save = () => send(async () => {
    const lines = [];
    for await (const each of api.pages(`/v1/reports/${report}/tickets`, asQuery(query))) if (fits(each)) lines.push(each);
    hand(new Blob([csvOf(lines)], { type: "text/csv;charset=utf-8" }), `${report}-tickets.csv`);
  });
  return html`<button type="button" class="button" disabled=${busy} onClick=${save}>${t("reports.save_all")}</button>`;
}

/** @param {{ report: string, query: URLSearchParams }} props */
export function BehindPage({ report, query: address }) {
  const value = address.get("value");
  const query = useMemo(() => new URLSearchParams([...address].filter(([name]) => name !== "value")), [address]);
  const fits = (/** @type {Line} */ line) => value === null || String(line.value) === value;
  const list = useList(`/v1/reports/${report}/tickets`, { ...asQuery(query), limit: PAGE });
  const lines = list.items.filter(fits);
  useEffect(() => {
    if (lines.length < FEW && !list.done && !list.loading && !list.error) void list.more();
  });
  const summed = new URLSearchParams(query);
  summed.set("group_by", "none");
  const total = useFetch(`/v1/reports/${report}?${summed}`);
  const title = reportTitle(report, total.data?.title);
  useEffect(() => {
    document.title = title;
  }, [title]);
  const period = total.data?.period;
  const from = period && when(period.from);
  const to = period && when(period.to);
  return html`<div class="page reports">
    <div class="page-head">
      <p class="small"><${Link} href="/console/reports">${t("reports.title")}<//></p>
      <h1>${title}</h1>
      ${total.data && html`<p class="muted" aria-live="polite">${t("reports.behind_count", { count: number(countOf(total.data.total, report, value)), from, to })}</p>`}
      <${SaveAll} report=${report} query=${query} fits=${fits} />
    </div>
    ${list.error && html`<${Problem} error=${list.error} />`}
    ${!lines.length && list.done && !list.error && html`<${Empty} icon="table" title=${t("reports.behind_nothing")} />`}
    ${lines.length > 0 &&
    html`<div class="chart-table tall" tabindex="0" role="region" aria-label=${t("reports.chart.table_of", { title })}>
      <table class="table">
        <thead>
          <tr>
            ${["ticket", "status", "at", "value", "channel", "topic", "priority"].map((name) => html`<th scope="col">${t(`reports.column.${name}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${lines.map((line, place) => html`<${Row} key=${place} line=${line} report=${report} business=${query.get("hours") === "business"} />`)}
        </tbody>
      </table>
    </div>`}
    ${list.loading && html`<${Spinner} />`}
    ${!list.done && !list.loading && !list.error && html`<button type="button" class="button" onClick=${list.more}>${t("reports.more")}</button>`}
  </div>`;
}
