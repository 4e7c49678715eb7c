// @ts-check
/** Names of a ticket's fields and of their values, as people say them. */
import { t } from "../../shared/texts.js";

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
