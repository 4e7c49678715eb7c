// @ts-check
/** From the figures of a report to the series of a chart, and to where each number leads. */
import { t, word } from "../../shared/texts.js";
import { pageOf } from "./asked.js";
import { slotOf } from "./period.js";

/**
 * @typedef {import("api").components["schemas"]["ReportOut"]} ReportOut
 * @typedef {import("api").components["schemas"]["ReportRow"]} ReportRow
 * @typedef {import("../../shared/chart-plot.js").Series} Series
 * @typedef {import("../../shared/chart-plot.js").Slot} Slot
 * @typedef {import("../../shared/chart-plot.js").Unit} Unit
 * @typedef {import("../../shared/chart-plot.js").Kind} Kind
 * @typedef {{ slots: Slot[], series: Series[], unit: Unit, most?: number, href: (series: number, slot: number) => string | null }} Drawn
 * @typedef {(row: ReportRow) => number | null} Figure
 * @typedef {{ label: string, of: Figure, kind?: Kind, low?: Figure, high?: Figure, step?: boolean, value?: number }} Line
 *   One line of a chart: a figure of each row. `value`: it counts only what has this value (a score; 1 of what was so).
 */

/** Dimensions whose values are words of the API, and not names that people gave. */
const WORDS = ["channel", "priority", "type"];
/** More groups than this make a chart unreadable: the rest is one. */
const MOST_GROUPS = 7;

/** @param {ReportRow} row @param {string} name @returns {number | null} */
export function own(row, name) {
  return row.figures[name] ?? null;
}

/** What the figures of a report are, by what it measures. @type {Record<string, () => { unit: Unit, most?: number, lines: Line[] }>} */
export const MEASURES = {
  tickets: () => ({ unit: "count", lines: [{ label: t("reports.figure.tickets"), of: (row) => row.n, kind: "bar" }] }),
  events: () => ({ unit: "count", lines: [{ label: t("reports.figure.events"), of: (row) => row.n, kind: "bar" }] }),
  seconds: () => ({
    unit: "seconds",
    lines: [
      { label: t("reports.figure.p50"), of: (row) => row.p50 },
      { label: t("reports.figure.p90"), of: (row) => row.p90 },
      { label: t("reports.figure.p95"), of: (row) => row.p95 },
    ],
  }),
  share: () => ({
    unit: "share",
    most: 1,
    lines: [{ label: t("reports.figure.share"), of: (row) => row.share, low: (row) => row.low, high: (row) => row.high }],
  }),
};

/** @param {string} prefix @param {string} key @param {string} otherwise What is said when there are no words for it. */
export function worded(prefix, key, otherwise) {
  const name = `${prefix}.${key.replaceAll("-", "_")}`;
  return t.has(name) ? t(name) : otherwise;
}

/** @param {ReportRow} row @param {string} dimension @returns {string} What a group is called. */
export function groupName(row, dimension) {
  if (row.key === null) return t("reports.without");
  return WORDS.includes(dimension) ? word(dimension, row.key) : (row.name ?? row.key);
}

/** @param {ReportOut} report @returns {string[]} Where its slots begin, in order. */
function starts(report) {
  return [...new Set(report.rows.map((row) => row.start))].sort();
}

/** @param {ReportOut} report @returns {Slot[]} */
function slotsOf(report) {
  const interval = /** @type {import("./period.js").Interval} */ (report.interval);
  return starts(report).map((start) => slotOf(start, interval, report.period.zone));
}

/**
 * A report over time: a line for each of `lines`, and of the period before where there is one, place by place.
 * @param {ReportOut} report @param {Line[]} lines @param {Unit} unit @param {{ most?: number, past?: ReportOut | null }} [more]
 * @returns {Drawn}
 */
export function overTime(report, lines, unit, { most, past } = {}) {
  /** @type {{ series: Series, rows: ReportRow[], value?: number }[]} */
  const made = lines.map(({ label, of, kind, low, high, step, value }) => ({
    rows: report.rows,
    value,
    series: {
      label,
      kind,
      step,
      values: report.rows.map(of),
      ...(low && high && { low: report.rows.map(low), high: report.rows.map(high) }),
    },
  }));
  if (past?.rows.length) {
    const rows = report.rows.map((_, place) => past.rows[place]);
    const values = rows.map((row) => (row ? lines[0].of(row) : null));
    made.push({ rows, value: lines[0].value, series: { label: t("reports.before"), values, muted: true } });
  }
  return {
    slots: slotsOf(report),
    unit,
    most,
    series: made.map((each) => each.series),
    href: (series, slot) => pageOf(made[series].rows[slot]?.tickets, made[series].value),
  };
}

/**
 * A report over time and by group: pieces of a stack, or lines for what cannot be added up.
 * @param {ReportOut} report @param {Figure} of @param {Unit} unit @param {{ most?: number, stacked: boolean }} more
 * @returns {Drawn}
 */
export function byGroup(report, of, unit, { most, stacked }) {
  const at = new Map(starts(report).map((start, place) => [start, place]));
  /** @type {Map<string | null, { label: string, size: number, rows: (ReportRow | undefined)[] }>} */
  const groups = new Map();
  for (const row of report.rows) {
    const group = groups.get(row.key) ?? { label: groupName(row, report.group_by), size: 0, rows: [] };
    group.rows[at.get(row.start) ?? 0] = row;
    group.size += row.n;
    groups.set(row.key, group);
  }
  const sorted = [...groups.values()].sort((one, other) => other.size - one.size);
  const [shown, rest] = [sorted.slice(0, MOST_GROUPS), sorted.slice(MOST_GROUPS)];
  const places = [...at.values()];
  /** @type {Series[]} */
  const series = shown.map(({ label, rows }) => ({
    label,
    kind: stacked ? "stack" : "line",
    values: places.map((place) => (rows[place] ? of(/** @type {ReportRow} */ (rows[place])) : stacked ? 0 : null)),
  }));
  if (rest.length && stacked) {
    const values = places.map((place) => rest.reduce((sum, { rows }) => sum + (rows[place]?.n ?? 0), 0));
    series.push({ label: t("reports.others"), kind: "stack", values });
  }
  return { slots: slotsOf(report), unit, most, series, href: (group, slot) => pageOf(shown[group]?.rows[slot]?.tickets) };
}

/**
 * A report by group alone: a bar for each, the largest first.
 * @param {ReportOut} report @param {Line[]} lines @param {Unit} unit @param {{ most?: number, limit?: number }} [more]
 * @returns {Drawn}
 */
export function bars(report, lines, unit, { most, limit = 20 } = {}) {
  const rows = [...report.rows].sort((one, other) => other.n - one.n).slice(0, limit);
  return {
    slots: rows.map((row) => ({ label: groupName(row, report.group_by), tick: groupName(row, report.group_by).slice(0, 14) })),
    unit,
    most,
    series: lines.map(({ label, of }, place) => ({ label, kind: place ? "line" : "bar", values: rows.map(of) })),
    href: (_, slot) => pageOf(rows[slot]?.tickets),
  };
}
