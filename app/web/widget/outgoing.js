// @ts-check
/**
 * What the visitor has written, until it is in the thread. It leaves in its order, and once, whatever the network does:
 * the first message of a conversation opens it by HTTP under one key, the others take the socket's own outbox.
 */
import { storage } from "../shared/storage.js";
import { Refused, uuid } from "./calls.js";
import { who } from "./visitor.js";

/**
 * @typedef {import("./store.js").Waiting} Waiting
 * @typedef {import("./store.js").ChatOut} ChatOut
 * @typedef {{ key: string, items: Waiting[] }} Pending  a conversation that the desk does not know of yet
 */

const AGAIN_MS = 3_000;

export class Outgoing {
  /**
   * @param {import("./store.js").Store} store @param {import("./visitor.js").Visitor} visitor
   * @param {{ locale: () => string, client: () => import("../client/desk.js").DeskClient | null,
   *   begun: (chat: ChatOut) => Promise<void>, expired: () => void }} talk
   */
  constructor(store, visitor, talk) {
    this.store = store;
    this.visitor = visitor;
    this.kept = visitor.kept;
    this.talk = talk;
    /** Written in this tab and not seen in the thread yet, by cmid. @type {Map<string, Waiting>} */
    this._written = new Map();
    /** What was in the outbox when this page began. @type {Map<string, Waiting>} */
    this._left = new Map();
    /** The first message of a conversation that has just begun: the thread does not say which one it is. */
    this._first = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._later = undefined;
  }

  /** @returns {Pending | null} */
  get pending() {
    return this.kept.get("pending");
  }

  /** @returns {Waiting[]} what was refused, until they decide about it */
  get failed() {
    return this.kept.get("failed") ?? [];
  }

  /** Where the socket's client keeps what waits for it, by its own name. */
  get _box() {
    const { session, desk } = this.visitor;
    return `otklik:${new URL(desk).host}:${who(session)}:outbox`;
  }

  /** Whether something was left on the way to a thread, by this page or by one before it. */
  get left() {
    return storage.get(this._box) !== null;
  }

  /** Write a message to the thread that is shown, or begin one. @param {string} body @param {Waiting["files"]} files */
  say(body, files) {
    const item = { cmid: uuid(), body, files };
    const { ticket } = this.store.state;
    if (ticket && !this.pending) this._send(ticket, item);
    else {
      const { key, items } = this.pending ?? { key: uuid(), items: [] };
      this.kept.set("pending", { key, items: [...items, item] });
      void this.flush();
    }
    this.show();
  }

  /** Refused before, and wanted all the same. @param {Waiting} item */
  again(item) {
    this.drop(item.cmid);
    this.say(item.body, item.files);
  }

  /** Not wanted any more. @param {string} cmid */
  drop(cmid) {
    const left = this.failed.filter((each) => each.cmid !== cmid);
    this.kept.set("failed", left.length ? left : null);
    this.show();
  }

  /** Bring a conversation that has begun here to the desk. */
  async flush() {
    clearTimeout(this._later);
    try {
      await this.kept.alone("pending", () => this._flush());
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.talk.expired();
      else if (error instanceof Refused && error.final) this._refused(error.code);
      // The desk is not reached, or busy: it stays here, and goes out later.
      else this._later = setTimeout(() => void this.flush(), AGAIN_MS);
    }
  }

  async _flush() {
    // Whom the site is about to name may be somebody else, whose words these are not.
    await this.visitor.becoming;
    const { pending } = this;
    if (!pending) return;
    const [first] = pending.items;
    const still = () => this.pending?.key === pending.key;
    const chat = await this.visitor.ask("POST", "/v1/chats", {
      key: pending.key,
      body: {
        body: first.body, attachment_ids: first.files.map(({ id }) => id), brand: this.visitor.brand,
        language: this.talk.locale(),
      },
    }).catch((error) => {
      if (still()) throw error;
    });
    // Somebody else is here by now: it waits for who has written it, and is nothing of theirs.
    if (!still()) return;
    this._first = first.cmid;
    this._written.set(first.cmid, { ...first, ticket: chat.ticket_id });
    await this.talk.begun(chat);
    // What was written meanwhile follows; with the same cmids again, should the page close before they leave this list.
    for (const item of this.pending?.items.slice(1) ?? []) this._send(chat.ticket_id, item);
    this.kept.set("pending", null);
    this.show();
  }

  /** @param {string} code */
  _refused(code) {
    const items = this.pending?.items ?? [];
    this.kept.set("pending", null);
    this.fail(items, code);
  }

  /** These did not go out, and will not by themselves. @param {Waiting[]} items @param {string} code */
  fail(items, code) {
    this.kept.set("failed", [...this.failed, ...items.map((each) => ({ ...each, code }))]);
    this.show();
  }

  /** @param {string} ticket @param {Waiting} item */
  _send(ticket, item) {
    const { cmid, body, files } = item;
    this._written.set(cmid, { ...item, ticket });
    try {
      const options = { cmid, ...(files.length && { attachment_ids: files.map(({ id }) => id) }) };
      this.talk.client()?.send(ticket, body, options);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.refused(cmid, "too_many");
    }
  }

  /** The desk has refused this one for good. @param {string} cmid @param {string} code */
  refused(cmid, code) {
    const item = this._written.get(cmid) ?? this._left.get(cmid);
    this._written.delete(cmid);
    this.fail(item ? [item] : [], code);
  }

  /** A message of theirs is in the thread. @param {string | null | undefined} cmid */
  arrived(cmid) {
    this._written.delete(cmid ?? this._first);
    this.show();
  }

  /** What did not reach the desk. @returns {Waiting[]} */
  unsent() {
    const outbox = this.talk.client()?.outbox ?? [];
    return [...(this.pending?.items ?? []), ...outbox.map((frame) => this._of(frame))];
  }

  /** What waits on this page is another's, or is brought by another client. */
  leave() {
    this._written.clear();
    this._left.clear();
    this.show();
  }

  /** Nothing of it is to go out any more. */
  forget() {
    storage.remove(this._box);
  }

  /** @param {import("../client/desk.js").Frame} frame @returns {Waiting} */
  _of({ cmid, ticket, body, attachment_ids: files = [] }) {
    const nameless = files.map((/** @type {string} */ id) => ({ id, name: "", size: 0, content_type: "" }));
    return this._written.get(cmid) ?? { cmid, ticket, body, files: nameless };
  }

  /** Show what waits. */
  show() {
    const { ticket, expired } = this.store.state;
    const left = (this.talk.client()?.outbox ?? []).map((frame) => this._of(frame));
    for (const item of left) this._left.set(item.cmid, item);
    /** @type {Map<string, Waiting>} */
    const all = new Map();
    for (const item of [...this._written.values(), ...left]) {
      // Once the session is over, no thread can be opened: all that did not go out stands in one place.
      if (expired || item.ticket === ticket) all.set(item.cmid, item);
    }
    for (const item of [...(this.pending?.items ?? []), ...this.failed]) all.set(item.cmid, item);
    this.store.set({ waiting: [...all.values()] });
  }
}
