// @ts-check
/** The period that reports are looked at for: whole days of a zone, by name or from day to day, and the one before. */
import { now, region } from "../../shared/texts.js";

/**
 * @typedef {"none" | "hour" | "day" | "week"} Interval
 * @typedef {{ name: string, zone: string, from: string, to: string, days: number, interval: Interval }} Period
 *   `from` is in it, `to` is not: dates of the zone.
 */

const DAY = 86_400_000;
export const NAMES = ["today", "yesterday", "last_7_days", "last_28_days", "last_90_days", "this_month", "last_month", "custom"];
const USUAL = "last_28_days";
/** An hour each up to so many days, then a day each, then a week each: charts stay readable. */
const HOURLY_DAYS = 3;
const DAILY_DAYS = 100;

/** @param {string} date @param {number} days */
export function later(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** @param {string} from @param {string} to */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** @param {number} at @param {string} zone @returns {string} The date there. */
export function dateIn(at, zone) {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(at);
}

/** @param {number} at @param {string} zone @returns {number} How far the clocks there are ahead of UTC at that instant, in milliseconds. */
function ahead(at, zone) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).formatToParts(at);
  const read = Object.fromEntries(parts.map((each) => [each.type, each.value]));
  return Date.parse(`${read.year}-${read.month}-${read.day}T${read.hour}:${read.minute}:00Z`) - at;
}

/** @param {string} date @param {string} zone @returns {number} When a day begins there. */
export function midnight(date, zone) {
  const utc = Date.parse(`${date}T00:00:00Z`);
  // Looked up twice: the first look is made at an instant that may lie on the other side of a change of clocks.
  return utc - ahead(utc - ahead(utc, zone), zone);
}

/** @param {string | null | undefined} zone @returns {zone is string} Whether there is such a zone. */
export function isZone(zone) {
  try {
    return Boolean(zone && new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** @param {string | null | undefined} zone @returns {string} The zone, or that of this device where there is none like it. */
export function zoneOr(zone) {
  return isZone(zone) ? zone : Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** @param {string | null | undefined} text */
function date(text) {
  const good = text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  return good ? text : null;
}

/** @param {string} name @param {string} today @returns {[string, string] | null} */
function named(name, today) {
  const month = `${today.slice(0, 7)}-01`;
  const tomorrow = later(today, 1);
  if (name === "today") return [today, tomorrow];
  if (name === "yesterday") return [later(today, -1), today];
  if (name === "last_7_days") return [later(today, -6), tomorrow];
  if (name === "last_28_days") return [later(today, -27), tomorrow];
  if (name === "last_90_days") return [later(today, -89), tomorrow];
  if (name === "this_month") return [month, tomorrow];
  if (name === "last_month") return [`${later(month, -1).slice(0, 7)}-01`, month];
  return null;
}

/**
 * The period that an address says; what it says wrongly is what is usual.
 * @param {URLSearchParams} query @returns {Period}
 */
export function periodOf(query) {
  const zone = zoneOr(query.get("zone"));
  const today = dateIn(now(), zone);
  const [start, end] = [date(query.get("from")), date(query.get("to"))];
  const asked = query.get("period") ?? USUAL;
  let name = asked;
  let found = named(asked, today);
  if (!found && asked === "custom" && start && end && start <= end) found = [start, later(end, 1)];
  if (!found) [name, found] = [USUAL, named(USUAL, today)];
  const [from, to] = /** @type {[string, string]} */ (found);
  const days = daysBetween(from, to);
  const wanted = query.get("interval");
  /** @type {Interval} */
  let interval = days <= HOURLY_DAYS ? "hour" : days <= DAILY_DAYS ? "day" : "week";
  if (wanted === "hour" || wanted === "day" || wanted === "week") interval = wanted;
  return { name, zone, from, to, days, interval };
}

/** @param {Period} period @returns {Period} As many days before it. */
export function before(period) {
  return { ...period, name: "custom", from: later(period.from, -period.days), to: period.from };
}

/**
 * What a slot of a period is called, in full and in short.
 * @param {string} start @param {Interval} interval @param {string} zone @returns {{ label: string, tick: string }}
 */
export function slotOf(start, interval, zone) {
  const at = new Date(start);
  const day = { day: "numeric", month: "short", timeZone: zone };
  const hour = { hour: "2-digit", minute: "2-digit", timeZone: zone };
  /** @param {object} options */
  const said = (options) => new Intl.DateTimeFormat(region(), options).format(at);
  if (interval === "hour") return { label: said({ weekday: "short", ...day, ...hour }), tick: said({ ...hour, day: "numeric", month: "short" }) };
  return { label: said({ weekday: "short", year: "numeric", ...day }), tick: said(day) };
}

/** @param {Period} period @returns {string} From when to when, both days in it. */
export function spelled(period) {
  const format = new Intl.DateTimeFormat(region(), { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const [from, last] = [new Date(period.from), new Date(later(period.to, -1))];
  return format.formatRange(from, last);
}

/** @param {Period} period @returns {{ from: string, to: string }} The same as instants, for what knows no days. */
export function instants(period) {
  return {
    from: new Date(midnight(period.from, period.zone)).toISOString(),
    to: new Date(midnight(period.to, period.zone)).toISOString(),
  };
}
