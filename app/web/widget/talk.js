// @ts-check
/** The conversation with the desk: which thread is shown, who is in it, and the socket that brings it. */
import { DeskClient } from "../client/desk.js";
import { Refused } from "./calls.js";
import { Outgoing } from "./outgoing.js";
import { storage } from "../shared/storage.js";
import { who } from "./visitor.js";

/**
 * @typedef {import("./store.js").ChatOut} ChatOut
 * @typedef {import("./store.js").Entry} Entry
 */

// How much of a thread is shown before somebody asks for more.
const TAIL = 60;
const MORE = 50;
const AGAIN_MS = 5_000;
const AT_MOST_MS = 60_000;

export class Talk {
  /**
   * @param {import("./store.js").Store} store @param {import("./visitor.js").Visitor} visitor
   * @param {{ locale: () => string, came: (message: import("./store.js").MessageOut) => void,
   *   emit: (name: string, value?: any) => void }} page
   */
  constructor(store, visitor, page) {
    this.store = store;
    this.visitor = visitor;
    this.kept = visitor.kept;
    this.page = page;
    /** @type {DeskClient | null} */
    this.client = null;
    /** What has come before this was there when the thread was opened: it is no news. */
    this.known = 0;
    /** The ticket of their latest chat. @type {string | null} */
    this.last = null;
    /** For how long to wait before the desk is asked again what there was. */
    this._wait = 1_000;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this._again = undefined;
    this.out = new Outgoing(store, visitor, {
      locale: page.locale, client: () => this.client, begun: (chat) => this._begun(chat), expired: () => this.expired(),
    });
  }

  /** Whether somebody is waited for, or talked to; or something did not reach them. */
  get live() {
    const { chat } = this.store.state;
    return this.out.unsent().length + this.out.failed.length > 0 || (chat !== null && chat.status !== "ended");
  }

  /** What there was when the page was last open. */
  async resume() {
    clearTimeout(this._again);
    this.out.show();
    if (this.out.pending) void this.out.flush();
    const whose = who(this.visitor.session);
    if (!whose) return;
    // What a page before this one could not send goes out, whether its thread is shown or not.
    if (this.out.left) this._connect();
    const chats = (await this.ask("GET", "/v1/chats", { query: { limit: 20 } }))?.items;
    const { ticket, expired } = this.store.state;
    if (whose !== who(this.visitor.session)) return;
    if (chats) {
      const current = chats.find((/** @type {ChatOut} */ { status }) => status !== "ended") ?? chats[0];
      if (current && !this.out.pending && !ticket) {
        this.last = current.ticket_id;
        if (current.status === "ended") await this._newsOf(current.ticket_id);
        else await this.show(current.ticket_id);
      }
    } else if (!expired) {
      // Nobody is reached: somebody may be waiting there for what they say.
      this._again = setTimeout(() => void this.resume(), this._wait);
      this._wait = Math.min(this._wait * 2, AT_MOST_MS);
    }
    // Whoever was faster than the desk sees what it has found.
    if (this.store.state.view === "home" && this.live) this.store.set({ view: "thread" });
  }

  /** Their latest conversation. */
  async latest() {
    if (this.last && !this.out.pending && !this.store.state.ticket) await this.show(this.last);
  }

  /** What they have asked before. */
  async history() {
    const whose = who(this.visitor.session);
    if (!whose) return;
    const found = await this.ask("GET", "/v1/tickets", { query: { limit: 30 } });
    if (found && whose === who(this.visitor.session)) this.store.set({ past: found.items });
  }

  /** Show this thread, and follow it. @param {string} ticket */
  async show(ticket) {
    const before = this.store.state.ticket;
    if (before !== ticket) {
      if (before) this.client?.unsubscribe(before);
      this.store.clear({ ticket });
    }
    this._connect();
    this.out.show();
    const found = await this.ask("GET", `/v1/tickets/${ticket}`);
    if (this.store.state.ticket !== ticket) return;
    if (!found) {
      // Nobody is reached: without another try nothing would follow this thread.
      if (!this.store.state.expired) setTimeout(() => this.store.state.ticket === ticket && this.show(ticket), AGAIN_MS);
      return;
    }
    if (found.chat_id) await this.chat(found.chat_id);
    this.known = found.seq;
    const after = Math.max(0, found.seq - TAIL);
    this.store.set({ earlier: after > 0 });
    this.client?.subscribe(ticket, { after });
  }

  /** Show what was said before that. */
  async earlier() {
    const { ticket, entries } = this.store.state;
    const query = { before_seq: entries[0]?.seq ?? 1, limit: MORE };
    const items = (await this.ask("GET", `/v1/tickets/${ticket}/messages`, { query }))?.items;
    // Pressed twice: it is there already.
    if (!items || this.store.state.ticket !== ticket || this.store.state.entries[0]?.seq !== entries[0]?.seq) return;
    /** @type {import("./store.js").Entry[]} */
    const older = items.map((/** @type {any} */ message) => ({ seq: message.seq, at: message.created_at, message }));
    older.sort((one, other) => one.seq - other.seq);
    this.store.set({ entries: [...older, ...this.store.state.entries], earlier: items.length === MORE });
  }

  /** A conversation that has not begun. */
  reset() {
    const { ticket } = this.store.state;
    if (ticket) this.client?.unsubscribe(ticket);
    this.store.clear();
    this.out.show();
  }

  /** Somebody else is here now, or nobody: nothing of the one before is shown or sent. */
  leave(/** @type {Partial<import("./store.js").State>} */ more = {}) {
    this.client?.stop();
    this.client = null;
    this.last = null;
    this.store.clear({ past: [], unread: 0, expired: false, line: "idle", ...more });
    this.out.leave();
  }

  /** Nobody can say who they are any more. What they have written is still theirs. */
  expired() {
    this.client?.stop();
    this.store.set({ expired: true, line: "idle" });
    this.out.show();
  }

  /** Go on as somebody new: what did not go out are the first words of a new conversation. */
  anew() {
    const unsent = this.out.unsent();
    this.out.forget();
    // The site cannot say any more who they were; whom it has named since, they are.
    if (this.visitor.session?.sub) this.visitor.identity = null;
    this.visitor.forget(["pending", "read"]);
    this.leave();
    for (const item of unsent) {
      if (item.body) this.out.say(item.body, []);
      // Files are the one's who has uploaded them.
      if (item.files.length) this.out.fail([{ ...item, body: "" }], "files");
    }
  }

  /** End the chat that is shown; its thread stays. */
  async end() {
    const { chat } = this.store.state;
    const ended = chat && await this.ask("POST", `/v1/chats/${chat.id}/end`);
    if (ended && this.store.state.chat?.id === ended.id) this.store.set({ chat: ended, position: null, wait: null });
  }

  /** They have seen what is shown. */
  read() {
    const { ticket, entries, unread } = this.store.state;
    const last = entries.at(-1)?.seq;
    if (!ticket || !last) return;
    if (unread) this.store.set({ unread: 0 });
    const { of, seq } = this.kept.get("read") ?? {};
    if (of === ticket && seq >= last) return;
    this.client?.read(ticket, last);
    this.kept.set("read", { of: ticket, seq: last });
  }

  /** @param {boolean} on */
  typing(on) {
    const { ticket } = this.store.state;
    if (ticket) this.client?.typing(ticket, on);
  }

  /** What the desk says of this chat. @param {string} id */
  async chat(id) {
    const chat = await this.ask("GET", `/v1/chats/${id}`);
    if (chat?.ticket_id === this.store.state.ticket) {
      this.store.set({ chat, position: chat.position, wait: chat.wait_seconds });
    }
  }

  /**
   * As the visitor; null when it did not work, which is to be shown where it matters.
   * @param {string} method @param {string} path @param {import("./calls.js").Options} [options] @returns {Promise<any>}
   */
  async ask(method, path, options) {
    try {
      const found = await this.visitor.ask(method, path, options);
      if (this.store.state.expired) {
        // They are somebody again.
        this.leave();
        void this.resume();
      }
      return found;
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.expired();
      return null;
    }
  }

  /** @param {ChatOut} chat that has just been opened */
  async _begun(chat) {
    if (this.store.state.ticket !== chat.ticket_id) {
      this.store.set({ ticket: chat.ticket_id, chat, position: chat.position, wait: chat.wait_seconds });
      this.page.emit("started", { chat_id: chat.id, ticket_id: chat.ticket_id });
    }
    this._connect();
    this.client?.subscribe(chat.ticket_id, { after: 0 });
  }

  /** An answer may have come to a conversation that nobody follows any more. @param {string} ticket */
  async _newsOf(ticket) {
    const { of, seq } = this.kept.get("read") ?? {};
    if (of !== ticket) return;
    const found = await this.ask("GET", `/v1/tickets/${ticket}/messages`, { query: { after_seq: seq, limit: 20 } });
    const news = found?.items.filter((/** @type {any} */ { author }) => author.id !== this.visitor.session?.id) ?? [];
    if (news.length) this.store.set({ unread: news.length });
  }

  /** @returns {DeskClient | null} */
  _connect() {
    const { session } = this.visitor;
    const account = who(session);
    if (!session || !account || this.client?.options.account === account) return this.client;
    this.client?.stop();
    const { token } = session;
    const client = new DeskClient({
      url: this.visitor.desk,
      account,
      storage,
      client: { name: "widget" },
      token: async (fresh) => {
        const now = this.visitor.session?.token ?? null;
        return fresh && now ? (await this.visitor.renewed(now))?.token ?? null : now;
      },
    });
    this.client = client;
    client.on("state", ({ state, reason }) => {
      if (client !== this.client) return;
      if (state !== "stopped") this.store.set({ line: state });
      else if (reason !== "asked to") void this._shut(client, token);
    });
    for (const type of ["update", "reset", "gone", "followed", "read", "typing", "queue"]) {
      client.on(type, (action) => heard(this, type, action));
    }
    for (const type of ["outbox", "ack"]) client.on(type, () => this.out.show());
    client.on("failed", ({ cmid, code }) => this.out.refused(cmid, code));
    client.start();
    return client;
  }

  /**
   * The desk wants no more of this session: on with a new one, where they can be recognised. Until then the client that
   * was stopped keeps what is written.
   * @param {DeskClient} client @param {string} token
   */
  async _shut(client, token) {
    this.store.set({ line: "waiting" });
    /** @type {any} */
    let session = null;
    try {
      session = await this.visitor.renewed(token);
    } catch (error) {
      if (!(error instanceof Refused && error.final)) {
        // Nobody is reached: asked again when the network is back.
        setTimeout(() => client === this.client && this._shut(client, token), AGAIN_MS);
        return;
      }
    }
    // Meanwhile somebody else may be here.
    if (client !== this.client) return;
    if (!session) {
      this.expired();
      return;
    }
    this.client = null;
    const { ticket, entries } = this.store.state;
    const next = this._connect();
    if (ticket) next?.subscribe(ticket, { after: entries.at(-1)?.seq ?? 0 });
    this.out.show();
  }
}

/** What the desk tells of the thread that is shown. @param {Talk} talk @param {string} type @param {any} action of the client */
function heard(talk, type, action) {
  const { store } = talk;
  if ((action.ticket ?? action.room) !== store.state.ticket) return;
  const mine = talk.visitor.session?.id;
  switch (type) {
    case "update":
      updated(talk, action);
      break;
    case "reset":
      store.set({ entries: [], earlier: false });
      break;
    case "gone":
      talk.reset();
      break;
    case "followed": {
      const others = Object.entries(action.read ?? {}).filter(([who]) => who !== mine).map(([, seq]) => seq);
      store.set({ seen: Math.max(store.state.seen, 0, ...others) });
      break;
    }
    case "read":
      if (action.who !== mine) store.set({ seen: Math.max(store.state.seen, action.seq) });
      break;
    case "typing":
      store.set({ typist: action.on ? action.name ?? "" : null });
      break;
    case "queue":
      store.set({ position: action.position, wait: action.wait_s });
      break;
    default:
  }
}

/** @param {Talk} talk @param {any} event */
function updated(talk, event) {
  const { store } = talk;
  const { seq, at, kind, from, data } = event;
  const { chat, entries } = store.state;
  switch (kind) {
    case "message.created": {
      const message = { author: { kind: from.role, ...from }, created_at: at, ...data.message, generated: data.generated };
      store.set({ entries: [...entries, { seq, at, message }] });
      if (from.id === talk.visitor.session?.id) talk.out.arrived(event.cmid);
      else if (seq > talk.known) came(talk, message);
      break;
    }
    case "message.edited": case "message.redacted": case "attachment.scanned": case "attachment.added":
      store.set({ entries: entries.map((each) => changed(each, data.message)) });
      break;
    case "chat.accepted":
      store.set({ typist: null, entries: [...entries, { seq, at, note: "joined", name: data.agent?.name ?? "" }] });
      if (seq > talk.known) void talk.chat(data.chat_id);
      break;
    case "chat.requeued": case "chat.ended":
      if (kind === "chat.ended") store.set({ entries: [...entries, { seq, at, note: "ended" }] });
      if (seq > talk.known || chat?.status !== "ended") void talk.chat(data.chat_id);
      if (kind === "chat.ended") talk.page.emit("ended", { chat_id: data.chat_id });
      break;
    case "survey.invited":
      if (data.survey_token) store.set({ survey: data.survey_token });
      break;
    case "ticket.status_changed":
      // What was asked about a solving is taken back with it.
      if (!["solved", "closed"].includes(data.set?.status)) store.set({ survey: null });
      break;
    default:
  }
}

/** @param {Entry} entry @param {any} message as it is now @returns {Entry} */
function changed(entry, message) {
  return entry.message && entry.message.id === message?.id
    ? { ...entry, message: { ...entry.message, ...message, seq: entry.message.seq } } : entry;
}

/** Somebody of the desk has written. @param {Talk} talk @param {any} message */
function came(talk, message) {
  const { store } = talk;
  const { open, view, unread } = store.state;
  const looking = open && view === "thread" && document.visibilityState === "visible";
  store.set({ typist: null, unread: looking ? 0 : unread + 1 });
  talk.page.came(message);
}
