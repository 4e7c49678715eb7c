// @ts-check
/** What days of the week are called. */
import { locale } from "../../shared/texts.js";

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** @param {number} day 1 is Monday @param {"short" | "long"} [style] @returns {string} */
export function weekdayName(day, style = "long") {
  return new Intl.DateTimeFormat(locale(), { weekday: style, timeZone: "UTC" }).format(MONDAY + (day - 1) * DAY);
}
