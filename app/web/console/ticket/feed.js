// @ts-check
/**
 * What a thread holds, and how it becomes rows: messages and what happened between them. Pure, without a network.
 */

/** @typedef {import("api").components["schemas"]["MessageOut"]} MessageOut */
/** @typedef {import("api").components["schemas"]["EventOut"]} EventOut */
/** @typedef {import("api").components["schemas"]["TicketRef"]} TicketRef */
/**
 * A message with where it stands: `via` is the merged ticket that it was written to.
 * @typedef {MessageOut & { via?: TicketRef | null }} Shown
 * @typedef {Shown & { local?: "sending" | "failed", problem?: string | null }} Waiting
 * @typedef {{ messages: Map<string, Shown>, events: Map<number, EventOut>, complete: boolean }} Feed
 * A row; `day`: it is the first of its day. What is loaded before must not change a row's key: readers are kept in
 * place by it.
 * @typedef {{ key: string, at: string, day: boolean } & ({ kind: "unread" }
 *   | { kind: "events", events: EventOut[] }
 *   | { kind: "message", message: Waiting, follows: boolean })} Row
 */

/** Messages are rows of their own, and what changes one shows on it. */
const ON_MESSAGES = /^(message\.(?!withdrawn)|attachment\.)/;
/** Two messages of one author within this time stand under one name. */
const TOGETHER_MS = 5 * 60_000;

/** @returns {Feed} */
export function empty() {
  return { messages: new Map(), events: new Map(), complete: false };
}

/** The feed with these messages in it; a newer version stands in place of an older one. @param {Feed} feed
 * @param {Shown[]} messages @returns {Feed} */
export function withMessages(feed, messages) {
  if (!messages.length) return feed;
  const all = new Map(feed.messages);
  for (const each of messages) {
    const known = all.get(each.id);
    // Asked for by itself it comes without its translation, which is true for as long as the words are the same.
    const translation = each.translation ?? (known?.version === each.version ? known.translation : null);
    all.set(each.id, known ? { ...known, ...each, translation } : each);
  }
  return { ...feed, messages: all };
}

/** @param {Feed} feed @param {EventOut[]} events @returns {Feed} */
export function withEvents(feed, events) {
  const shown = events.filter((each) => !ON_MESSAGES.test(each.type));
  if (!shown.length) return feed;
  const all = new Map(feed.events);
  for (const each of shown) all.set(each.seq, each);
  return { ...feed, events: all };
}

/** The message that an event of the log tells of, as the API would answer it. @param {string} ticket
 * @param {EventOut} event @returns {Shown | null} */
export function messageOf(ticket, event) {
  const { message } = /** @type {any} */ (event.data);
  if (event.type !== "message.created" || !message) return null;
  return {
    language: null, translated_from: null, original: null, version: 1, edited_at: null, redacted_at: null,
    delivery: null, generated: Boolean(/** @type {any} */ (event.data).generated), client_message_id: null,
    ...message, attachments: message.attachments ?? [], ticket_id: ticket, author: event.actor, created_at: event.at,
  };
}

/** The message whose state an event changes, if it does. @param {EventOut} event @returns {string | null} */
export function changedMessage(event) {
  if (!ON_MESSAGES.test(event.type) || event.type === "message.created") return null;
  const data = /** @type {any} */ (event.data);
  return data.message?.id ?? data.message_id ?? null;
}

/**
 * In the order of the log, as the customer has it too: times are of several clocks. What was written to a merged ticket
 * has a place in another log, and stands where its time falls.
 * @template {{ at: string, seq: number }} Each
 * @param {Each[]} own @param {Each[]} merged @returns {Each[]}
 */
function inOrder(own, merged) {
  const left = merged.sort((one, other) => Date.parse(one.at) - Date.parse(other.at) || one.seq - other.seq);
  const answer = [];
  let at = 0;
  for (const each of own.sort((one, other) => one.seq - other.seq)) {
    while (at < left.length && Date.parse(left[at].at) < Date.parse(each.at)) answer.push(left[at++]);
    answer.push(each);
  }
  return [...answer, ...left.slice(at)];
}

/**
 * Everything in the order of reading. `unreadAfter`: the seq up to which the agent has read, for the line above what
 * is new; `dayOf`: the local day of a time.
 * @param {Feed} feed
 * @param {{ unreadAfter: number | null, me: string, dayOf: (at: string) => string }} options
 * @returns {Row[]}
 */
export function rows(feed, { unreadAfter, me, dayOf }) {
  const messages = [...feed.messages.values()].map((message) => ({ at: message.created_at, seq: message.seq, message }));
  const events = [...feed.events.values()].map((event) => ({ at: event.at, seq: event.seq, event }));
  const all = inOrder([...messages.filter((each) => !each.message.via), ...events], messages.filter((each) => each.message.via));
  /** @type {Row[]} */
  const answer = [];
  let today = "";
  let divided = unreadAfter === null;
  for (const each of all) {
    const before = answer.at(-1);
    const day = dayOf(each.at) !== today;
    today = dayOf(each.at);
    if ("event" in each) {
      if (before?.kind === "events" && !day) {
        before.events.push(each.event);
        before.key = `event ${each.seq}`;
      } else {
        answer.push({ kind: "events", key: `event ${each.seq}`, at: each.at, day, events: [each.event] });
      }
      continue;
    }
    const { message } = each;
    let first = day;
    if (!divided && unreadAfter !== null && message.seq > unreadAfter && message.author.id !== me && !message.via) {
      answer.push({ kind: "unread", key: "unread", at: each.at, day });
      divided = true;
      first = false;
    }
    const above = answer.at(-1);
    const together = above?.kind === "message" && !first && follows(above.message, message);
    answer.push({ kind: "message", key: message.id, at: each.at, day: first, message, follows: together });
  }
  return answer;
}

/** Whether a message stands under the name of the one before. @param {Shown} before @param {Shown} message */
function follows(before, message) {
  return before.author.id === message.author.id && before.visibility === message.visibility
    && before.via?.id === message.via?.id
    && Date.parse(message.created_at) - Date.parse(before.created_at) < TOGETHER_MS;
}
