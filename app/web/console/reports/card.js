// @ts-check
/** A report as a card: its one number, what it was before, its chart, its definition and its figures as a file. */
import { Chart } from "../../shared/chart.js";
import { spoken } from "../../shared/chart-units.js";
import { Problem, Spinner, useFetch } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { number, percent, t, when } from "../../shared/texts.js";
import { html, useMemo, useRef } from "../../shared/view.js";
import { addressOf, askedBefore, pageOf } from "./asked.js";
import { byGroup, MEASURES, overTime, worded } from "./figures.js";
import { SaveButton } from "./saving.js";
import { useSeen } from "./seen.js";

/**
 * @typedef {import("./figures.js").ReportOut} ReportOut
 * @typedef {import("./figures.js").ReportRow} ReportRow
 * @typedef {import("./figures.js").Line} Line
 * @typedef {import("./asked.js").Asked} Asked
 * @typedef {{
 *   report: string, measure: "tickets" | "events" | "seconds" | "share", groupBy?: string, title?: string,
 *   lines?: () => Line[], unit?: import("./figures.js").Unit, most?: number, head?: (row: ReportRow) => number | null,
 *   more?: (row: ReportRow) => [string, string][], business?: boolean, only?: string[], better?: "more" | "less",
 * }} CardSpec One card: which report, how it is cut, what is drawn of it and which number stands at its head.
 */

/** @param {string} name @param {string} [otherwise] */
export function reportTitle(name, otherwise = name) {
  return worded("reports.title", name, otherwise);
}

/** @param {{ now: number | null, past: number | null, unit: import("./figures.js").Unit, better?: "more" | "less" }} props */
export function Change({ now, past, unit, better }) {
  if (now === null || past === null) return null;
  const by = unit === "share" || unit === "points" ? now - past : past ? now / past - 1 : null;
  if (by === null) return html`<span class="muted small">${t("reports.was", { value: spoken(past, unit) })}</span>`;
  const said = unit === "points" ? number(Math.round(by * 10) / 10) : unit === "share" ? t("reports.points", { value: number(Math.round(by * 1000) / 10) }) : percent(by);
  const good = by === 0 || !better ? "" : by > 0 === (better === "more") ? "ok" : "bad";
  return html`<span class=${`badge ${good}`} title=${t("reports.was", { value: spoken(past, unit) })}>
    ${by > 0 ? "▲ +" : by < 0 ? "▼ " : ""}${said}<span class="sr"> ${t("reports.against_before")}</span>
  </span>`;
}

/** @param {{ report: ReportOut }} props Says where figures are not the whole truth. */
function Caveats({ report }) {
  const late = report.complete_from && report.complete_from > report.period.from ? report.complete_from : null;
  return html`${!report.complete && html`<p class="small chart-caveat">${t("reports.building")}</p>`}
  ${late && html`<p class="small chart-caveat">${t("reports.kept_since", { when: when(late) })}</p>`}`;
}

/** @param {{ spec: CardSpec, asked: Asked }} props */
export function ReportCard({ spec, asked }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const seen = useSeen(box);
  const { report, groupBy = "none", business = spec.measure === "seconds", only } = spec;
  const how = { interval: asked.period.interval, groupBy, business, only };
  const { data, error, loading, reload } = useFetch(seen ? addressOf(report, asked, how) : null);
  const past = useFetch(seen && asked.compare ? addressOf(report, askedBefore(asked), { ...how, groupBy: "none" }) : null);
  const measure = MEASURES[spec.measure]();
  const [unit, most] = [spec.unit ?? measure.unit, spec.unit ? spec.most : (spec.most ?? measure.most)];
  const drawn = useMemo(() => {
    if (!data) return null;
    const lines = spec.lines?.() ?? measure.lines;
    if (groupBy !== "none") return byGroup(data, lines[0].of, unit, { most, stacked: unit === "count" });
    return overTime(data, lines, unit, { most, past: asked.compare ? past.data : null });
  }, [data, past.data, spec, asked.compare]);
  const head = spec.head ?? (spec.lines?.() ?? measure.lines)[0].of;
  const title = spec.title ? t(spec.title) : reportTitle(report, data?.title);
  const total = data && head(data.total);
  const behind = data && pageOf(data.total.tickets);

  return html`<section class="card report-card" ref=${box} aria-label=${title} aria-busy=${loading}>
    <div class="report-head">
      <h2>${title}</h2>
      <${Link} class="small" href=${explorer(spec, asked)}>${t("reports.explore")}<span class="sr"> ${title}</span><//>
      <${SaveButton} path=${addressOf(report, asked, { ...how, format: "csv" })} name=${`${report}.csv`} what=${title} />
    </div>
    ${error && html`<${Problem} error=${error} /><button type="button" class="button" onClick=${reload}>${t("reports.again")}</button>`}
    ${!data && !error && html`<div class="report-wait">${seen && html`<${Spinner} />`}</div>`}
    ${data &&
    drawn &&
    html`
      <p class="report-number">
        ${behind && data.total.n ? html`<${Link} href=${behind} aria-label=${t("reports.behind", { value: spoken(total, unit), title })}>${spoken(total, unit)}<//>` : html`<span>${spoken(total, unit)}</span>`}
        ${asked.compare && past.data && html`<${Change} now=${total} past=${head(past.data.total)} unit=${unit} better=${spec.better} />`}
        ${(spec.more?.(data.total) ?? []).map(([name, value]) => html`<span class="small muted">${name} <b>${value}</b></span>`)}
      </p>
      <${Caveats} report=${data} />
      <${Chart} title=${title} head=${t("reports.when")} ...${drawn} />
      <details class="small report-what">
        <summary>${t("reports.what_counts")}</summary>
        <p class="muted">${worded("reports.what", report, data.definition)}</p>
      </details>
    `}
  </section>`;
}

/** @param {CardSpec} spec @param {Asked} asked @returns {string} The same report in the explorer, with the same period and filters. */
function explorer(spec, asked) {
  const query = new URLSearchParams({ report: spec.report, period: asked.period.name, zone: asked.period.zone });
  if (asked.period.name === "custom") {
    query.set("from", asked.period.from);
    query.set("to", new Date(Date.parse(asked.period.to) - 86_400_000).toISOString().slice(0, 10));
  }
  if (spec.groupBy) query.set("group_by", spec.groupBy);
  if (asked.hours === "business") query.set("hours", "business");
  if (asked.compare) query.set("compare", "1");
  for (const [name, values] of Object.entries(asked.filters)) values.forEach((each) => query.append(name, each));
  return `/console/reports/explorer?${query}`;
}
