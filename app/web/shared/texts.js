// @ts-check
/** What pages say, in the reader's language, and how they write times and numbers. Texts are files: `texts/{language}/{area}.json`. */
import { storage } from "./storage.js";
import { now } from "./time.js";

const KEPT = "otklik.language";
const FOLDER = new URL("../texts/", import.meta.url);
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "yi", "ps", "ckb", "dv"]);

/** @typedef {Record<string, string | number>} Blanks */

/** @type {Map<string, Record<string, string>>} by `language/area` */
const loaded = new Map();
/** @type {Record<string, string[]> | null} */
let languages = null;
let language = "en";
let plurals = new Intl.PluralRules("en");

/** The language of the page. */
export function locale() {
  return language;
}

/** Which way its words run. @returns {"ltr" | "rtl"} */
export function dir() {
  return RIGHT_TO_LEFT.has(language.split("-")[0]) ? "rtl" : "ltr";
}

/** The languages that there are texts of. @returns {string[]} */
export function spoken() {
  return Object.keys(languages ?? {});
}

/** Choose a language on this device; null: as the browser says. Takes effect with the next load. @param {string | null} wanted */
export function setLocale(wanted) {
  if (wanted) storage.set(KEPT, wanted);
  else storage.remove(KEPT);
}

/** @param {string} path @returns {Promise<any>} */
async function read(path) {
  const response = await fetch(new URL(path, FOLDER), { credentials: "omit" });
  if (!response.ok) throw new Error(`Texts are missing: ${path}`);
  return response.json();
}

/**
 * Load areas of texts: English first, for what is missing elsewhere.
 * @param {string[]} areas @param {string | null} [wanted] the language; else as chosen here or as the browser says
 */
export async function load(areas, wanted = null) {
  languages ??= (await read("index.json")).languages;
  const there = Object.keys(languages ?? {});
  const asked = [wanted, storage.get(KEPT), ...navigator.languages].filter((each) => each !== null && each !== "");
  language = asked
    .flatMap((each) => [each, /** @type {string} */ (each).split("-")[0]])
    .find((each) => there.includes(/** @type {string} */ (each))) ?? "en";
  plurals = new Intl.PluralRules(language);
  const needed = [];
  for (const each of new Set(["en", language])) {
    for (const area of areas) {
      if (!loaded.has(`${each}/${area}`) && languages?.[each]?.includes(area)) {
        needed.push(read(`${each}/${area}.json`).then((texts) => loaded.set(`${each}/${area}`, texts)));
      }
    }
  }
  await Promise.all(needed);
}

/** @param {string} key @returns {string | undefined} */
function found(key) {
  const dot = key.indexOf(".");
  const area = key.slice(0, dot);
  const name = key.slice(dot + 1);
  return loaded.get(`${language}/${area}`)?.[name] ?? loaded.get(`en/${area}`)?.[name];
}

/** @param {string} text @param {Blanks} [blanks] */
function filled(text, blanks) {
  return blanks ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in blanks ? String(blanks[name]) : whole)) : text;
}

/**
 * A text: `t("common.save")`, with blanks `t("common.due_in", { time })`. A key that nobody has is shown as it is.
 * @param {string} key `area.name` @param {Blanks} [blanks]
 */
export function t(key, blanks) {
  return filled(found(key) ?? key, blanks);
}

/** Whether there is such a text. @param {string} key */
t.has = (key) => found(key) !== undefined;

/** The text that goes with a number, which is also `{count}`. @param {string} key @param {number} count @param {Blanks} [blanks] */
t.n = (key, count, blanks) =>
  filled(found(`${key}#${plurals.select(count)}`) ?? found(`${key}#other`) ?? key, { count: number(count), ...blanks });

/** A word of the API in the reader's language, or as it is: `word("status", "open")` is `common.status_open`. @param {string} kind @param {string | null | undefined} value */
export function word(kind, value) {
  if (value === null || value === undefined) return "";
  return found(`common.${kind}_${value}`) ?? value.replaceAll("_", " ");
}

/** @param {number} value @param {Intl.NumberFormatOptions} [options] */
export function number(value, options) {
  return new Intl.NumberFormat(language, options).format(value);
}

/** A share (0 to 1) in percent. @param {number} share @param {number} [digits] */
export function percent(share, digits = 0) {
  return number(share, { style: "percent", maximumFractionDigits: digits });
}

/** @param {number} count */
export function bytes(count) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(Math.floor(Math.log(Math.max(count, 1)) / Math.log(1000)), units.length - 1);
  return number(count / 1000 ** step, { style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: 1 });
}

/** @typedef {string | number | Date} Moment */

/** A moment in full, in the reader's zone. @param {Moment} at @param {Intl.DateTimeFormatOptions} [options] */
export function when(at, options = { dateStyle: "medium", timeStyle: "short" }) {
  return new Intl.DateTimeFormat(language, options).format(new Date(at));
}

/** A moment as short as it can be said: the time today, the day else. @param {Moment} at */
export function brief(at) {
  const moment = new Date(at);
  const today = new Date(now());
  if (moment.toDateString() === today.toDateString()) return when(moment, { timeStyle: "short" });
  const year = moment.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return when(moment, { day: "numeric", month: "short", year });
}

/** How long ago, or in how long. @param {Moment} at */
export function ago(at) {
  const seconds = (new Date(at).getTime() - now()) / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, size] of /** @type {[Intl.RelativeTimeFormatUnit, number][]} */ ([
    ["day", 86_400], ["hour", 3600], ["minute", 60],
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
    .map(([unit, count]) => number(count, { style: "unit", unit, unitDisplay: "narrow" })).join(" ");
}

export { now };
