// @ts-check
/** The words of the API that the set-up offers for choice: events, facts, permissions. A test keeps them the same. */

/** @type {Record<string, readonly string[]>} */
export const EVENT_GROUPS = {
  approval: [
    "approval.requested",
    "approval.moved",
    "approval.given",
    "approval.declined",
    "approval.withdrawn",
  ],
  attachment: [
    "attachment.scanned",
    "attachment.added",
  ],
  call: [
    "call.started",
    "call.ended",
    "call.missed",
    "call.recorded",
    "call.moved",
  ],
  chat: [
    "chat.started",
    "chat.offered",
    "chat.offer_ended",
    "chat.accepted",
    "chat.requeued",
    "chat.ended",
  ],
  checklist: [
    "checklist.applied",
  ],
  feedback: [
    "feedback.given",
    "feedback.changed",
  ],
  message: [
    "message.created",
    "message.merged_in",
    "message.edited",
    "message.redacted",
    "message.withdrawn",
    "message.translated",
    "message.delivery_changed",
  ],
  side_conversation: [
    "side_conversation.started",
    "side_conversation.message",
    "side_conversation.changed",
    "side_conversation.message_redacted",
  ],
  sla: [
    "sla.step_reached",
    "sla.breached",
    "sla.policy_changed",
  ],
  survey: [
    "survey.invited",
    "survey.cancelled",
  ],
  task: [
    "task.added",
    "task.changed",
    "task.done",
    "task.reopened",
    "task.removed",
  ],
  ticket: [
    "ticket.created",
    "ticket.updated",
    "ticket.status_changed",
    "ticket.assigned",
    "ticket.unassigned",
    "ticket.queued",
    "ticket.transferred",
    "ticket.reordered",
    "ticket.snoozed",
    "ticket.woken",
    "ticket.tension_changed",
    "ticket.spam_suspected",
    "ticket.incident_changed",
    "ticket.marked_spam",
    "ticket.unmarked_spam",
    "ticket.escalated",
    "ticket.deescalated",
    "ticket.followed",
    "ticket.merged",
    "ticket.unmerged",
    "ticket.merged_in",
    "ticket.merged_out",
    "ticket.split",
    "ticket.linked",
    "ticket.unlinked",
    "ticket.child_done",
    "ticket.child_reopened",
    "ticket.unfollowed",
    "ticket.cc_added",
    "ticket.cc_removed",
    "ticket.participant_pending",
    "ticket.participant_approved",
    "ticket.participant_declined",
    "ticket.time_spent",
    "ticket.reply_channel_changed",
    "ticket.translation_changed",
    "ticket.topic_confirmed",
    "ticket.idea_linked",
    "ticket.idea_unlinked",
    "ticket.outreach_answered",
  ],
};

export const EVENT_TYPES = Object.values(EVENT_GROUPS).flat();

export const PERMISSIONS = /** @type {const} */ ([
  "tickets:read",
  "tickets:write",
  "chats:read",
  "chats:write",
  "feedback:read",
  "feedback:write",
  "customers:read",
  "customers:write",
  "people:read",
  "people:write",
  "presence:own",
  "notifications:own",
  "shifts:write",
  "settings:read",
  "settings:write",
  "views:write",
  "keys:write",
  "realtime",
  "events:read",
  "inbound:write",
  "articles:read",
  "articles:draft",
  "articles:write",
  "surveys:write",
  "reports:read",
  "reviews:read",
  "reviews:write",
  "incidents:read",
  "incidents:write",
  "monitors:read",
  "monitors:write",
  "ideas:write",
  "ideas:manage",
  "outreach:write",
]);

export const FACTS = /** @type {const} */ ([
  "created_at",
  "status_since",
  "assigned_since",
  "solved_at",
  "last_customer_message_at",
  "last_agent_message_at",
  "next_due_at",
  "custom_field",
]);

export const IMPACTS = /** @type {const} */ ([
  "none",
  "minor",
  "major",
  "critical",
]);

export const PRIORITIES = /** @type {const} */ ([
  "low",
  "normal",
  "high",
  "urgent",
]);

export const TICKET_TYPES = /** @type {const} */ ([
  "question",
  "incident",
  "problem",
  "task",
  "request",
  "feedback",
]);

export const STATUSES = /** @type {const} */ ([
  "open",
  "pending",
  "on_hold",
  "solved",
  "closed",
]);
