// @ts-check
/**
 * A client of `desk.v1` for browsers and Node >= 20: one module, no build, no dependencies.
 *
 * `DeskState` is the protocol: a state machine without I/O and without a clock. It is told what the program asks for
 * and which frames arrive, and answers with actions. This is the part to port to other languages; the scenarios in
 * `docs/protocol/vectors.json` say what it must do. `DeskClient` around it has the socket, the timers and the storage.
 *
 *     const desk = new DeskClient({ url: "https://desk.example.com", token: () => myToken() });
 *     desk.on("update", (event) => show(event.ticket, event));
 *     desk.on("reset", ({ ticket }) => forget(ticket));
 *     desk.start();
 *     desk.subscribe(ticket);
 *     desk.send(ticket, "Hello");
 */

/**
 * A frame of the protocol, and what a `DeskState` wants done: `type` says what, the rest is told beside each type.
 * @typedef {{ t: string, [member: string]: any }} Frame
 * @typedef {{ type: string, [member: string]: any }} Action
 * @typedef {{ cmid?: string, format?: "text" | "markdown", visibility?: "public" | "internal",
 *   last_seen_seq?: number }} SendOptions
 * @typedef {{ epoch: string | null, cursors: Record<string, number>, outbox: Frame[] }} Snapshot
 * @typedef {{ get(key: string): string | null, set(key: string, value: string): void,
 *   remove(key: string): void }} KeyValue
 */

const SUBS_PER_FRAME = 200;
const DEFAULT_LIMITS = { frame: 65_536, in_flight: 16 };
// The id and the rest of a frame that is not counted when a message is measured.
const FRAME_MARGIN = 256;

/**
 * One client's state over all its connections. Every method answers with actions, to be done in their order: `tell`
 * (send `frame` on the connection that is open now), `leave` (close it, and come back in `reconnect_in_ms` or later),
 * `renewed`, and news for the program. docs/protocol/README.md lists all of them with their members.
 */
export class DeskState {
  /** @param {Snapshot | null} [snapshot] what an earlier state has kept */
  constructor(snapshot = null) {
    /** @type {string | null} which history the cursors belong to */
    this.epoch = snapshot?.epoch ?? null;
    /** @type {Map<string, number>} per ticket the highest `seq` that was shown */
    this.cursors = new Map(Object.entries(snapshot?.cursors ?? {}));
    /** @type {Map<string, Frame>} by cmid, what is written and neither acknowledged nor refused, in order */
    this.outbox = new Map((snapshot?.outbox ?? []).map((frame) => [frame.cmid, frame]));
    /** @type {Map<string, { asking: boolean }>} rooms that are followed; `asking`: a sub waits for its answer */
    this.following = new Map();
    /** What the network did to us. */
    this.counts = { repeated: 0, gaps: 0, resent: 0 };
    /** @type {"active" | "idle"} */
    this.seen = "active";
    /** @type {Map<string, number>} per ticket how far the user has read */
    this._reads = new Map();
    /** @type {Set<string>} tickets whose mark of reading the desk may not have */
    this._marks = new Set();
    /** @type {Set<string>} who types, as `ticket who` */
    this._typists = new Set();
    this._connected = false;
    /** @type {number | null} this connection is to be left, after this time, once nothing is under way */
    this._leaveIn = null;
    this._limits = DEFAULT_LIMITS;
    this._lastId = 0;
    /** @type {Map<number, string>} sends of this connection without an answer: frame id to cmid */
    this._underWay = new Map();
    /** @type {Map<number, string[]>} subs of this connection without an answer: frame id to rooms */
    this._asked = new Map();
    /** @type {Set<string>} cmids that have been on a wire before */
    this._sentBefore = new Set();
  }

  /** What is worth keeping: the next state begins with it. @returns {Snapshot} */
  snapshot() {
    return { epoch: this.epoch, cursors: Object.fromEntries(this.cursors), outbox: [...this.outbox.values()] };
  }

  // What the program asks for

  /**
   * Follow a room: a ticket (by its id, as the desk writes it), or a list (`mine`, `team:<id>`, `queue:<id>`).
   * @param {string} room
   * @param {number} [after] begin a ticket here and not at its cursor; of no effect while it is followed
   * @returns {Action[]}
   */
  subscribe(room, after) {
    if (!this.following.has(room)) {
      if (after !== undefined) this.cursors.set(room, after);
      this.following.set(room, { asking: false });
    }
    return this._sub([room]);
  }

  /** Follow a room no more. The cursor of a ticket stays. @param {string} room @returns {Action[]} */
  unsubscribe(room) {
    if (!this.following.delete(room) || !this._open()) return [];
    const { ticket, queue, inbox } = item(room);
    const named = ticket ? { tickets: [ticket] } : queue ? { queues: [queue] } : { inboxes: [inbox] };
    return [tell({ t: "unsub", id: this._id(), ...named })];
  }

  /**
   * Write a message. It stays in the outbox until it is acknowledged or refused for good.
   * @param {string} ticket @param {string} body @param {SendOptions & { cmid: string }} options @returns {Action[]}
   */
  send(ticket, body, { cmid, ...more }) {
    if (this.outbox.has(cmid)) return [];
    // Half a character (a lone surrogate) is no text: the desk would hang up on it, again and again.
    const frame = { t: "send", ticket, cmid, body: body.replace(/\p{Surrogate}/gu, "\uFFFD"), ...more };
    // A frame over the limit would end every connection that it is sent on.
    if (new TextEncoder().encode(JSON.stringify(frame)).length > this._limits.frame - FRAME_MARGIN) {
      return [{ type: "failed", cmid, code: "too_large", frame: null }];
    }
    this.outbox.set(cmid, frame);
    return this._nextSends();
  }

  /**
   * The user types, or has stopped. Say it every few seconds, not with every key.
   * @param {string} ticket @param {boolean} on @param {"public" | "internal"} [visibility] @returns {Action[]}
   */
  typing(ticket, on, visibility) {
    if (!this._open() || !this.following.has(ticket)) return [];
    return [tell({ t: "typing", ticket, on, ...(visibility && { visibility }) })];
  }

  /** The user has read a followed ticket up to `seq`. @param {string} ticket @param {number} seq @returns {Action[]} */
  read(ticket, seq) {
    if (!this.following.has(ticket) || seq <= (this._reads.get(ticket) ?? 0)) return [];
    this._reads.set(ticket, seq);
    this._marks.add(ticket);
    return this._open() ? [tell({ t: "read", ticket, seq })] : [];
  }

  /** The program is in front of its user, or not. @param {"active" | "idle"} state @returns {Action[]} */
  presence(state) {
    if (this.seen === state) return [];
    this.seen = state;
    return this._open() ? [tell({ t: "presence", state })] : [];
  }

  /** Renew the connection's right with a newer token. @param {string} token @returns {Action[]} */
  auth(token) {
    return this._open() ? [tell({ t: "auth", id: this._id(), token })] : [];
  }

  /** The `ttl` of a `typing` is over. @param {string} ticket @param {string} who @returns {Action[]} */
  typingExpired(ticket, who) {
    return this._typists.delete(`${ticket} ${who}`) ? [{ type: "typing", ticket, who, on: false }] : [];
  }

  // What the connection tells

  /**
   * The desk has said `welcome`: follow everything again, then send what is not acknowledged, in order.
   * @param {Frame} welcome @returns {Action[]}
   */
  connected(welcome) {
    this.disconnected();
    this._connected = true;
    this._limits = { ...DEFAULT_LIMITS, ...welcome.limits };
    /** @type {Action[]} */
    const actions = [];
    if (this.epoch !== null && this.epoch !== welcome.epoch) {
      for (const [ticket, seq] of this.cursors) if (seq > 0) actions.push({ type: "reset", ticket });
      this.cursors.clear();
      this._reads.clear();
    }
    this.epoch = welcome.epoch;
    actions.push(...this._sub([...this.following.keys()]));
    for (const ticket of this._marks) {
      const seq = this._reads.get(ticket);
      if (seq !== undefined && this.following.has(ticket)) actions.push(tell({ t: "read", ticket, seq }));
    }
    this._marks.clear();
    return [...actions, ...this._nextSends()];
  }

  /** The connection is gone; nothing that was under way is known to have arrived. */
  disconnected() {
    this._connected = false;
    this._leaveIn = null;
    this._underWay.clear();
    this._asked.clear();
    for (const each of this.following.values()) each.asking = false;
  }

  /** What a frame of the desk means; types that are not known are ignored. @param {Frame} frame @returns {Action[]} */
  received(frame) {
    switch (frame.t) {
      case "ev": return this._event(frame);
      case "ack": return this._settle(frame, { ...without(frame, "t", "re"), type: "ack" });
      case "err": return this._error(frame);
      case "ok": return this._ok(frame);
      case "more": case "reset": case "gone": return this._interrupted(frame.t, frame.ticket);
      case "typing": return this._typing(frame);
      case "changed": return this._changed(frame.inbox ?? `queue:${frame.queue}`);
      case "goaway": return this._leave(frame.reconnect_in_ms);
      case "read": case "presence": case "offer": case "offer_ended": case "queue":
        return [{ ...without(frame, "t"), type: frame.t }];
      default: return [];
    }
  }

  // How

  _id() {
    this._lastId += 1;
    return this._lastId;
  }

  /** Whether frames may be sent: not without a connection, and not on one that is being left. */
  _open() {
    return this._connected && this._leaveIn === null;
  }

  /** @param {string[]} rooms @returns {Action[]} */
  _sub(rooms) {
    const actions = [];
    for (let start = 0; start < rooms.length && this._open(); start += SUBS_PER_FRAME) {
      const part = rooms.slice(start, start + SUBS_PER_FRAME);
      const subs = part.map((room) => (
        isList(room) ? item(room) : { ticket: room, after: this.cursors.get(room) ?? 0 }));
      const id = this._id();
      this._asked.set(id, part);
      for (const room of part) this.following.set(room, { asking: true });
      actions.push(tell({ t: "sub", id, subs, epoch: this.epoch }));
    }
    return actions;
  }

  /** @returns {Action[]} */
  _nextSends() {
    const actions = [];
    const sent = new Set(this._underWay.values());
    for (const [cmid, frame] of this.outbox) {
      if (!this._open() || this._underWay.size >= this._limits.in_flight) break;
      if (sent.has(cmid)) continue;
      const id = this._id();
      this._underWay.set(id, cmid);
      if (this._sentBefore.has(cmid)) this.counts.resent += 1;
      this._sentBefore.add(cmid);
      actions.push(tell({ ...frame, t: "send", id }));
    }
    return actions;
  }

  /** @param {Frame} frame @returns {Action[]} */
  _event(frame) {
    const { ticket, seq } = frame;
    const followed = this.following.get(ticket);
    const have = this.cursors.get(ticket) ?? 0;
    if (!followed) return [];
    if (seq <= have) {
      this.counts.repeated += 1;
      return [];
    }
    if (seq > have + 1) {
      this.counts.gaps += 1;
      return followed.asking ? [] : this._sub([ticket]);
    }
    this.cursors.set(ticket, seq);
    // Whoever has written types no more.
    const stopped = frame.kind === "message.created" ? this.typingExpired(ticket, frame.from.id) : [];
    return [...stopped, { ...without(frame, "t"), type: "update" }];
  }

  /** A message of the outbox is done with. @param {Frame} frame @param {Action} outcome @returns {Action[]} */
  _settle(frame, outcome) {
    this._underWay.delete(frame.re);
    this._sentBefore.delete(outcome.cmid);
    /** @type {Action[]} */
    const actions = this.outbox.delete(outcome.cmid) ? [outcome, ...this._nextSends()] : [];
    return [...actions, ...this._leaveWhenDone()];
  }

  /** @param {Frame} frame @returns {Action[]} */
  _error(frame) {
    // The desk hangs up now, having done nothing of what was sent behind: the same comes again on the next connection.
    if (frame.temporary) {
      this._underWay.clear();
      return this._leave((frame.retry_after ?? 0) * 1000);
    }
    const cmid = this._underWay.get(frame.re);
    if (cmid !== undefined) return this._settle(frame, { type: "failed", cmid, code: frame.code, frame });
    const asked = this._asked.get(frame.re);
    if (asked === undefined) return [{ type: "error", code: frame.code, detail: frame.detail }];
    this._asked.delete(frame.re);
    return asked.filter((room) => this.following.delete(room))
      .map((room) => ({ type: "followed", room, error: frame.code }));
  }

  /** @param {Frame} frame @returns {Action[]} */
  _ok(frame) {
    this._asked.delete(frame.re);
    if (frame.auth_expires_in != null) return [{ type: "renewed", auth_expires_in: frame.auth_expires_in }];
    /** @type {Action[]} */
    const actions = [];
    for (const { ticket, queue, inbox, ...more } of frame.subs ?? []) {
      const room = ticket ?? inbox ?? `queue:${queue}`;
      if (!this.following.has(room)) continue;
      if (more.error) this.following.delete(room);
      else this.following.set(room, { asking: false });
      actions.push({ ...more, type: "followed", room });
      // Nobody knows what has changed in a list since it was last looked at.
      if (isList(room) && !more.error) actions.push({ type: "changed", list: room });
    }
    return actions;
  }

  /** The desk follows this ticket no more. @param {string} why @param {string} ticket @returns {Action[]} */
  _interrupted(why, ticket) {
    if (!this.following.has(ticket)) return [];
    if (why === "more") return this._sub([ticket]);
    this.cursors.delete(ticket);
    this._reads.delete(ticket);
    if (why === "reset") return [{ type: "reset", ticket }, ...this._sub([ticket])];
    this.following.delete(ticket);
    return [{ type: "gone", ticket }];
  }

  /** @param {Frame} frame @returns {Action[]} */
  _typing(frame) {
    const { ticket, who, on } = frame;
    if (!on) return this.typingExpired(ticket, who);
    if (!this.following.has(ticket)) return [];
    this._typists.add(`${ticket} ${who}`);
    return [{ ...without(frame, "t"), type: "typing" }];
  }

  /** @param {string} list @returns {Action[]} */
  _changed(list) {
    return this.following.has(list) ? [{ type: "changed", list }] : [];
  }

  /** @param {number} afterMs @returns {Action[]} */
  _leave(afterMs) {
    this._leaveIn = Math.max(afterMs, this._leaveIn ?? 0);
    return this._leaveWhenDone();
  }

  /** @returns {Action[]} */
  _leaveWhenDone() {
    if (this._leaveIn === null || this._underWay.size > 0 || !this._connected) return [];
    this._connected = false;
    return [{ type: "leave", reconnect_in_ms: this._leaveIn }];
  }
}

/** @param {Frame} frame @returns {Action} */
function tell(frame) {
  return { type: "tell", frame };
}

/** @param {string} room */
function isList(room) {
  return room === "mine" || room.includes(":");
}

/**
 * How a room is named in frames.
 * @param {string} room @returns {{ ticket?: string, queue?: string, inbox?: string }}
 */
function item(room) {
  if (!isList(room)) return { ticket: room };
  return room.startsWith("queue:") ? { queue: room.slice(6) } : { inbox: room };
}

/** Whether a close code says not to come back. @param {number} code */
export function isFinal(code) {
  return code >= 4500 && code <= 4999;
}

/** @param {Frame} frame @param {...string} names @returns {Record<string, any>} */
function without(frame, ...names) {
  return Object.fromEntries(Object.entries(frame).filter(([name]) => !names.includes(name)));
}

// The shell: socket, timers, storage

// A connection that lived for so long was a good one: after it the waits begin again at the shortest.
const GOOD_MS = 10_000;
// Longer than any answer takes; a connection that says nothing for so long at the beginning is none.
const OPEN_MS = 20_000;
// A token function that gives the same token again is not asked all the time.
const SOONEST_RENEWAL_MS = 10_000;
const TYPING_EVERY_MS = 3_000;
const SAVE_CURSORS_MS = 200;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const DEFAULTS = {
  account: "",
  features: ["typing", "receipts", "presence"],
  outboxLimit: 500,
  backoff: /** @type {[number, number]} */ ([1_000, 30_000]),
};

/** What keeps things only as long as the page lives. @returns {KeyValue} */
export function memoryStorage() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => void kept.set(key, value),
    remove: (key) => void kept.delete(key),
  };
}

/** `localStorage`, or memory where there is none or it is forbidden. @returns {KeyValue} */
export function defaultStorage() {
  try {
    const local = globalThis.localStorage;
    local.getItem("");
    return {
      get: (key) => local.getItem(key),
      set: (key, value) => local.setItem(key, value),
      remove: (key) => local.removeItem(key),
    };
  } catch {
    return memoryStorage();
  }
}

/** The desk does not want this client, or the program's token function has no token (it answered null). */
class Stop extends Error {}

/** Not now. */
class Later extends Error {
  /** @param {string} message @param {number} atLeastMs */
  constructor(message, atLeastMs) {
    super(message);
    this.atLeastMs = atLeastMs;
  }
}

/**
 * `url`: of the desk. `token`: a bearer token, or a function that gets one (`fresh`: a newer one than last time); null
 * means signed out. `account`: who is signed in; each has an outbox of its own in the storage. `keepCursors`: keep
 * in the storage how far each ticket was shown, for programs that keep the events too.
 * @typedef {object} Options
 * @property {string} url
 * @property {string | ((fresh: boolean) => string | null | Promise<string | null>)} token
 * @property {string} [account]
 * @property {string[]} [features] what to be told of besides events: `typing`, `receipts`, `presence`
 * @property {{ name?: string, version?: string }} [client]
 * @property {KeyValue} [storage]
 * @property {boolean} [keepCursors]
 * @property {number} [outboxLimit]
 * @property {[number, number]} [backoff] the shortest and the longest wait between connections, in ms
 * @property {new (url: string, protocols: string[]) => any} [WebSocket] for Node, where there is none
 * @property {typeof globalThis.fetch} [fetch]
 */

/**
 * A socket that comes back. Hear of what happens with `on`: every action of `DeskState` but `tell`, `leave` and
 * `renewed`, and `state` with `state`: `connecting`, `open`, `waiting` (`in_ms`) or `stopped` (`reason`).
 *
 * Two tabs with one storage share an outbox. Both may send the same message; it has the same cmid, so it is stored
 * once, and since each sends in order the order stands.
 */
export class DeskClient {
  /** @param {Options} options */
  constructor(options) {
    this.options = { ...DEFAULTS, ...options };
    /** @type {any} */
    this._WebSocket = options.WebSocket ?? globalThis.WebSocket;
    if (!this._WebSocket) throw new TypeError("There is no WebSocket here: give one as an option");
    this._fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    this._storage = options.storage ?? defaultStorage();
    this._key = `otklik:${new URL(options.url).host}:${this.options.account}`;
    const cursors = options.keepCursors ? this._load("cursors", null) : null;
    this.state = new DeskState({ epoch: null, cursors: {}, ...cursors, outbox: this._kept() });
    /** @type {Map<string, Set<(action: any) => void>>} */
    this._listeners = new Map();
    /** @type {any} */
    this._ws = null;
    /** @type {Action[]} */
    this._todo = [];
    this._doing = false;
    this._running = false;
    this._attempt = 0;
    this._failures = 0;
    this._openedAt = 0;
    this._idleMs = OPEN_MS;
    /** @type {Map<string, ReturnType<typeof setTimeout>>} */
    this._timers = new Map();
    /** @type {Map<string, number>} */
    this._typedAt = new Map();
    this._online = () => this.reconnect();
    this._visible = () => this.presence(globalThis.document.visibilityState === "visible" ? "active" : "idle");
    this._hidden = () => this._saveCursors();
  }

  /** Hear of actions of this type; the answer ends it. @param {string} type @param {(action: any) => void} listener */
  on(type, listener) {
    const listeners = this._listeners.get(type) ?? new Set();
    this._listeners.set(type, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** Connect, and stay connected until `stop` or until the desk says not to come back. */
  start() {
    if (this._running) return;
    this._running = true;
    globalThis.addEventListener?.("online", this._online);
    globalThis.addEventListener?.("pagehide", this._hidden);
    globalThis.document?.addEventListener("visibilitychange", this._visible);
    if (globalThis.document) this._visible();
    void this._connect();
  }

  /** Hang up. What is not acknowledged stays in the outbox. @param {string} [reason] */
  stop(reason = "asked to") {
    if (!this._running) return;
    this._running = false;
    globalThis.removeEventListener?.("online", this._online);
    globalThis.removeEventListener?.("pagehide", this._hidden);
    globalThis.document?.removeEventListener("visibilitychange", this._visible);
    this._hangUp();
    this._saveCursors();
    this._emit({ type: "state", state: "stopped", reason });
  }

  /** Connect at once, whatever the wait: the network is back. */
  reconnect() {
    if (!this._running) return;
    this._hangUp();
    void this._connect();
  }

  /** What is written and not acknowledged yet, in order. */
  get outbox() {
    return [...this.state.outbox.values()];
  }

  /** Follow a ticket or a list, as `DeskState.subscribe`. @param {string} room @param {{ after?: number }} [options] */
  subscribe(room, { after } = {}) {
    this._do(this.state.subscribe(room, after));
  }

  /** Follow it no more. @param {string} room */
  unsubscribe(room) {
    this._do(this.state.unsubscribe(room));
  }

  /**
   * Write a message; its cmid. `ack` or `failed` follows, perhaps after a reload of the page.
   * @param {string} ticket @param {string} body @param {SendOptions} [options] @returns {string}
   */
  send(ticket, body, options = {}) {
    if (this.state.outbox.size >= this.options.outboxLimit) throw new RangeError("Too much waits to be sent");
    const cmid = options.cmid ?? uuid();
    const actions = this.state.send(ticket, body, { ...options, cmid });
    const frame = this.state.outbox.get(cmid);
    // Kept before it is sent: a page that closes in between sends it again, and the desk knows the cmid.
    if (frame) this._changeOutbox((kept) => (kept.some((each) => each.cmid === cmid) ? kept : [...kept, frame]));
    this._typedAt.delete(ticket);
    this._do(actions);
    return cmid;
  }

  /**
   * Call it with every key if you like.
   * @param {string} ticket @param {boolean} [on] @param {"public" | "internal"} [visibility]
   */
  typing(ticket, on = true, visibility) {
    const last = this._typedAt.get(ticket);
    const now = performance.now();
    if (on ? last !== undefined && now - last < TYPING_EVERY_MS : last === undefined) return;
    if (on) this._typedAt.set(ticket, now);
    else this._typedAt.delete(ticket);
    this._do(this.state.typing(ticket, on, visibility));
  }

  /** The user has read up to `seq`. @param {string} ticket @param {number} seq */
  read(ticket, seq) {
    this._do(this.state.read(ticket, seq));
  }

  /** In front of the user, or not. A page does this by itself. @param {"active" | "idle"} state */
  presence(state) {
    this._do(this.state.presence(state));
  }

  // Connections

  async _connect() {
    this._attempt += 1;
    const attempt = this._attempt;
    this._emit({ type: "state", state: "connecting" });
    try {
      const grant = await this._grant();
      // Meanwhile somebody may have hung up, or begun another attempt.
      if (attempt === this._attempt && this._running) this._open(grant);
    } catch (error) {
      if (attempt !== this._attempt || !this._running) return;
      if (error instanceof Stop) this.stop(error.message);
      else this._retry(error instanceof Later ? error.atLeastMs : 0);
    }
  }

  /** @param {boolean} [fresh] @returns {Promise<string>} */
  async _grant(fresh = false) {
    const { token } = this.options;
    const bearer = typeof token === "function" ? await token(fresh) : token;
    if (!bearer) throw new Stop("signed_out");
    const answer = await this._fetch(address(this.options.url, "v1/realtime/grants"), {
      method: "POST", headers: { authorization: `Bearer ${bearer}` }, signal: AbortSignal.timeout(OPEN_MS),
    });
    if (answer.ok) return (await answer.json()).grant;
    if (answer.status === 401 && typeof token === "function" && !fresh) return this._grant(true);
    const problem = await answer.json().catch(() => ({}));
    if (answer.status === 401 || answer.status === 403) throw new Stop(problem.code ?? String(answer.status));
    throw new Later(problem.code ?? String(answer.status), (Number(answer.headers.get("retry-after")) || 0) * 1000);
  }

  /** @param {string} grant */
  _open(grant) {
    const url = address(this.options.url, "v1/realtime");
    url.protocol = url.protocol.replace("http", "ws");
    const ws = new this._WebSocket(url.href, ["desk.v1", `grant.${grant}`]);
    this._ws = ws;
    this._openedAt = performance.now();
    this._idleMs = OPEN_MS;
    this._watch();
    const { client, features } = this.options;
    ws.onopen = () => ws.send(JSON.stringify({ t: "hello", client, features, presence: this.state.seen }));
    ws.onmessage = (/** @type {{ data: string }} */ { data }) => this._received(JSON.parse(data));
    ws.onclose = (/** @type {{ code: number, reason: string }} */ { code, reason }) => this._lost(code, reason);
    ws.onerror = () => {}; // the close that follows says the rest
  }

  /** @param {Frame} frame */
  _received(frame) {
    if (frame.t === "welcome") {
      // The desk is never silent for longer than `hb` seconds.
      this._idleMs = frame.hb * 1600;
      this._renewIn(frame.auth_expires_in);
      this._emit({ type: "state", state: "open" });
    }
    this._watch();
    this._do(frame.t === "welcome" ? this.state.connected(frame) : this.state.received(frame));
  }

  /** @param {number} code @param {string} [reason] */
  _lost(code, reason) {
    this._hangUp();
    if (isFinal(code)) this.stop(reason || String(code));
    else this._retry(0);
  }

  /** Nothing of the old connection is heard any more: closing a dead one can take minutes. */
  _hangUp() {
    this._attempt += 1;
    for (const name of ["retry", "watch", "renew"]) this._clear(name);
    this.state.disconnected();
    const ws = this._ws;
    this._ws = null;
    if (!ws) return;
    if (performance.now() - this._openedAt > GOOD_MS) this._failures = 0;
    ws.onopen = ws.onmessage = ws.onclose = null;
    ws.close();
  }

  /** Full jitter: after a restart of the desk not everybody comes back at once. @param {number} atLeastMs */
  _retry(atLeastMs) {
    const [shortest, longest] = this.options.backoff;
    const limit = Math.min(longest, shortest * 2 ** Math.min(this._failures, 10));
    const wait = Math.max(Math.random() * limit, atLeastMs);
    this._failures += 1;
    this._after("retry", wait, () => void this._connect());
    this._emit({ type: "state", state: "waiting", in_ms: wait });
  }

  _watch() {
    this._after("watch", this._idleMs, () => this._lost(1006, "nothing heard"));
  }

  /** @param {number | null} seconds */
  _renewIn(seconds) {
    const { token } = this.options;
    this._clear("renew");
    if (seconds === null || typeof token !== "function") return;
    this._after("renew", Math.max(seconds * 800, SOONEST_RENEWAL_MS), async () => {
      const attempt = this._attempt;
      const next = await Promise.resolve(token(true)).catch(() => null);
      // Without one the connection ends with 4003, and the next one asks again.
      if (next && attempt === this._attempt) this._do(this.state.auth(next));
    });
  }

  // Actions

  /** @param {Action[]} actions */
  _do(actions) {
    this._todo.push(...actions);
    // A listener that sends something must not overtake what is still to be done.
    if (this._doing) return;
    this._doing = true;
    for (let action = this._todo.shift(); action; action = this._todo.shift()) this._one(action);
    this._doing = false;
  }

  /** @param {Action} action */
  _one(action) {
    switch (action.type) {
      case "tell":
        if (this._ws?.readyState === 1) this._ws.send(JSON.stringify(action.frame));
        break;
      case "leave":
        this._hangUp();
        this._retry(action.reconnect_in_ms);
        break;
      case "renewed":
        this._renewIn(action.auth_expires_in);
        break;
      default:
        this._aside(action);
        this._emit(action);
    }
  }

  /** What is to be done here before the program hears of it. @param {Action} action */
  _aside(action) {
    if (action.type === "ack" || action.type === "failed") {
      this._changeOutbox((kept) => kept.filter((each) => each.cmid !== action.cmid));
    } else if (action.type === "typing") {
      const name = `typing ${action.ticket} ${action.who}`;
      this._clear(name);
      if (action.on) {
        this._after(name, action.ttl * 1000, () => this._do(this.state.typingExpired(action.ticket, action.who)));
      }
    } else if (this.options.keepCursors && ["update", "reset", "gone"].includes(action.type)) {
      // After the program has seen it: what is lost in between comes again.
      if (!this._timers.has("save")) this._after("save", SAVE_CURSORS_MS, () => this._saveCursors());
    }
  }

  /** A listener that throws must not keep the others, or the protocol, from going on. @param {Action} action */
  _emit(action) {
    for (const listener of this._listeners.get(action.type) ?? []) {
      try {
        listener(action);
      } catch (error) {
        (globalThis.reportError ?? console.error)(error);
      }
    }
  }

  // Storage

  /** @param {string} what @param {any} otherwise @returns {any} */
  _load(what, otherwise) {
    try {
      return JSON.parse(this._storage.get(`${this._key}:${what}`) ?? "null") ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  /** Another tab may have changed it meanwhile, so it is read again. @param {(kept: Frame[]) => Frame[]} change */
  _changeOutbox(change) {
    this._save("outbox", change(this._kept()));
  }

  /** @returns {Frame[]} */
  _kept() {
    const kept = this._load("outbox", []);
    return Array.isArray(kept) ? kept.filter((each) => typeof each?.cmid === "string") : [];
  }

  _saveCursors() {
    this._clear("save");
    const { epoch, cursors } = this.state.snapshot();
    if (this.options.keepCursors) this._save("cursors", { epoch, cursors });
  }

  /** @param {string} what @param {any} value */
  _save(what, value) {
    try {
      if (Array.isArray(value) && value.length === 0) this._storage.remove(`${this._key}:${what}`);
      else this._storage.set(`${this._key}:${what}`, JSON.stringify(value));
    } catch (error) {
      // The storage is full or forbidden: the message is still in memory, and sent unless the page is closed.
      this._emit({ type: "error", code: "storage", detail: String(error) });
    }
  }

  // Timers

  /** @param {string} name @param {number} ms @param {() => void} then */
  _after(name, ms, then) {
    this._clear(name);
    this._timers.set(name, setTimeout(() => { this._timers.delete(name); then(); }, Math.min(ms, LONGEST_TIMER_MS)));
  }

  /** @param {string} name */
  _clear(name) {
    clearTimeout(this._timers.get(name));
    this._timers.delete(name);
  }
}

/** @param {string} base @param {string} path */
function address(base, path) {
  return new URL(path, base.endsWith("/") ? base : `${base}/`);
}

/** A random id. (`crypto.randomUUID` is not there on pages without TLS.) */
function uuid() {
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
  const hex = bytes.map((each) => each.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}
