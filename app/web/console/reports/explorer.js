// @ts-check
/** Any report of the desk, cut and grouped as somebody wants it, over time or by group. */
import { Chart } from "../../shared/chart.js";
import { spoken } from "../../shared/chart-units.js";
import { Problem, Spinner, useFetch } from "../../shared/parts.js";
import { Link, navigate } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { html, useId, useMemo } from "../../shared/view.js";
import { useAddress } from "./address.js";
import { addressOf, askedBefore, changed, pageOf } from "./asked.js";
import { Change, reportTitle } from "./card.js";
import { bars, byGroup, MEASURES, overTime, worded } from "./figures.js";
import { SaveButton } from "./saving.js";

/** @typedef {import("api").components["schemas"]["ReportDefinition"]} Definition */
/** @typedef {import("./asked.js").Asked} Asked */

/** @param {{ label: string, value: string, onPick: (value: string) => void, children: any }} props */
function Choose({ label, value, onPick, children }) {
  const id = useId();
  return html`<div class="report-pick">
    <label for=${id}>${label}</label>
    <select id=${id} class="input" value=${value} onChange=${(/** @type {any} */ event) => onPick(event.target.value)}>
      ${children}
    </select>
  </div>`;
}

/** @param {{ asked: Asked }} props */
export function Explorer({ asked }) {
  const { path, query } = useAddress();
  const list = useFetch("/v1/reports");
  /** @type {Definition[]} */
  const all = list.data?.items ?? [];
  const chosen = all.find((each) => each.name === query.get("report")) ?? all[0];
  if (list.error) return html`<${Problem} error=${list.error} />`;
  if (!chosen) return html`<div class="report-wait"><${Spinner} /></div>`;
  const groups = chosen.group_by;
  const wanted = query.get("group_by") ?? chosen.default_group_by;
  const groupBy = groups.includes(wanted) ? wanted : "none";
  const cut = query.get("view") !== "total" && chosen.intervals.length > 1;
  const set = (/** @type {Record<string, string | null>} */ changes) => navigate(path + changed(query, changes), { replace: true });
  return html`<section class="card report-card wide" aria-label=${t("reports.tab.explorer")}>
    <div class="toolbar">
      <${Choose} label=${t("reports.report")} value=${chosen.name} onPick=${(/** @type {string} */ report) => set({ report, group_by: null })}>
        ${all.map((each) => html`<option value=${each.name} selected=${each.name === chosen.name}>${reportTitle(each.name, each.title)}</option>`)}
      <//>
      <${Choose} label=${t("reports.group_by")} value=${groupBy} onPick=${(/** @type {string} */ by) => set({ group_by: by })}>
        ${groups.map((each) => html`<option value=${each} selected=${each === groupBy}>${t(`reports.by.${each}`)}</option>`)}
      <//>
      <${Choose} label=${t("reports.view")} value=${cut ? "time" : "total"} onPick=${(/** @type {string} */ view) => set({ view: view === "time" ? null : view })}>
        <option value="time" selected=${cut}>${t("reports.view.time")}</option>
        <option value="total" selected=${!cut}>${t("reports.view.total")}</option>
      <//>
    </div>
    <${Found} key=${chosen.name} definition=${chosen} groupBy=${groupBy} cut=${cut} asked=${asked} />
  </section>`;
}

/** @param {{ definition: Definition, groupBy: string, cut: boolean, asked: Asked }} props */
function Found({ definition, groupBy, cut, asked }) {
  const how = {
    interval: cut ? asked.period.interval : "none",
    groupBy,
    business: definition.business_hours,
    only: definition.filters,
  };
  const address = addressOf(definition.name, asked, how);
  const { data, error } = useFetch(address);
  const past = useFetch(asked.compare ? addressOf(definition.name, askedBefore(asked), { ...how, groupBy: "none" }) : null);
  const { unit, most, lines } = MEASURES[definition.unit]();
  const fresh = data?.group_by === groupBy && (data?.interval !== "none") === cut ? data : null;
  const drawn = useMemo(() => {
    if (!fresh) return null;
    if (groupBy === "none") return overTime(fresh, lines, unit, { most, past: asked.compare ? past.data : null });
    if (cut) return byGroup(fresh, lines[0].of, unit, { most, stacked: unit === "count" });
    return bars(fresh, lines, unit, { most });
  }, [fresh, past.data, asked.compare]);
  const title = reportTitle(definition.name, definition.title);
  if (error) return html`<${Problem} error=${error} />`;
  if (!fresh || !drawn) return html`<div class="report-wait"><${Spinner} /></div>`;
  const value = lines[0].of(fresh.total);
  const behind = pageOf(fresh.total.tickets);
  const label = t("reports.behind", { value: spoken(value, unit), title });
  return html`<div class="report-head">
      <h2>${title}</h2>
      <${SaveButton} path=${`${address}&format=csv`} name=${`${definition.name}.csv`} what=${title} />
    </div>
    <p class="muted small">${worded("reports.what", definition.name, definition.definition)}</p>
    <p class="report-number">
      ${behind && fresh.total.n ? html`<${Link} href=${behind} aria-label=${label}>${spoken(value, unit)}<//>` : html`<span>${spoken(value, unit)}</span>`}
      ${asked.compare && past.data && html`<${Change} now=${value} past=${lines[0].of(past.data.total)} unit=${unit} />`}
    </p>
    ${drawn.slots.length > 0
      ? html`<${Chart} title=${title} head=${groupBy === "none" || cut ? t("reports.when") : t(`reports.by.${groupBy}`)} height=${320} ...${drawn} />`
      : html`<${Totals} row=${fresh.total} />`}`;
}

/** All figures of a report that is neither cut nor grouped. @param {{ row: import("./figures.js").ReportRow }} props */
function Totals({ row }) {
  /** @type {[string, number | null | undefined, import("./figures.js").Unit][]} */
  const said = [
    ["n", row.n, "count"], ["mean", row.mean, "seconds"], ["p50", row.p50, "seconds"], ["p90", row.p90, "seconds"],
    ["p95", row.p95, "seconds"], ["share", row.share, "share"], ["low", row.low, "share"], ["high", row.high, "share"],
  ];
  return html`<table class="table">
    <tbody>
      ${said.map(([name, value, unit]) => typeof value === "number" && html`<tr><th scope="row">${t(`reports.figure.${name}`)}</th><td class="number">${spoken(value, unit)}</td></tr>`)}
      ${Object.entries(row.figures).map(([name, value]) => html`<tr><th scope="row">${worded("reports.figure", name, name.replaceAll("_", " "))}</th><td class="number">${spoken(value, unitOf(name))}</td></tr>`)}
    </tbody>
  </table>`;
}

/** @param {string} name @returns {import("./figures.js").Unit} */
function unitOf(name) {
  if (name.endsWith("_seconds")) return "seconds";
  if (name.startsWith("response_")) return "share";
  return name.startsWith("nps") || name === "chats_at_once" ? "points" : "count";
}
