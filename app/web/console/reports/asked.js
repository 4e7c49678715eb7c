// @ts-check
/** What is asked of reports, as the address of the page says it: period, zone, hours, filters, and what is compared. */
import { before, periodOf } from "./period.js";

/**
 * @typedef {import("./period.js").Period} Period
 * @typedef {{ period: Period, hours: "calendar" | "business", compare: boolean, filters: Record<string, string[]> }} Asked
 */

export const DIMENSIONS = ["team", "queue", "agent", "brand", "channel", "topic", "language", "priority", "type"];

/** @param {URLSearchParams} query @returns {Asked} */
export function askedOf(query) {
  /** @type {Record<string, string[]>} */
  const filters = {};
  for (const name of DIMENSIONS) {
    const values = query.getAll(name).filter(Boolean);
    if (values.length) filters[name] = values;
  }
  return {
    period: periodOf(query),
    hours: query.get("hours") === "business" ? "business" : "calendar",
    compare: query.get("compare") === "1",
    filters,
  };
}

/**
 * The address of a report's figures.
 * @param {string} report @param {Asked} asked
 * @param {{ interval?: string, groupBy?: string, business?: boolean, only?: string[], format?: string }} [more]
 *   `business`: whether the report can count business hours; `only`: the filters that it knows.
 */
export function addressOf(report, asked, { interval = "none", groupBy = "none", business = false, only, format } = {}) {
  const query = new URLSearchParams({ from: asked.period.from, to: asked.period.to, zone: asked.period.zone });
  if (interval !== "none") query.set("interval", interval);
  query.set("group_by", groupBy);
  if (business && asked.hours === "business") query.set("hours", "business");
  for (const [name, values] of Object.entries(asked.filters)) {
    if (!only || only.includes(name)) values.forEach((each) => query.append(name, each));
  }
  if (format) query.set("format", format);
  return `/v1/reports/${report}?${query}`;
}

/** @param {Asked} asked @returns {Asked} The same of the period before. */
export function askedBefore(asked) {
  return { ...asked, period: before(asked.period) };
}

/**
 * The page that lists what is behind a number: its address in the API, seen in the console.
 * @param {string | null | undefined} address `tickets` of a row of a report
 * @param {number} [value] only what has this value
 * @returns {string | null}
 */
export function pageOf(address, value) {
  if (!address) return null;
  const only = value === undefined ? "" : `&value=${value}`;
  return address.replace(/^\/v1\/reports\//, "/console/reports/") + only;
}

/**
 * The query with some of it changed; null takes it out.
 * @param {URLSearchParams} query @param {Record<string, string | string[] | null>} changes @returns {string}
 */
export function changed(query, changes) {
  const made = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    made.delete(name);
    if (value !== null) [value].flat().forEach((each) => made.append(name, each));
  }
  const text = made.toString();
  return text ? `?${text}` : "";
}
