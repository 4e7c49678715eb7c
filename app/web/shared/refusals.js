// @ts-check
/** What the desk refused, in words for people. */

import { t } from "./texts.js";

/** @typedef {{ pointer?: string, parameter?: string, detail: string, code?: string }} Refusal one entry of a problem's `errors` */

/** Kinds of refusals that say the same as another one. @type {Record<string, string>} */
const SAME = {
  string_type: "missing",
  int_parsing: "int_type",
  int_from_float: "int_type",
  float_parsing: "float_type",
  uuid_parsing: "uuid_type",
  date_from_datetime_parsing: "date_type",
  datetime_parsing: "datetime_type",
  datetime_from_date_parsing: "datetime_type",
};

/** The check's own words are English and speak of strings and dictionaries: ours where there are any.
 * @param {Refusal} entry @returns {string | null} */
function known({ code = "", detail }) {
  const [limit] = /-?\d+(\.\d+)?/.exec(detail) ?? [""];
  const empty = ["string_too_short", "too_short"].includes(code) && limit === "1";
  const key = `common.field_${empty ? "missing" : SAME[code] ?? code}`;
  return t.has(key) ? t(key, { limit }) : null;
}

/** What stands at the field that it is about. @param {Refusal} entry @returns {string} */
export function wordsOf(entry) {
  return known(entry) ?? entry.detail;
}

/** Where in a form it is; rows are counted from one. @param {Refusal} entry @returns {string} */
export function placeOf({ pointer, parameter }) {
  return (pointer ?? parameter ?? "").replace(/^\//, "").split("/").map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : step)).join(" › ");
}

/** What stands away from its field: a sentence names its thing itself, a few words need the place. @param {Refusal} entry @returns {string} */
export function sentenceOf(entry) {
  const words = known(entry);
  const place = placeOf(entry);
  return words && place ? `${place}: ${words}` : words ?? entry.detail;
}

/** What is known of a refusal by its code; a page that has loaded `refusals` knows more of them. @param {string} code @returns {string | null} */
export function ofCode(code) {
  return [`common.error_${code}`, `refusals.${code}`].filter((key) => t.has(key)).map((key) => t(key))[0] ?? null;
}

/** Why something did not work, in a line. @param {unknown} error @returns {string} */
export function lineOf(error) {
  const { code = "", detail = "", message = "", problem } = /** @type {any} */ (error ?? {});
  const checked = code === "invalid" ? (problem?.errors ?? []).map(sentenceOf).join("; ") : "";
  return ofCode(code) ?? (checked || detail || message || t("common.failed"));
}
