// @ts-check
/** What conditions can ask about and how: the vocabulary of the desk's rules, by who uses it. */

/** @typedef {"one" | "reference" | "words" | "tags" | "tree" | "number" | "instant" | "text" | "custom"} Kind */
/** @typedef {{ kind: Kind, values?: readonly string[], from?: string }} Known */
/** @typedef {"policies" | "queues" | "views" | "macros" | "fields" | "automations" | "surveys" | "reviews" | "incidents"} Vocabulary */

const STATUSES = /** @type {const} */ (["new", "open", "pending", "on_hold", "solved", "closed", "merged"]);
const CHANNELS = /** @type {const} */ ([
  "api", "web", "chat", "email", "phone", "webhook", "agent", "telegram", "whatsapp", "vk", "custom", "form",
]);

/** @type {Readonly<Record<string, Known>>} */
export const KNOWN = {
  priority: { kind: "one", values: ["low", "normal", "high", "urgent"] },
  type: { kind: "one", values: ["question", "incident", "problem", "task", "request", "feedback"] },
  status: { kind: "one", values: STATUSES },
  channel: { kind: "one", values: CHANNELS },
  tension: { kind: "one", values: ["none", "raised", "high"] },
  spam: { kind: "one", values: ["no", "suspected", "marked"] },
  incident: { kind: "one", values: ["no", "open"] },
  brand: { kind: "reference", from: "brands" },
  team_id: { kind: "reference", from: "teams" },
  queue_id: { kind: "reference", from: "queues" },
  assignee_id: { kind: "reference", from: "agents" },
  request_type: { kind: "reference", from: "request_types" },
  requester_id: { kind: "reference", from: "customers" },
  organization_id: { kind: "reference", from: "organizations" },
  topic: { kind: "tree", from: "topics" },
  tags: { kind: "tags", from: "tags" },
  language: { kind: "words" },
  customer_tier: { kind: "words" },
  survey_metric: { kind: "one", values: ["csat", "nps", "ces", "pulse", "custom"] },
  survey_score: { kind: "number" },
  survey_key: { kind: "words" },
  event: { kind: "words" },
  actor: { kind: "one", values: ["agent", "customer", "partner", "system"] },
  visibility: { kind: "one", values: ["public", "internal"] },
  via: { kind: "words" },
  subject: { kind: "text" },
  message: { kind: "text" },
  now: { kind: "instant" },
  created_at: { kind: "instant" },
  updated_at: { kind: "instant" },
  status_since: { kind: "instant" },
  assigned_since: { kind: "instant" },
  solved_at: { kind: "instant" },
  first_reply_at: { kind: "instant" },
  snoozed_until: { kind: "instant" },
  pending_until: { kind: "instant" },
  last_customer_message_at: { kind: "instant" },
  last_agent_message_at: { kind: "instant" },
};

const TICKET = [
  "priority", "type", "status", "channel", "brand", "team_id", "topic", "tags", "language", "request_type",
  "requester_id", "organization_id", "tension", "spam", "incident",
];
const TIMES = [
  "now", "created_at", "updated_at", "status_since", "assigned_since", "solved_at", "first_reply_at", "snoozed_until",
  "pending_until", "last_customer_message_at", "last_agent_message_at",
];
const OF_EVENTS = ["event", "actor", "visibility", "via", "message", "survey_score", "survey_metric", "survey_key"];
const ASKABLE = [...TICKET, "assignee_id", "queue_id", "customer_tier", "subject", ...TIMES];

/** What each part of the desk can ask about, in the order in which it is offered.
 * @type {Readonly<Record<Vocabulary, readonly string[]>>} */
export const FIELDS = {
  policies: TICKET,
  macros: TICKET,
  queues: [...TICKET, "customer_tier"],
  views: [...TICKET.filter((name) => name !== "organization_id"), "assignee_id", "queue_id", "snoozed_until"],
  fields: ["type", "brand", "priority", "channel", "language", "topic", "tags", "request_type"],
  automations: [...ASKABLE, ...OF_EVENTS],
  surveys: ASKABLE,
  reviews: [...ASKABLE, "survey_score", "survey_metric", "survey_key"],
  incidents: ASKABLE,
};

/** Whether groups within groups, times and words can be asked about there.
 * @param {Vocabulary} vocabulary @returns {boolean} */
export function grouped(vocabulary) {
  return ["automations", "surveys", "reviews", "incidents"].includes(vocabulary);
}

const PLAIN = ["is", "is_not", "in", "not_in"];
const THERE = ["present", "absent"];
/** @type {Readonly<Record<Kind, readonly string[]>>} */
const OPERATORS = {
  one: [...PLAIN, ...THERE],
  reference: [...PLAIN, ...THERE],
  words: [...PLAIN, ...THERE],
  tree: ["under", ...PLAIN, ...THERE],
  tags: ["has_any", "has_all", "has_none", ...THERE],
  number: [...PLAIN, "at_least", "at_most", ...THERE],
  instant: ["before", "after", "older_than", "newer_than", "inside", "outside", ...THERE],
  text: ["contains", "contains_none"],
  custom: [...PLAIN, "at_least", "at_most", ...THERE],
};
const OF_LISTS = ["in", "not_in", "has_any", "has_all", "has_none"];

/** What is known of a field, custom ones included.
 * @param {string} field @returns {Known} */
export function known(field) {
  return KNOWN[field] ?? { kind: "custom" };
}

/** The operators that fit a field there.
 * @param {string} field @param {Vocabulary} vocabulary @returns {readonly string[]} */
export function operators(field, vocabulary) {
  const kind = known(field).kind;
  if (kind === "instant" && !grouped(vocabulary)) return THERE;
  return OPERATORS[kind];
}

/** The shape of the value that an operator takes with a field.
 * @param {string} field @param {string} operator
 * @returns {"none" | "list" | "single" | "seconds" | "calendar" | "instant" | "words" | "number"} */
export function shape(field, operator) {
  if (THERE.includes(operator)) return "none";
  if (operator === "older_than" || operator === "newer_than") return "seconds";
  if (operator === "inside" || operator === "outside") return "calendar";
  if (operator === "before" || operator === "after") return "instant";
  if (operator === "contains" || operator === "contains_none") return "words";
  if (OF_LISTS.includes(operator)) return "list";
  return known(field).kind === "number" ? "number" : "single";
}

/** The value to begin with when the field or the operator changes, keeping what fits both.
 * @param {string} field @param {string} operator @param {unknown} value @returns {unknown} */
export function fitting(field, operator, value) {
  const wanted = shape(field, operator);
  if (wanted === "none") return null;
  if (wanted === "seconds") return typeof value === "number" ? value : 3600;
  if (wanted === "list" || wanted === "words") {
    return Array.isArray(value) ? value : value === null || value === undefined || value === "" ? [] : [value];
  }
  const one = Array.isArray(value) ? value[0] : value;
  if (wanted === "number") return typeof one === "number" ? one : 0;
  // Nothing is chosen for anybody: what was forgotten is asked for, not taken to be the first of the list.
  return one === null || one === undefined ? "" : one;
}
