// @ts-check
/** What automations and macros do: each action with what it needs. */
import { html } from "../../../shared/view.js";
import { nameOf, valueText } from "../setup/base.js";
import { PRIORITIES, STATUSES, TICKET_TYPES } from "../setup/vocabulary.js";
import { t } from "../../../shared/texts.js";

/** @typedef {import("../setup/fields.js").FieldDef} FieldDef */

/** @type {FieldDef} */
const AGENT = { name: "agent_id", kind: "ref", label: "f_agent", from: "/v1/agents" };
/** @type {FieldDef[]} */
const WORDS = [
  { name: "template_id", kind: "ref", label: "f_template", from: "/v1/templates", none: true, hint: "h_template_or_body" },
  { name: "body", kind: "area", none: true, rows: 5, when: (action) => !action.template_id, hint: "h_liquid" },
  { name: "format", kind: "select", values: ["text", "markdown"], when: (action) => !action.template_id },
  { name: "force", kind: "switch", label: "f_force", hint: "h_force" },
];
/** @type {FieldDef} */
const RECIPIENTS = {
  name: "recipients",
  kind: "rows",
  label: "f_recipients",
  each: "f_recipient",
  add: "add_recipient",
  blank: { kind: "assignee" },
  tidy: (row, before) => (row.kind === before.kind ? row : /** @type {Record<string, any>} */ ({ role: { kind: "role", role: "lead" }, agent: { kind: "agent", agent_id: null }, address: { kind: "address", email: "" } })[row.kind] ?? { kind: row.kind }),
  fields: [
    { name: "kind", kind: "select", label: "f_who", values: ["assignee", "leads", "followers", "role", "agent", "address"] },
    { name: "role", kind: "select", values: ["agent", "lead", "admin"], when: (row) => row.kind === "role" },
    { ...AGENT, when: (row) => row.kind === "agent" },
    { name: "email", kind: "text", when: (row) => row.kind === "address" },
  ],
};

/** Of each type its fields and what a new one says. @type {Record<string, {blank?: any, fields?: FieldDef[]}>} */
export const ACTIONS = {
  set_status: {
    blank: { status: "solved" },
    fields: [
      { name: "status", kind: "select", values: STATUSES },
      { name: "pending_seconds", kind: "seconds", label: "f_pending_for", when: (action) => action.status === "pending", hint: "h_pending_for" },
    ],
  },
  set_priority: { blank: { priority: "high" }, fields: [{ name: "priority", kind: "select", values: PRIORITIES }] },
  raise_priority: { blank: { to: null }, fields: [{ name: "to", kind: "select", label: "f_priority_to", values: PRIORITIES, none: true, hint: "h_one_up" }] },
  set_type: { blank: { ticket_type: "question" }, fields: [{ name: "ticket_type", kind: "select", values: TICKET_TYPES }] },
  set_topic: { blank: { topic: null }, fields: [{ name: "topic", kind: "ref", from: "/v1/topics", key: "path", none: true, called: (one) => one.path }] },
  set_language: { blank: { language: null }, fields: [{ name: "language", kind: "text", none: true, placeholder: "en" }] },
  set_brand: { blank: { brand: "" }, fields: [{ name: "brand", kind: "ref", from: "/v1/brands", key: "key" }] },
  set_request_type: { blank: { request_type: null }, fields: [{ name: "request_type", kind: "ref", from: "/v1/request-types", key: "key", none: true }] },
  set_field: {
    blank: { key: "", value: null },
    fields: [
      { name: "key", kind: "ref", label: "f_field", from: "/v1/fields", key: "key", called: (one) => one.key },
      { name: "value", kind: "json", rows: 2, label: "f_value", hint: "h_json_value" },
    ],
  },
  add_tags: { blank: { tags: [] }, fields: [{ name: "tags", kind: "words" }] },
  remove_tags: { blank: { tags: [] }, fields: [{ name: "tags", kind: "words" }] },
  assign: { blank: { agent_id: "" }, fields: [AGENT] },
  assign_to_me: {},
  unassign: {},
  requeue: {},
  move: {
    blank: { team_id: null, queue_id: null },
    fields: [
      { name: "team_id", kind: "ref", label: "f_team", from: "/v1/teams", none: true, when: (action) => !action.queue_id },
      { name: "queue_id", kind: "ref", label: "f_queue", from: "/v1/queues", none: true, when: (action) => !action.team_id },
      { name: "reason", kind: "text", none: true },
      { name: "tell_customer", kind: "switch" },
    ],
  },
  escalate: { blank: {}, fields: [{ name: "reason", kind: "text", none: true }] },
  snooze: { blank: { seconds: 86400 }, fields: [{ name: "seconds", kind: "seconds", label: "f_for" }] },
  wake: {},
  reply: { blank: { template_id: null, body: "", format: "text" }, fields: WORDS },
  note: { blank: { template_id: null, body: "", format: "text" }, fields: WORDS },
  add_follower: { blank: { agent_id: "" }, fields: [AGENT] },
  follow: {},
  remove_follower: { blank: { agent_id: "" }, fields: [AGENT] },
  notify: { blank: { recipients: [{ kind: "assignee" }], by_mail: false }, fields: [RECIPIENTS, { name: "by_mail", kind: "switch" }] },
  send_mail: {
    blank: { recipients: [{ kind: "leads" }], subject: "", body: "" },
    fields: [RECIPIENTS, { name: "subject", kind: "text" }, { name: "body", kind: "area", rows: 5, hint: "h_liquid" }],
  },
  call_webhook: { blank: { url: "https://" }, fields: [{ name: "url", kind: "text" }] },
};

/** What only a person does with their own hands. */
const OF_MACROS = new Set(["assign_to_me", "follow"]);

/** The field that holds actions. @param {boolean} byHand whether a person applies them @returns {FieldDef} */
export function actionsField(byHand) {
  const types = Object.keys(ACTIONS).filter((type) => byHand || !OF_MACROS.has(type));
  /** @type {FieldDef} */
  const kind = { name: "type", kind: "own", label: "f_action", bare: true, own: (props) => html`<${Type} ...${props} types=${types} />` };
  return {
    name: "actions",
    kind: "rows",
    label: "f_actions",
    each: "f_action",
    add: "add_action",
    blank: { type: "add_tags", tags: [] },
    tidy: (row, before) => (row.type === before.type ? row : { type: row.type, ...structuredClone(ACTIONS[row.type]?.blank ?? {}) }),
    fieldsOf: (row) => [kind, ...(ACTIONS[row.type]?.fields ?? [])],
  };
}

/** @param {{value: string, onValue: (value: string) => void, types: string[], label: string}} props */
function Type({ value, onValue, types, label }) {
  return html`<select class="input" aria-label=${label} value=${value} onChange=${(/** @type {any} */ event) => onValue(event.currentTarget.value)}>
    ${types.map((type) => html`<option key=${type} value=${type} selected=${type === value}>${t(`setup.a_${type}`)}</option>`)}
  </select>`;
}

/** What an action is called, with the most important thing that it says. @param {any} action */
export function actionText(action) {
  const said = action.status ?? action.priority ?? action.to ?? action.ticket_type ?? action.topic ?? action.brand ?? action.language ?? action.tags?.join(", ") ?? action.url ?? action.key;
  return said ? `${t(`setup.a_${action.type}`)}: ${t.has(`setup.v_${said}`) ? valueText(said) : said}` : t(`setup.a_${action.type}`);
}

/** @param {any} item */
export const templateName = (item) => nameOf(item, (one) => one.title);
