// @ts-check
/** Names of a ticket's fields and of their values, as people say them. */
import { locale, t, when } from "../../shared/texts.js";
import { fieldOf, nameOf } from "./directory.js";

/** Fields whose values have names. @type {Record<string, string>} */
const NAMED = {
  status: "status", priority: "priority", type: "type", tension: "tension", metric: "metric", spam: "spam",
  approval: "approval", state: "state", link: "link",
};
const FIELDS = new Set([
  "subject", "status", "priority", "type", "topic", "language", "tags", "custom_fields", "brand", "request_type",
  "team_id", "queue_id", "assignee_id", "requester_id", "pending_until", "snoozed_until", "tier", "tension", "spam",
  "approval", "channel",
]);

export const STATUSES = ["new", "open", "pending", "on_hold", "solved", "closed"];
export const PRIORITIES = ["low", "normal", "high", "urgent"];
export const TYPES = ["question", "incident", "problem", "task", "request", "feedback"];

/** @param {string} name */
export function fieldName(name) {
  return FIELDS.has(name) ? t(`thread.field.${name}`) : name;
}

/** A name in the reader's language, or in the one there is. @param {Record<string, any>} labels @param {string} otherwise */
export function labelOf(labels, otherwise) {
  return labels[locale()] ?? labels.en ?? Object.values(labels)[0] ?? otherwise;
}

/** What a field of the desk's own is called. @param {string} key */
export function ownFieldName(key) {
  return labelOf(fieldOf(key)?.labels ?? {}, key);
}

/** What is in a field of the desk's own, in words. @param {string} key @param {any} value @returns {string} */
export function ownValueName(key, value) {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) return value.map((each) => ownValueName(key, each)).join(", ") || "–";
  if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
  const field = fieldOf(key);
  const option = field?.options?.find((each) => each.value === value);
  if (option) return labelOf(option.labels, String(value));
  if (field?.kind === "agent") return nameOf(String(value));
  if (field?.kind === "datetime") return when(String(value));
  return String(value);
}

/** How somebody is called: a visitor may have said no name. @param {{ kind: string, name: string | null }} who */
export function calledBy(who) {
  return who.name || (who.kind === "customer" ? t("thread.visitor") : "");
}

/** @param {string} field @param {string | null | undefined} value */
export function valueName(field, value) {
  if (value === null || value === undefined) return "–";
  return NAMED[field] ? t(`thread.${NAMED[field]}.${value}`) : value;
}

/** @param {string} field @param {string[]} values @returns {{ value: string, label: string }[]} */
export function choices(field, values) {
  return values.map((value) => ({ value, label: valueName(field, value) }));
}

/** How a status looks. @param {string} status */
export function tone(status) {
  return { new: "info", open: "warn", pending: "info", on_hold: "info", solved: "ok" }[status] ?? "";
}
