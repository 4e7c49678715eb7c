// @ts-check
/**
 * Getting a message to the desk. Plain ones go over the socket, whose outbox outlives the page and the network; what
 * the socket has no words for (mentions, a template, a translation) goes over HTTP with the same guarantees.
 */
import { api } from "./desk.js";

/** @typedef {import("./use-draft.js").Draft} Draft */
/** @typedef {import("./use-live.js").Live} Live */
/** @typedef {import("api").components["schemas"]["EventOut"]} EventOut */

/** Why a message was not taken. `missed`: what came in before it; `cmid`: what stands in the thread as refused. */
export class NotSent extends Error {
  /** @param {string} code @param {string} detail @param {EventOut[]} [missed] @param {string | null} [cmid] */
  constructor(code, detail, missed = [], cmid = null) {
    super(detail);
    this.code = code;
    this.missed = missed;
    this.cmid = cmid;
  }
}

/** Whether the socket can carry it: then it is in the outbox at once, and nothing can lose it any more.
 * @param {Draft} draft @param {boolean} translate */
export function isPlain(draft, translate) {
  return !translate && !draft.template && !draft.original && !(draft.visibility === "internal" && draft.mentions.length);
}

/**
 * @param {string} ticket @param {Draft} draft
 * @param {{ seen: number | null, force: boolean, translate: boolean, version: number, live: Live, agents: Map<string, string> }} how
 * @returns {Promise<void>} once the desk has it; `seen`: what its writer has read, null where that does not matter
 */
export async function deliver(ticket, draft, { seen, force, translate, version, live, agents }) {
  const mentions = draft.visibility === "internal"
    ? draft.mentions.filter((id) => draft.body.includes(`@${agents.get(id)}`)) : [];
  const common = {
    format: draft.format, visibility: draft.visibility, attachment_ids: draft.attachments.map((each) => each.id),
    ...(seen !== null && seen > 0 && { last_seen_seq: seen }), ...(force && { force }),
    ...(version > 0 && { draft_version: version }),
  };
  if (isPlain(draft, translate)) return live.send(draft.body, common);
  const more = {
    ...(mentions.length && { mention_ids: mentions }), ...(draft.template && { template_id: draft.template }),
    ...(draft.original && { original: draft.original }), ...(translate && { translate: "auto" }),
  };
  const asked = { body: draft.body, client_message_id: crypto.randomUUID(), ...common, ...more };
  try {
    live.put([await api.post(`/v1/tickets/${ticket}/messages`, asked)]);
  } catch (error) {
    const { code, detail, message, problem } = /** @type {any} */ (error);
    throw new NotSent(code ?? "unreachable", detail || message, problem?.missed);
  }
  return undefined;
}
