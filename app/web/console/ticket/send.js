// @ts-check
/**
 * Getting a message to the desk. Plain ones go over the socket, whose outbox outlives the page and the network; what
 * the socket has no words for (mentions, a template, a translation) goes over HTTP with the same guarantees.
 */
import { uuid } from "../../shared/ids.js";
import { api } from "./desk.js";

/** @typedef {import("./use-draft.js").Draft} Draft */
/** @typedef {import("api").components["schemas"]["MessageOut"]} MessageOut */

/**
 * One draft is one message, however often it is sent: the answer to the first time may have been lost.
 * @type {WeakMap<Draft, string>}
 */
const ids = new WeakMap();

/** @param {Draft} draft */
function idOf(draft) {
  const id = ids.get(draft) ?? uuid();
  ids.set(draft, id);
  return id;
}

/**
 * Whether the socket can carry it: then it is in the outbox at once, and nothing can lose it any more. `away`: the desk
 * cannot be reached; then it goes without saying which template it was made of, which is a figure in a report.
 * @param {Draft} draft @param {boolean} translate @param {boolean} away
 */
export function isPlain(draft, translate, away) {
  return !translate && (away || !draft.template) && !draft.original
    && !(draft.visibility === "internal" && draft.mentions.length);
}

/**
 * What is said of a message whichever way it goes; `seen`: what its writer has read, null where that does not matter.
 * @param {Draft} draft @param {{ seen: number | null, force: boolean, version: number }} how
 */
export function optionsOf(draft, { seen, force, version }) {
  return {
    format: draft.format, visibility: draft.visibility, attachment_ids: draft.attachments.map((each) => each.id),
    ...(seen !== null && seen > 0 && { last_seen_seq: seen }), ...(force && { force }),
    ...(version > 0 && { draft_version: version }),
  };
}

/**
 * Send by HTTP. @param {string} ticket @param {Draft} draft
 * @param {{ seen: number | null, force: boolean, translate: boolean, version: number, agents: Map<string, string> }} how
 * @returns {Promise<MessageOut>}
 */
export function deliver(ticket, draft, { translate, agents, ...how }) {
  const mentions = draft.visibility === "internal"
    ? draft.mentions.filter((id) => draft.body.includes(`@${agents.get(id)}`)) : [];
  return api.post(`/v1/tickets/${ticket}/messages`, {
    body: draft.body, client_message_id: idOf(draft), ...optionsOf(draft, how),
    ...(mentions.length && { mention_ids: mentions }), ...(draft.template && { template_id: draft.template }),
    ...(draft.original && { original: draft.original }), ...(translate && { translate: "auto" }),
  });
}
