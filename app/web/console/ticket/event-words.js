// @ts-check
/** Events of a ticket's log in words. */
import { t, when, duration } from "../../shared/texts.js";
import { nameOf } from "./directory.js";
import { calledBy, fieldName, ownFieldName, ownValueName, valueName } from "./words.js";

/** @typedef {import("api").components["schemas"]["EventOut"]} EventOut */

/** Kinds with a sentence of their own, and what goes into it.
 * @type {Record<string, (data: any) => Record<string, string | number>>} */
const BLANKS = {
  "ticket.created": () => ({}),
  "ticket.assigned": (data) => ({ agent: data.agent?.name ?? "" }),
  "ticket.unassigned": () => ({}),
  "chat.started": () => ({}),
  "chat.offered": (data) => ({ agent: data.agent?.name ?? "" }),
  "chat.offer_ended": (data) => ({ agent: data.agent?.name ?? "", outcome: word("offer", data.outcome) }),
  "chat.accepted": (data) => ({ agent: data.agent?.name ?? "" }),
  "chat.requeued": () => ({}),
  "chat.ended": (data) => ({ by: word("by", data.ended_by) }),
  "survey.invited": () => ({}),
  "survey.cancelled": () => ({}),
  "feedback.given": (data) => ({ score: data.score ?? "–" }),
  "feedback.changed": (data) => ({ score: data.score ?? "–", was: data.was_score ?? "–" }),
  "ticket.merged": (data) => ({ number: data.merged_into?.number ?? "" }),
  "ticket.unmerged": (data) => ({ number: data.merged_into?.number ?? "" }),
  "ticket.merged_in": (data) => ({ number: data.source?.number ?? "", subject: data.source?.subject ?? "" }),
  "ticket.merged_out": (data) => ({ number: data.source?.number ?? "" }),
  "message.merged_in": (data) => ({ number: data.source?.number ?? "" }),
  "message.withdrawn": () => ({}),
  "ticket.split": (data) => ({ number: data.into?.number ?? "" }),
  "ticket.linked": (data) => ({ kind: word("link", data.kind), number: data.ticket?.number ?? "" }),
  "ticket.unlinked": (data) => ({ kind: word("link", data.kind), number: data.ticket?.number ?? "" }),
  "ticket.child_done": (data) => ({ number: data.child?.number ?? "" }),
  "ticket.child_reopened": (data) => ({ number: data.child?.number ?? "" }),
  "ticket.snoozed": (data) => ({ until: data.set?.snoozed_until ? when(data.set.snoozed_until) : "" }),
  "ticket.woken": () => ({}),
  "ticket.topic_confirmed": (data) => ({ topic: data.topic ?? "" }),
  "ticket.tension_changed": (data) => ({ level: valueName("tension", data.tension?.level) }),
  "ticket.spam_suspected": () => ({}),
  "ticket.marked_spam": () => ({}),
  "ticket.unmarked_spam": () => ({}),
  "ticket.escalated": (data) => ({ team: data.to_team?.name ?? "", reason: data.reason ?? "" }),
  "ticket.deescalated": (data) => ({ team: data.to_team?.name ?? "", reason: data.reason ?? "" }),
  "ticket.queued": (data) => ({ queue: data.queue?.name ?? t("thread.event.own_queue") }),
  "ticket.transferred": (data) => ({ to: data.to?.name ?? "", reason: data.reason ?? "" }),
  "ticket.reordered": (data) => ({ place: word("place", data.place) }),
  "ticket.outreach_answered": (data) => ({ name: data.outreach?.name ?? "" }),
  "ticket.idea_linked": (data) => ({ title: data.idea?.title ?? "" }),
  "ticket.idea_unlinked": (data) => ({ title: data.idea?.title ?? "" }),
  "ticket.cc_added": (data) => ({ name: data.customer?.name ?? "" }),
  "ticket.cc_removed": (data) => ({ name: data.customer?.name ?? "" }),
  "ticket.participant_pending": (data) => ({ address: data.participant?.address ?? "" }),
  "ticket.participant_approved": (data) => ({ address: data.participant?.address ?? "" }),
  "ticket.participant_declined": (data) => ({ address: data.participant?.address ?? "" }),
  "ticket.translation_changed": () => ({}),
  "ticket.reply_channel_changed": (data) => ({ name: data.name ?? word("reply_place", data.place) }),
  "ticket.incident_changed": () => ({}),
  "ticket.time_spent": (data) => ({ agent: data.agent?.name ?? "", time: duration(Math.abs(data.seconds ?? 0)) }),
  "side_conversation.started": (data) => ({ subject: data.subject ?? "" }),
  "side_conversation.message": (data) => ({ subject: data.subject ?? "" }),
  "side_conversation.message_redacted": (data) => ({ subject: data.subject ?? "" }),
  "side_conversation.changed": (data) => ({ subject: data.subject ?? "" }),
  "ticket.followed": (data) => ({ agent: data.agent?.name ?? "" }),
  "ticket.unfollowed": (data) => ({ agent: data.agent?.name ?? "" }),
  "task.added": (data) => ({ title: data.task?.title ?? "" }),
  "task.changed": (data) => ({ title: data.task?.title ?? "" }),
  "task.done": (data) => ({ title: data.task?.title ?? "" }),
  "task.reopened": (data) => ({ title: data.task?.title ?? "" }),
  "task.removed": (data) => ({ title: data.task?.title ?? "" }),
  "checklist.applied": (data) => ({ name: data.name ?? data.checklist ?? "" }),
  "approval.requested": () => ({}),
  "approval.moved": () => ({}),
  "approval.given": () => ({}),
  "approval.declined": (data) => ({ reason: data.reason ?? "" }),
  "approval.withdrawn": () => ({}),
  "call.started": (data) => ({ number: data.call?.number ?? "" }),
  "call.ended": (data) => ({ number: data.call?.number ?? "" }),
  "call.missed": (data) => ({ number: data.call?.number ?? "" }),
  "call.recorded": (data) => ({ number: data.call?.number ?? "" }),
  "call.moved": (data) => ({ number: data.call?.number ?? "" }),
  "sla.step_reached": (data) => ({ metric: valueName("metric", data.metric), step: data.step ?? "" }),
  "sla.breached": (data) => ({ metric: valueName("metric", data.metric) }),
  "sla.policy_changed": () => ({}),
};

/** Sentences that say themselves of whom or what they are: who did it stands before them, where it was somebody else. */
const SELF = new Set([
  "chat.accepted", "chat.ended", "ticket.child_done", "ticket.child_reopened", "ticket.woken", "ticket.tension_changed",
  "ticket.queued", "ticket.participant_pending", "ticket.spam_suspected", "ticket.time_spent", "ticket.followed",
  "ticket.unfollowed", "ticket.reply_channel_changed", "approval.withdrawn", "call.started", "call.ended", "call.missed",
  "call.recorded", "call.moved", "sla.step_reached", "sla.breached", "sla.policy_changed",
]);

/** One event in words. @param {EventOut} event @returns {string} */
export function sentence(event) {
  const data = /** @type {any} */ (event.data);
  const who = event.actor.kind === "system" ? t("thread.event.desk") : calledBy(event.actor);
  const by = data.via?.name ? t("thread.event.via", { who, name: data.via.name }) : who;
  if (event.type === "ticket.updated" || event.type === "ticket.status_changed") return `${by}: ${changes(data)}`;
  const blanks = BLANKS[event.type];
  // A kind that is newer than this page: its name says more than nothing.
  if (!blanks) return `${by}: ${event.type}`;
  // Where no reason was given there is nothing behind the colon.
  const said = t(`thread.event.${event.type}`, blanks(data)).replace(/[:.]\s+$/, "");
  // Where verbs have a gender both endings are written: that of the desk is known.
  const ending = by === t("thread.event.desk") ? t("thread.event.ending_desk") : t("thread.event.ending");
  if (!SELF.has(event.type)) return `${by} ${said.replace(t("thread.event.ending"), ending)}`;
  const known = event.actor.kind === "system" && !data.via?.name || event.actor.id === data.agent?.id;
  return known ? said.charAt(0).toUpperCase() + said.slice(1) : `${by}: ${said}`;
}

/** @param {any} data */
function changes(data) {
  const set = Object.entries(data.set ?? {}).filter(([name]) => !QUIET.has(name));
  if (!set.length) return t("thread.event.changed");
  return set.flatMap(([name, value]) => (name === "custom_fields" ? ownChanges(data.was?.[name] ?? {}, value ?? {})
    : [t("thread.event.change", { field: fieldName(name), before: shown(name, data.was?.[name]), after: shown(name, value) })]))
    .join(", ") || t("thread.event.changed");
}

/** Those of the desk's own fields that are others now. @param {any} was @param {any} is @returns {string[]} */
function ownChanges(was, is) {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((key) => JSON.stringify(was[key] ?? null) !== JSON.stringify(is[key] ?? null));
  return keys.map((key) => t("thread.event.change", {
    field: ownFieldName(key), before: ownValueName(key, was[key]), after: ownValueName(key, is[key]) }));
}

/** What an agent does not read in a log: it follows from the rest. */
const QUIET = new Set([
  "solved_at", "closed_at", "language_detected", "first_reply_at", "first_human_reply_at", "episode", "queued_at",
  "routed_by_hand", "routed_at",
]);

/** @param {string} name @param {unknown} value @returns {string} */
function shown(name, value) {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) return value.length ? value.join(", ") : "–";
  if (typeof value === "object") return JSON.stringify(value);
  if (name.endsWith("_id")) return nameOf(String(value));
  if (/_(at|until)$/.test(name)) return when(String(value));
  return valueName(name, String(value));
}

/** @param {string} area @param {string | null | undefined} value */
function word(area, value) {
  return value ? t(`thread.${area}.${value}`) : "";
}
