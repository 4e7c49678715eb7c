// @ts-check
/** How a chart is drawn: what uPlot is told, from series of numbers and the colours of the page. */
import uPlot from "../vendor/uplot.js";
import { spoken } from "./chart-units.js";

/**
 * @typedef {"line" | "area" | "bar" | "stack"} Kind How series are drawn; `stack` is bars on top of each other.
 * @typedef {"count" | "seconds" | "share" | "ms" | "points"} Unit
 * @typedef {{ label: string, tick: string }} Slot What a place on the x axis is called, in full and in short.
 * @typedef {{
 *   label: string, values: (number | null)[], kind?: Kind, muted?: boolean, step?: boolean,
 *   low?: (number | null)[], high?: (number | null)[],
 * }} Series `muted`: something to compare with, dashed and grey. `low`, `high`: between them the true value lies.
 * @typedef {{ ink: string, muted: string, line: string, surface: string, font: string, series: string[] }} Colours
 */

/** How many colours there are; after them they come again, dashed. */
export const PALETTE = 8;
const TICK_PIXELS = 84;
/** Axes begin at 0 and end a little above what is highest, so that nothing touches the frame. */
const AIR = 1.08;

/** @param {Element} element @returns {Colours} */
export function coloursOf(element) {
  const style = getComputedStyle(element);
  /** @param {string} name */
  const token = (name) => style.getPropertyValue(name).trim() || style.color;
  return {
    ink: token("--text"),
    muted: token("--muted"),
    line: token("--line"),
    surface: token("--surface"),
    font: `12px ${style.fontFamily}`,
    series: Array.from({ length: PALETTE }, (_, place) => token(`--series-${place + 1}`)),
  };
}

/**
 * What each series reaches on the y axis: itself, or in a stack itself and all below it.
 * @param {Series[]} series @param {boolean[]} hidden @returns {(number | null)[][]}
 */
export function reaches(series, hidden) {
  /** @type {number[]} */
  const below = [];
  return series.map((each, place) => {
    if (hidden[place]) return each.values.map(() => null);
    if (each.kind !== "stack") return each.values;
    return each.values.map((value, slot) => {
      below[slot] = (below[slot] ?? 0) + (value ?? 0);
      return value === null ? null : below[slot];
    });
  });
}

/**
 * The series at a height of a slot: the piece of a stack that is there, else what comes nearest.
 * @param {Series[]} series @param {(number | null)[][]} tops @param {number} slot @param {number} height
 */
export function nearest(series, tops, slot, height) {
  let best = -1;
  let distance = Infinity;
  for (const [place, top] of tops.entries()) {
    const value = top[slot];
    if (value === null || value === undefined) continue;
    const stacked = series[place].kind === "stack";
    if (stacked && height <= value && height >= value - (series[place].values[slot] ?? 0)) return place;
    const away = Math.abs(value - height);
    if (away < distance) [best, distance] = [place, away];
  }
  return best;
}

/** @param {Unit} unit @returns {number[]} */
function steps(unit) {
  const tens = [1, 2, 5].flatMap((each) => Array.from({ length: 10 }, (_, power) => each * 10 ** power));
  const whole = tens.sort((one, other) => one - other);
  if (unit === "share") return [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1];
  if (unit !== "seconds") return whole;
  const minutes = [1, 2, 5, 10, 15, 30].map((each) => each * 60);
  const hours = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 672, 1344, 4032, 8760].map((each) => each * 3600);
  return [1, 2, 5, 10, 15, 30, ...minutes, ...hours];
}

// So few values make no line: their points are all there is to see.
const FEW = 3;

/** @param {string} colour @param {string} opacity Two hexadecimal digits. */
function faded(colour, opacity) {
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour + opacity : colour;
}

/** @param {Series} series @param {string} colour @param {number} place @returns {any} */
function drawn(series, colour, place) {
  const dash = series.muted || place >= PALETTE ? [5, 4] : undefined;
  const values = series.values.filter((each) => each !== null).length;
  /** @type {Record<string, unknown>} */
  const made = { stroke: colour, width: 2, dash, points: { size: values > FEW ? 5 : 10, fill: colour }, spanGaps: false };
  if (series.kind === "bar" || series.kind === "stack") {
    return { ...made, fill: colour, width: 0, points: { show: false }, paths: uPlot.paths.bars({ size: [0.72, 44] }) };
  }
  if (series.step) made.paths = uPlot.paths.stepped({ align: 1 });
  if (series.kind === "area") made.fill = faded(colour, "2e");
  return made;
}

/**
 * A plot in an element. Higher pieces of a stack are drawn first, so that lower ones lie on top of them.
 * @param {HTMLElement} target
 * @param {{
 *   slots: Slot[], series: Series[], hidden: boolean[], unit: Unit, least?: number, most?: number, width: number, height: number,
 *   colours: Colours,
 * }} asked
 * @returns {any}
 */
export function plot(target, { slots, series, hidden, unit, least = 0, most, width, height, colours }) {
  const tops = reaches(series, hidden);
  const order = series.map((_, place) => place).reverse();
  const shown = [...tops, ...series.map((each, place) => (hidden[place] ? [] : (each.high ?? [])))].flat();
  const highest = Math.max(0, ...shown.filter((each) => each !== null));
  const top = most ?? (highest * AIR || 1);
  const data = [slots.map((_, place) => place), ...order.map((place) => tops[place])];
  const lines = order.map((place) => drawn(series[place], colourOf(series, place, colours), place));
  /** @type {any[]} */
  const bands = [];
  for (const [place, each] of series.entries()) {
    if (!each.low || !each.high || hidden[place]) continue;
    data.push(each.high, each.low);
    const edge = { stroke: "transparent", width: 0, points: { show: false } };
    lines.push(edge, edge);
    const last = data.length - 1;
    bands.push({ series: [last - 1, last], fill: faded(colourOf(series, place, colours), "26") });
  }
  const step = Math.max(1, Math.ceil(slots.length / Math.max(1, Math.floor(width / TICK_PIXELS))));
  const ticks = slots.map((_, place) => place).filter((place) => place % step === 0);
  const axis = { stroke: colours.muted, font: colours.font, ticks: { show: false } };
  return new uPlot(
    {
      width,
      height,
      padding: [10, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: { x: { time: false, range: [-0.5, Math.max(0.5, slots.length - 0.5)] }, y: { range: [least, top] } },
      axes: [
        {
          ...axis,
          size: 30,
          grid: { show: false },
          splits: () => ticks,
          values: (/** @type {any} */ _, /** @type {number[]} */ places) => places.map((place) => slots[place].tick),
        },
        {
          ...axis,
          grid: { stroke: colours.line, width: 1 },
          incrs: steps(unit),
          size: (/** @type {any} */ _, /** @type {string[] | null} */ said) =>
            18 + 7 * Math.max(2, ...(said ?? []).map((each) => each.length)),
          values: (/** @type {any} */ _, /** @type {number[]} */ values) => values.map((each) => spoken(each, unit)),
        },
      ],
      series: [{}, ...lines],
      bands,
    },
    data,
    target,
  );
}

/** @param {Series[]} series @param {number} place @param {Colours} colours */
export function colourOf(series, place, colours) {
  return series[place].muted ? colours.muted : colours.series[place % PALETTE];
}
