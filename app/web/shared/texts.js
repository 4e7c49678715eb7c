// @ts-check
/** Everything that pages say with: the reader's language (`language.js`), words of the API, and times by the desk's clock. */
import { KEPT, brief as briefly, locale, made, number, t } from "./language.js";
import { storage } from "./storage.js";
import { now } from "./time.js";

export { dir, load, locale, number, region, spoken, t, when } from "./language.js";

/** @typedef {import("./language.js").Blanks} Blanks */
/** @typedef {import("./language.js").Moment} Moment */

/** Choose a language on this device; null: as the browser says. Takes effect with the next load. @param {string | null} wanted */
export function setLocale(wanted) {
  if (wanted) storage.set(KEPT, wanted);
  else storage.remove(KEPT);
}

/** A word of the API in the reader's language, or as it is: `word("status", "open")` is `common.status_open`. @param {string} kind @param {string | null | undefined} value */
export function word(kind, value) {
  if (value === null || value === undefined) return "";
  const key = `common.${kind}_${value}`;
  return t.has(key) ? t(key) : value.replaceAll("_", " ");
}

/** A share (0 to 1) in percent. @param {number} share @param {number} [digits] */
export function percent(share, digits = 0) {
  return number(share, { style: "percent", maximumFractionDigits: digits });
}

/** @param {number} count */
export function bytes(count) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(Math.floor(Math.log(Math.max(count, 1)) / Math.log(1000)), units.length - 1);
  return number(count / 1000 ** step, { style: "unit", unit: units[step], unitDisplay: step ? "short" : "long", maximumFractionDigits: 1 });
}

/** A moment as short as it can be said: the time today, the day else. @param {Moment} at */
export function brief(at) {
  return briefly(at, now());
}

/** What a language is called in the reader's. @param {string | null | undefined} code */
export function languageName(code) {
  if (!code) return "";
  try {
    return new Intl.DisplayNames([locale()], { type: "language" }).of(code) ?? code;
  } catch {
    // A code that the browser does not know is shown as it is.
    return code;
  }
}

/** From day to day, what both share said once: `23 – 29 Nov 2026`. @param {Date} from @param {Date} last */
export function days(from, last) {
  return made(Intl.DateTimeFormat, { dateStyle: "medium" }, last.getTimezoneOffset()).formatRange(from, last);
}

/** How long ago, or in how long. @param {Moment} at @param {"long" | "short"} [style] */
export function ago(at, style = "long") {
  const seconds = (new Date(at).getTime() - now()) / 1000;
  const format = made(Intl.RelativeTimeFormat, { numeric: "auto", style });
  for (const [unit, size] of /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([
    ["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3600], ["minute", 60],
  ])) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(Math.round(seconds), "second");
}

/** How long something takes, by its two largest units: `2 h 5 min`. @param {number} seconds */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  /** @type {[string, number][]} */
  const parts = [["day", Math.floor(whole / 86_400)], ["hour", Math.floor((whole % 86_400) / 3600)],
    ["minute", Math.floor((whole % 3600) / 60)], ["second", whole % 60]];
  const first = parts.findIndex(([, count]) => count > 0);
  if (first < 0) return number(0, { style: "unit", unit: "second", unitDisplay: "narrow" });
  return parts.slice(first, first + 2).filter(([, count]) => count > 0)
    .map(([unit, count]) => number(count, { style: "unit", unit, unitDisplay: "narrow" }).replace(" ", "\u00a0")).join(" ");
}

/** What so many of a unit of time are called, without the number: `1` and `hour` are `hour`, `5` are `hours`. @param {number} count @param {string} unit */
export function unitWord(count, unit) {
  const parts = new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" }).formatToParts(count);
  return parts.find(({ type }) => type === "unit")?.value ?? unit;
}

export { now };
