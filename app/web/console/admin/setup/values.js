// @ts-check
/** Reading and changing a record by the dotted names of its fields, and which field a refusal is about. */
import { wordsOf } from "../../../shared/refusals.js";

/** @typedef {Record<string, any>} Value */

/**
 * @param {Value} value
 * @param {string} name dotted, like `opens.incident`
 * @returns {any}
 */
export function read(value, name) {
  return name.split(".").reduce((part, step) => (part === null || part === undefined ? undefined : part[step]), value);
}

/**
 * A copy of the record in which one field is another; nothing else is copied deeper than it must be.
 * @param {Value} value
 * @param {string} name
 * @param {any} to
 * @returns {Value}
 */
export function write(value, name, to) {
  const [step, ...rest] = name.split(".");
  const inside = rest.length ? write(value[step] ?? {}, rest.join("."), to) : to;
  return { ...value, [step]: inside };
}

/** Whether two JSON values are one; nothing and null are the same. @param {any} one @param {any} other @returns {boolean} */
export function same(one, other) {
  if ((one ?? null) === (other ?? null)) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => same(one[name], other[name]));
}

/**
 * The parts of a draft that are not as they were: what a PATCH is to say.
 * @param {Value} was
 * @param {Value} draft
 * @returns {Value}
 */
export function changes(was, draft) {
  return Object.fromEntries(Object.entries(draft).filter(([name, value]) => !same(was[name], value)));
}

/**
 * What a refusal says of each field, by JSON pointer without its first slash and with dots.
 * @param {any} error an ApiError, or anything else that went wrong
 * @returns {Record<string, string>}
 */
export function refusals(error) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const entry of error?.problem?.errors ?? []) {
    const name = String(entry.pointer ?? "").replace(/^\//, "").replaceAll("/", ".");
    if (name) found[name] = found[name] ? `${found[name]} ${wordsOf(entry)}` : wordsOf(entry);
  }
  return found;
}

/**
 * The words about a field, or about a place inside it.
 * @param {Record<string, string>} found
 * @param {string} name
 * @returns {string|undefined}
 */
export function refusal(found, name) {
  const inside = Object.keys(found).filter((key) => key === name || key.startsWith(`${name}.`));
  return inside.length ? inside.map((key) => found[key]).join(" ") : undefined;
}

/**
 * A list with one of its entries moved by so many places; the same list where there is no such place.
 * @template T
 * @param {T[]} items
 * @param {number} index
 * @param {number} by
 * @returns {T[]}
 */
export function moved(items, index, by) {
  const to = index + by;
  if (to < 0 || to >= items.length) return items;
  const next = [...items];
  next.splice(to, 0, ...next.splice(index, 1));
  return next;
}
