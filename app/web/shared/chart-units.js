// @ts-check
/** Numbers of charts in words: counts, shares, times and points, as the reader's language writes them. */
import { duration, number, percent } from "./texts.js";

/**
 * @param {number | null | undefined} value
 * @param {"count" | "seconds" | "share" | "ms" | "points"} unit
 * @returns {string}
 */
export function spoken(value, unit) {
  if (value === null || value === undefined) return "–";
  if (unit === "share") return percent(value);
  if (unit === "seconds") return duration(value);
  if (unit === "ms") return duration(value / 1000);
  return number(unit === "points" ? Math.round(value * 10) / 10 : value);
}
