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
  // Near to all of it the second digit is what makes the difference: 99.95 % is half as bad as 99.9 %.
  if (unit === "share") return percent(value, value > 0.99 && value < 1 ? 2 : 1);
  if (unit === "seconds") return duration(value);
  if (unit === "ms") return number(Math.round(value), { style: "unit", unit: "millisecond" });
  return number(unit === "points" ? Math.round(value * 10) / 10 : value);
}
