// @ts-check
/** What stands behind a number: line by line exactly as many as it says, each with its ticket. */
import { Empty, Problem, Spinner, toast, useApi, useFetch, useList } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { duration, number, t, when, word } from "../../shared/texts.js";
import { html, useEffect, useState } from "../../shared/view.js";
import { asQuery } from "./address.js";
import { reportTitle } from "./card.js";
import { csvOf } from "./csv.js";
import { hand } from "./saving.js";

/** @typedef {import("api").components["schemas"]["ReportTicketOut"]} Line */

/** The page of what was counted can be as long as a year: so many lines are asked for at once. */
const PAGE = 100;

/** @param {{ line: Line, business: boolean }} props */
function Row({ line, business }) {
  const seconds = business ? line.business_seconds : line.seconds;
  return html`<tr>
    <td>
      <${Link} href=${`/console/tickets/${line.ticket_id}`}>#${line.number} ${line.subject}<//>
      ${line.imported && html` <span class="badge">${t("reports.imported")}</span>`}
    </td>
    <td>${word("status", line.status)}</td>
    <td>${when(line.at)}</td>
    <td class="number">${line.value === null ? (seconds === null ? "–" : duration(seconds)) : t(line.value ? "reports.yes" : "reports.no")}</td>
    <td>${line.channel ? word("channel", line.channel) : "–"}</td>
    <td>${line.topic ?? "–"}</td>
    <td>${line.priority ? word("priority", line.priority) : "–"}</td>
  </tr>`;
}

/** @param {{ report: string, query: URLSearchParams }} props */
function SaveAll({ report, query }) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const lines = [];
      for await (const each of api.pages(`/v1/reports/${report}/tickets`, { ...asQuery(query), limit: 200 })) lines.push(each);
      hand(new Blob([csvOf(lines)], { type: "text/csv;charset=utf-8" }), `${report}-tickets.csv`);
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), { tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return html`<button type="button" class="button" disabled=${busy} onClick=${save}>${t("reports.save_all")}</button>`;
}

/** @param {{ report: string, query: URLSearchParams }} props */
export function BehindPage({ report, query }) {
  const list = useList(`/v1/reports/${report}/tickets`, { ...asQuery(query), limit: PAGE });
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
      ${total.data && html`<p class="muted" aria-live="polite">${t("reports.behind_count", { count: number(total.data.total.n), from, to })}</p>`}
      <${SaveAll} report=${report} query=${query} />
    </div>
    ${list.error && html`<${Problem} error=${list.error} />`}
    ${!list.items.length && !list.loading && !list.error && html`<${Empty} icon="table" title=${t("reports.behind_nothing")} />`}
    ${list.items.length > 0 &&
    html`<div class="chart-table tall" tabindex="0" role="region" aria-label=${t("reports.chart.table_of", { title })}>
      <table class="table">
        <thead>
          <tr>
            ${["ticket", "status", "at", "value", "channel", "topic", "priority"].map((name) => html`<th scope="col">${t(`reports.column.${name}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${list.items.map((/** @type {Line} */ line, /** @type {number} */ place) => html`<${Row} key=${place} line=${line} business=${query.get("hours") === "business"} />`)}
        </tbody>
      </table>
    </div>`}
    ${list.loading && html`<${Spinner} />`}
    ${!list.done && !list.loading && !list.error && html`<button type="button" class="button" onClick=${list.more}>${t("reports.more")}</button>`}
  </div>`;
}
