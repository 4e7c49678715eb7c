// @ts-check
/** How good the work is: scores of reviews over the weeks, by criterion and by agent, with how sure they are. */
import { Chart } from "../../shared/chart.js";
import { Problem, Spinner, useFetch } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { number, t, when } from "../../shared/texts.js";
import { html, useMemo } from "../../shared/view.js";
import { instants } from "./period.js";

/** @typedef {import("api").components["schemas"]["ReviewFigure"]} Figure */
/** @typedef {"week" | "criterion" | "agent" | "team"} By */

/** @param {Figure} row @param {By} by @returns {{ label: string, tick: string }} */
function slot(row, by) {
  const name = row.name ?? row.key ?? t("reports.without");
  if (by !== "week" || !row.key) return { label: name, tick: name.slice(0, 14) };
  // A date, not an instant: it is the same one wherever somebody looks at it.
  /** @type {Intl.DateTimeFormatOptions} */
  const day = { timeZone: "UTC", day: "numeric", month: "short" };
  return { label: when(row.key, { ...day, year: "numeric" }), tick: when(row.key, day) };
}

/** @param {Figure[]} rows @param {By} by */
function drawn(rows, by) {
  const kind = by === "week" ? "line" : "bar";
  const [low, high] = [rows.map((row) => row.low), rows.map((row) => row.high)];
  return {
    slots: rows.map((row) => slot(row, by)),
    series: [{ label: t("reports.quality.score"), kind, values: rows.map((row) => row.mean), ...(by === "week" && { low, high }) }],
  };
}

/** @param {{ by: By, asked: import("./asked.js").Asked }} props */
function Card({ by, asked }) {
  const { zone } = asked.period;
  const query = { ...instants(asked.period), zone, group_by: by, agent_id: asked.filters.agent, team_id: asked.filters.team };
  const { data, error } = useFetch("/v1/review-figures", query);
  const plot = useMemo(() => (data ? drawn(data.rows, by) : null), [data]);
  const title = t(`reports.quality.by_${by}`);
  return html`<section class="card report-card" aria-label=${title}>
    <div class="report-head"><h2>${title}</h2></div>
    ${error && html`<${Problem} error=${error} />`} ${!data && !error && html`<div class="report-wait"><${Spinner} /></div>`}
    ${plot && html`<${Chart} title=${title} head=${t(by === "week" ? "reports.when" : "reports.quality.what")} unit="points" most=${100} ...${plot} />`}
  </section>`;
}

/** @param {{ asked: import("./asked.js").Asked }} props */
export function Quality({ asked }) {
  const { zone } = asked.period;
  const query = { ...instants(asked.period), zone, group_by: "none", agent_id: asked.filters.agent, team_id: asked.filters.team };
  const { data } = useFetch("/v1/review-figures", query);
  /** @type {Figure | undefined} */
  const all = data?.rows[0];
  return html`
    ${all &&
    html`<section class="card report-card wide" aria-label=${t("reports.tab.quality")}>
      <p class="report-number">
        <span>${all.mean === null ? "–" : number(Math.round(all.mean * 10) / 10)}</span>
        <${Link} class="small" href="/console/reviews">${t.n("reports.quality.reviews", all.n)}<//>
        <span class="small muted">${t("reports.quality.failed", { count: number(all.failed) })}</span>
        <span class="small muted">${t("reports.quality.disputed", { count: number(all.disputed) })}</span>
      </p>
    </section>`}
    ${/** @type {By[]} */ (["week", "criterion", "agent", "team"]).map((by) => html`<${Card} key=${by} by=${by} asked=${asked} />`)}
  `;
}
