// @ts-check
/**
 * The reader's language: what pages say in it, and how numbers and moments are written. Texts are files:
 * `texts/{language}/{area}.json`. The widget, which is weighed, needs no more than this; other pages take `texts.js`.
 */
import { storage } from "./storage.js";

/** Where the language is kept that was chosen on this device. */
export const KEPT = "otklik.language";
const FOLDER = new URL("../texts/", import.meta.url);
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "yi", "ps", "ckb", "dv"]);

/** @typedef {Record<string, string | number>} Blanks */

/** @type {Map<string, Record<string, string>>} by `language/area` */
const loaded = new Map();
/** @type {Record<string, string[]> | null} */
let languages = null;
let language = "en";
/** @type {Map<string, any>} by all that they were made with */
const formats = new Map();
/** The same as the browser has it, with its country: days stand before months in London, and not in New York. */
let regional = "en";
let plurals = new Intl.PluralRules("en");

/** The language of the page. */
export function locale() {
  return language;
}

/** How the reader writes numbers and moments. */
export function region() {
  return regional;
}

/** Which way its words run. @returns {"ltr" | "rtl"} */
export function dir() {
  return RIGHT_TO_LEFT.has(language.split("-")[0]) ? "rtl" : "ltr";
}

/** The languages that there are texts of. @returns {string[]} */
export function spoken() {
  return Object.keys(languages ?? {});
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
  const there = spoken();
  const asked = [wanted, storage.get(KEPT), ...navigator.languages].filter((each) => each !== null && each !== "");
  language = asked
    .flatMap((each) => [each, /** @type {string} */ (each).split("-")[0]])
    .find((each) => there.includes(/** @type {string} */ (each))) ?? "en";
  plurals = new Intl.PluralRules(language);
  regional = navigator.languages.find((each) => each.split("-")[0] === language) ?? language;
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

/**
 * What writes numbers or moments, made once: that takes a hundred times as long as using it, and lists have many.
 * @template T @param {new (language: string, options?: any) => T} Kind @param {object} [options]
 * @param {number} [offset] of the zone: who travels with an open page gets another one @returns {T}
 */
export function made(Kind, options, offset) {
  const key = regional + Kind.name + offset + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Kind(regional, options));
  return formats.get(key);
}

/** @param {number} value @param {Intl.NumberFormatOptions} [options] */
export function number(value, options) {
  return made(Intl.NumberFormat, options).format(value);
}

/** @typedef {string | number | Date} Moment */

/** A moment in full, in the reader's zone. @param {Moment} at @param {Intl.DateTimeFormatOptions} [options] */
export function when(at, options = { dateStyle: "medium", timeStyle: "short" }) {
  const moment = new Date(at);
  return made(Intl.DateTimeFormat, options, moment.getTimezoneOffset()).format(moment);
}

/** A moment as short as it can be said: the time today, the day else. @param {Moment} at @param {Moment} [now] */
export function brief(at, now = Date.now()) {
  const moment = new Date(at);
  const today = new Date(now);
  if (moment.toDateString() === today.toDateString()) return when(moment, { timeStyle: "short" });
  const year = moment.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return when(moment, { day: "numeric", month: "short", year });
}
