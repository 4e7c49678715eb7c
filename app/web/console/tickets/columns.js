// @ts-check
/** The columns of a list of tickets: what each shows, and how wide it is. */
import { html } from "../../shared/view.js";
import { ago, t, when } from "../../shared/texts.js";
import { Badge, Countdown, Icon, When } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { nameIn } from "./directory.js";
import { Sign } from "./sign.js";
import {
  CHANNEL_ICONS, PRIORITY_TONES, STATUS_TONES, channelWord, priorityWord, statusWord, typeWord,
} from "./words.js";

/** @typedef {import("./feed.js").Ticket} Ticket */
/** @typedef {Record<"agents" | "teams" | "queues" | "brands", Map<string, import("./directory.js").Named>>} Names */
/**
 * @typedef {object} Column
 * @property {string} width of the grid
 * @property {(ticket: Ticket, names: Names) => any} show
 */

export const USUAL = ["number", "subject", "requester", "status", "priority", "assignee_id", "next_due_at", "updated_at"];
// What a phone has room for: the rest is on the ticket's page.
export const NARROW = ["subject", "status", "requester", "next_due_at", "updated_at"];

/** @param {string | null} text */
const dim = (text) => html`<span class="muted">${text ?? ""}</span>`;

/** @type {Record<string, Column>} */
export const COLUMNS = {
  number: { width: "4.5rem", show: (ticket) => html`<span class="muted">#${ticket.number}</span>` },
  subject: { width: "minmax(13rem, 4fr)", show: (ticket) => html`<${Subject} ticket=${ticket} />` },
  status: {
    width: "7.75rem",
    show: (ticket) => html`<${Badge} tone=${STATUS_TONES[ticket.status]}>${statusWord(ticket.status)}</${Badge}>`,
  },
  priority: {
    width: "6rem",
    show: (ticket) => (ticket.priority in PRIORITY_TONES
      ? html`<${Badge} tone=${PRIORITY_TONES[ticket.priority]}>${priorityWord(ticket.priority)}</${Badge}>`
      : dim(priorityWord(ticket.priority))),
  },
  type: { width: "6.5rem", show: (ticket) => typeWord(ticket.type) },
  channel: { width: "7rem", show: (ticket) => channelWord(ticket.channel) },
  topic: { width: "9rem", show: (ticket) => dim(ticket.topic) },
  language: { width: "4rem", show: (ticket) => dim(ticket.language) },
  tags: { width: "10rem", show: (ticket) => html`<span class="small muted">${ticket.tags.join(", ")}</span>` },
  brand: { width: "7rem", show: (ticket) => dim(ticket.brand) },
  requester: {
    width: "minmax(6.5rem, 1fr)",
    show: (ticket) => html`<span dir="auto">${ticket.requester.name ?? ticket.requester.email
      ?? t("inbox.somebody")}</span>`,
  },
  queue_id: { width: "8rem", show: (ticket, names) => nameIn(names.queues, ticket.queue_id) },
  team_id: { width: "8rem", show: (ticket, names) => nameIn(names.teams, ticket.team_id) },
  assignee_id: {
    width: "minmax(6.5rem, 1fr)",
    show: (ticket, names) => (ticket.assignee_id === null
      ? dim(t("inbox.nobody"))
      : html`<span dir="auto">${nameIn(names.agents, ticket.assignee_id)}</span>`),
  },
  next_due_at: {
    width: "10.5rem",
    show: (ticket) => (ticket.next_due_at === null ? dim("–") : html`<${Countdown} to=${ticket.next_due_at} />`),
  },
  snoozed_until: {
    width: "8rem",
    show: (ticket) => (ticket.snoozed_until === null ? dim("–") : html`<${When} at=${ticket.snoozed_until} />`),
  },
  created_at: { width: "6rem", show: (ticket) => html`<${Ago} at=${ticket.created_at} />` },
  updated_at: { width: "6rem", show: (ticket) => html`<${Ago} at=${ticket.updated_at} />` },
};

/** @param {{ at: string }} props */
function Ago({ at }) {
  return html`<time class="small muted" datetime=${at} title=${when(at)}>${ago(at, "short")}</time>`;
}

/** The subject leads to the ticket, with what one should know before opening it. @param {{ ticket: Ticket }} props */
function Subject({ ticket }) {
  return html`<span class="inbox-subject">
    <${Sign} icon=${CHANNEL_ICONS[ticket.channel] ?? "ticket"} text=${channelWord(ticket.channel)} />
    <${Link} class="inbox-link" href=${`/console/tickets/${ticket.id}`} dir="auto" title=${ticket.subject}>${ticket.subject
      || t("inbox.no_subject")}</${Link}>
    ${ticket.tension === "high" || ticket.tension === "raised"
      ? html`<${Badge} tone=${ticket.tension === "high" ? "bad" : "warn"} title=${t("inbox.tension")}><${Icon} name="triangle-alert" /><span class="badge-word">${t("inbox.tension")}</span></${Badge}>` : null}
    ${ticket.spam === "suspected" || ticket.spam === "marked"
      ? html`<${Badge} tone="warn">${t("inbox.spam")}</${Badge}>` : null}
    ${ticket.snoozed_until === null ? null : html`<${Badge}>${t("inbox.snoozed")}</${Badge}>`}
  </span>`;
}

// What goes first where there is no room for all.
const SPARED = [
  "number", "language", "type", "topic", "brand", "channel", "tags", "created_at", "queue_id", "team_id", "snoozed_until",
  "priority", "updated_at", "assignee_id", "requester", "next_due_at",
];
const REM_PX = 15;
const GAP_REM = 0.75;

/** The columns for which there is room. @param {string[]} columns @param {number} width px */
export function fitting(columns, width) {
  let left = columns;
  const needed = () => left.reduce((sum, each) => sum + GAP_REM + Number(/[\d.]+/.exec(COLUMNS[each].width)?.[0]), 3.5);
  for (const each of SPARED) {
    if (needed() * REM_PX <= width) break;
    left = left.filter((column) => column !== each);
  }
  return left;
}

/** Widths for a grid, that of the checkbox first. @param {string[]} columns @param {boolean} checkbox */
export function template(columns, checkbox) {
  return [...(checkbox ? ["2rem"] : []), ...columns.map((each) => COLUMNS[each].width)].join(" ");
}
