// @ts-check
/** How available what is watched was, and how fast it answered. */
import { Chart } from "../../shared/chart.js";
import { Empty, Problem, Spinner, useFetch } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { number, percent, t } from "../../shared/texts.js";
import { html, useMemo, useRef } from "../../shared/view.js";
import { instants, slotOf } from "./period.js";
import { useSeen } from "./seen.js";

/** @typedef {import("api").components["schemas"]["MonitorHistoryOut"]} History */
/** @typedef {import("api").components["schemas"]["HistoryPart"]} Part */
/** @typedef {import("api").components["schemas"]["MonitorOut"]} Monitor */

/** @type {Record<string, string>} */
const TONES = { up: "ok", down: "bad", unknown: "", paused: "" };
const DIGITS = 3;
/** From this uptime on a chart shows only what is above it. */
const STEADY = 0.9;

/** @param {History} history @param {((part: Part) => number | null)[]} of @param {string[]} labels */
function drawn(history, of, labels) {
  const interval = /** @type {any} */ (history.interval);
  return {
    slots: history.items.map((each) => slotOf(each.start, interval, history.zone)),
    series: of.map((value, place) => ({ label: labels[place], values: history.items.map(value) })),
  };
}

/** @param {{ monitor: Monitor, asked: import("./asked.js").Asked }} props */
function Card({ monitor, asked }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const seen = useSeen(box);
  const { zone, interval } = asked.period;
  const path = `/v1/monitors/${monitor.id}/history`;
  const { data, error } = useFetch(seen ? path : null, { ...instants(asked.period), zone, interval });
  const plots = useMemo(() => {
    if (!data) return null;
    return {
      uptime: drawn(data, [(part) => part.uptime], [t("reports.monitors.uptime")]),
      // Down to 0 every outage of minutes would be a straight line.
      least: data.items.every((/** @type {Part} */ part) => part.uptime === null || part.uptime > STEADY) ? STEADY : 0,
      times: drawn(data, [(part) => part.response.p50, (part) => part.response.p95], [t("reports.figure.p50"), t("reports.figure.p95")]),
    };
  }, [data]);
  return html`<section class="card report-card wide" ref=${box} aria-label=${monitor.name}>
    <div class="report-head">
      <h2 dir="auto"><${Link} href=${`/console/admin/monitors/${monitor.id}`}>${monitor.name}<//></h2>
      <span class=${`badge ${TONES[monitor.status] ?? ""}`}>${t(`reports.monitor.${monitor.status}`)}</span>
    </div>
    ${error && html`<${Problem} error=${error} />`} ${!data && !error && html`<div class="report-wait">${seen && html`<${Spinner} />`}</div>`}
    ${data &&
    plots &&
    html`<p class="report-number">
        <span>${data.total.uptime === null ? "–" : percent(data.total.uptime, DIGITS)}</span>
        <span class="small muted">${t("reports.monitors.checks", { checks: number(data.total.checks), failed: number(data.total.failed) })}</span>
      </p>
      <div class="report-two">
        <${Chart} title=${`${monitor.name}. ${t("reports.monitors.uptime")}`} head=${t("reports.when")} unit="share" least=${plots.least} most=${1} height=${180} ...${plots.uptime} />
        <${Chart} title=${`${monitor.name}. ${t("reports.monitors.times")}`} head=${t("reports.when")} unit="ms" height=${180} ...${plots.times} />
      </div>`}
  </section>`;
}

/** @param {{ asked: import("./asked.js").Asked }} props */
export function Monitors({ asked }) {
  const { data, error } = useFetch("/v1/monitors", { limit: 50 });
  if (error) return html`<${Problem} error=${error} />`;
  if (!data) return html`<div class="report-wait"><${Spinner} /></div>`;
  if (!data.items.length) return html`<${Empty} icon="activity" title=${t("reports.monitors.nothing")} />`;
  return data.items.map((/** @type {Monitor} */ each) => html`<${Card} key=${each.id} monitor=${each} asked=${asked} />`);
}
