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
// Ids as the desk writes them: in another case they would be other rooms to us, and no answer would be theirs.
const ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const ROOM = new RegExp(`^(?:mine|notifications|views|report:desk|(?:report:)?(?:team|queue):${ID}|${ID})$`);
const HIGHEST_SEQ = 2 ** 31 - 1;

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
    /**
     * Rooms that are followed. `asking`: the id of the last sub, while it waits for its answer. `after`: what that
     * began with. `upTo`: where the ticket stood by the answer; once that is shown, the desk follows it for us, and no
     * `more` is on its way.
     * @type {Map<string, { asking: number | null, after: number, upTo: number }>}
     */
    this.following = new Map();
    /** What the network did to us. */
    this.counts = { repeated: 0, gaps: 0, resent: 0 };
    /** @type {"active" | "idle"} */
    this.seen = "active";
    /** @type {string | null} the presence that the `hello` of this connection told */
    this._said = null;
    /** @type {Map<string, number>} per ticket how far the user has read: nothing answers it, so it is kept */
    this._reads = new Map();
    /** @type {Set<string>} who types, as `ticket who` */
    this._typists = new Set();
    /** Whether this connection has said `welcome`. */
    this._connected = false;
    /** @type {number | null} this connection is to be left, for at least this time, once nothing is under way */
    this._leaveIn = null;
    /** Whether `leave` has been said of this connection. */
    this._left = false;
    this._limits = DEFAULT_LIMITS;
    this._lastId = 0;
    /** @type {Map<number, string>} sends of this connection without an answer: frame id to cmid */
    this._underWay = new Map();
    /** @type {Map<number, string[]>} subs of this connection without an answer: frame id to rooms */
    this._asked = new Map();
    /** @type {Set<string>} cmids that have been on a wire before */
    this._sentBefore = new Set();
  }

  /** For how long the desk has asked to stay away, whether or not everything under way was answered; 0: it has not. */
  get stayAwayMs() {
    return this._leaveIn ?? 0;
  }

  /** What is worth keeping: the next state begins with it. @returns {Snapshot} */
  snapshot() {
    return { epoch: this.epoch, cursors: Object.fromEntries(this.cursors), outbox: [...this.outbox.values()] };
  }

  // What the program asks for

  /**
   * Follow a room: a ticket (by its id, as the desk writes it), or a list (`mine`, `notifications`, `team:<id>`, `queue:<id>`). What is
   * none is answered with `followed` and the error `invalid`: the desk would refuse every room that it is asked with.
   * @param {string} room
   * @param {number} [after] begin a ticket here and not at its cursor; of no effect while it is followed
   * @returns {Action[]}
   */
  subscribe(room, after) {
    const wrong = whatIsWrong(room, after);
    if (wrong) return [{ type: "followed", room, error: "invalid", detail: wrong }];
    if (!this.following.has(room)) {
      if (after !== undefined) this.cursors.set(room, after);
      this.following.set(room, { asking: null, after: 0, upTo: Infinity });
    }
    return this._sub([room]);
  }

  /** Follow a room no more. The cursor of a ticket stays. @param {string} room @returns {Action[]} */
  unsubscribe(room) {
    if (!this._forget(room) || !this._open()) return [];
    const { ticket, queue, inbox, report } = item(room);
    const lists = report ? { reports: [report] } : queue ? { queues: [queue] } : { inboxes: [inbox] };
    const named = ticket ? { tickets: [ticket] } : lists;
    return [tell({ t: "unsub", id: this._id(), ...named })];
  }

  /**
   * Write a message. It stays in the outbox until it is acknowledged or refused for good. Throws a `TypeError` for what
   * is no message, also for options that JSON cannot say.
   * @param {string} ticket @param {string} body @param {SendOptions & { cmid: string }} options @returns {Action[]}
   */
  send(ticket, body, { cmid, ...more }) {
    for (const each of [ticket, body, cmid]) {
      if (typeof each !== "string") throw new TypeError(`A ticket, a body and a cmid are text, and not ${shown(each)}`);
    }
    if (this.outbox.has(cmid)) return [];
    // Half a character (a lone surrogate) is no text: the desk would hang up on it, again and again.
    const text = JSON.stringify({ t: "send", ticket, cmid, body: body.replace(/\p{Surrogate}/gu, "\uFFFD"), ...more });
    // A frame over the limit would end every connection that it is sent on.
    if (new TextEncoder().encode(text).length > this._limits.frame - FRAME_MARGIN) {
      return [{ type: "failed", cmid, code: "too_large", frame: null }];
    }
    // What the program does with its options later must not change what is sent again.
    this.outbox.set(cmid, JSON.parse(text));
    return this._nextSends();
  }

  /**
   * Other tabs of the same user keep their messages in one place with ours. `kept` is what is there now: what we do
   * not have yet is taken over, in its order. `gone`: what another tab has settled; what is under way here is answered
   * here.
   * @param {Frame[]} kept @param {string[]} gone @returns {Action[]}
   */
  share(kept, gone) {
    const before = [...this.outbox.keys()].join("\n");
    const underWay = new Set(this._underWay.values());
    for (const cmid of gone) if (!underWay.has(cmid)) this.outbox.delete(cmid);
    this.outbox = new Map(inOneOrder(kept, [...this.outbox.values()]).map((frame) => [frame.cmid, frame]));
    /** @type {Action[]} */
    const news = before === [...this.outbox.keys()].join("\n") ? [] : [{ type: "outbox" }];
    return [...news, ...this._nextSends()];
  }

  /**
   * The user types, or has stopped. Say it every few seconds, not with every key.
   * @param {string} ticket @param {boolean} on @param {"public" | "internal"} [visibility] @returns {Action[]}
   */
  typing(ticket, on, visibility) {
    if (!this._open() || !this.following.has(ticket)) return [];
    return [tell({ t: "typing", ticket, on: Boolean(on), ...(visibility && { visibility: `${visibility}` }) })];
  }

  /**
   * An agent has the ticket in front of them, or no more. Say it again every 20 s.
   * @param {string} ticket @param {boolean} on @returns {Action[]}
   */
  viewing(ticket, on) {
    return this._open() && this.following.has(ticket) ? [tell({ t: "viewing", ticket, on: Boolean(on) })] : [];
  }

  /**
   * The user has read a ticket up to `seq`. The mark is kept as long as the ticket is followed, and told whenever the
   * desk begins to follow it for us. Throws a `TypeError` for what is no `seq`.
   * @param {string} ticket @param {number} seq @returns {Action[]}
   */
  read(ticket, seq) {
    if (!isCounter(seq)) throw new TypeError(`How far somebody has read is the seq of an event, and not ${shown(seq)}`);
    if (!this.following.has(ticket) || seq <= (this._reads.get(ticket) ?? 0)) return [];
    this._reads.set(ticket, seq);
    return this._mark(ticket);
  }

  /**
   * The program is in front of its user, or not. Throws a `TypeError` for any other state.
   * @param {"active" | "idle"} state @returns {Action[]}
   */
  presence(state) {
    if (!["active", "idle"].includes(state)) throw new TypeError(`Presence is active or idle, and not ${shown(state)}`);
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
   * A connection is open: the first frame on it. `members`: `client` and `features`.
   * @param {Record<string, any>} members @returns {Action[]}
   */
  hello(members) {
    this._said = this.seen;
    return [tell({ t: "hello", ...members, presence: this.seen })];
  }

  /**
   * The desk has said `welcome`: follow everything again, then send what is not acknowledged, in order.
   * @param {Frame} welcome @returns {Action[]}
   */
  connected(welcome) {
    const said = this._said ?? this.seen;
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
    // The page may have come to the front since `hello`, while nothing could be said.
    if (said !== this.seen) actions.push(tell({ t: "presence", state: this.seen }));
    actions.push(...this._sub([...this.following.keys()]));
    return [...actions, ...this._nextSends()];
  }

  /** The connection is gone; nothing that was under way is known to have arrived. */
  disconnected() {
    this._connected = false;
    this._leaveIn = null;
    this._left = false;
    this._said = null;
    this._underWay.clear();
    this._asked.clear();
    for (const each of this.following.values()) each.asking = null;
  }

  /** What a frame of the desk means; types that are not known are ignored. @param {Frame} frame @returns {Action[]} */
  received(frame) {
    // Before `welcome` only that this try has failed means anything.
    if (!this._connected && frame.t !== "goaway" && frame.t !== "err") return [];
    switch (frame.t) {
      case "ev": return this._event(frame);
      case "ack": return this._settle(frame, { ...without(frame, "t", "re"), type: "ack" });
      case "err": return this._error(frame);
      case "ok": return this._ok(frame);
      case "more": case "reset": case "gone": return this._interrupted(frame.t, frame.ticket);
      case "typing": return this._typing(frame);
      case "changed": return this._changed(frame.inbox ?? `queue:${frame.queue}`);
      case "goaway": return this._leave(frame.reconnect_in_ms);
      case "figures":
        return this.following.has(`report:${frame.report}`) ? [{ ...without(frame, "t"), type: "figures" }] : [];
      case "read": case "presence": case "viewing": case "offer": case "offer_ended": case "queue":
      case "call": case "call_ended":
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
      for (const room of part) {
        this.following.set(room, { asking: id, after: this.cursors.get(room) ?? 0, upTo: Infinity });
      }
      actions.push(tell({ t: "sub", id, subs, epoch: this.epoch }));
    }
    return actions;
  }

  /** Follow it no more; whether it was followed. @param {string} room */
  _forget(room) {
    this._reads.delete(room);
    return this.following.delete(room);
  }

  /**
   * Say how far the user has read, if the desk would take it: not before it follows the ticket for us.
   * @param {string} ticket @returns {Action[]}
   */
  _mark(ticket) {
    const seq = this._reads.get(ticket);
    const upTo = this.following.get(ticket)?.upTo ?? Infinity;
    if (seq === undefined || !this._open() || (this.cursors.get(ticket) ?? 0) < upTo) return [];
    return [tell({ t: "read", ticket, seq })];
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
      return followed.asking === null ? this._sub([ticket]) : [];
    }
    this.cursors.set(ticket, seq);
    // Whoever has written types no more.
    const stopped = frame.kind === "message.created" ? this.typingExpired(ticket, frame.from.id) : [];
    const marks = seq === followed.upTo ? this._mark(ticket) : [];
    return [...stopped, { ...without(frame, "t"), type: "update" }, ...marks];
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
    if (frame.code === "invalid" && asked.length > 1) {
      // The desk cannot read one of them and does not say which: the others must not be lost with it.
      return asked.filter((room) => this.following.has(room)).flatMap((room) => this._sub([room]));
    }
    return asked.filter((room) => this._forget(room))
      .map((room) => ({ type: "followed", room, error: frame.code, detail: frame.detail }));
  }

  /** @param {Frame} frame @returns {Action[]} */
  _ok(frame) {
    this._asked.delete(frame.re);
    if (frame.auth_expires_in != null) return [{ type: "renewed", auth_expires_in: frame.auth_expires_in }];
    /** @type {Action[]} */
    const actions = [];
    for (const { ticket, queue, inbox, report, ...more } of frame.subs ?? []) {
      const room = ticket ?? inbox ?? (report ? `report:${report}` : `queue:${queue}`);
      const followed = this.following.get(room);
      if (!followed) continue;
      if (followed.asking === frame.re) {
        followed.asking = null;
        // A ticket that ends before our cursor is another one: `reset` is on its way.
        followed.upTo = more.last_seq < followed.after ? Infinity : more.last_seq;
      }
      if (more.error) this._forget(room);
      actions.push({ ...more, type: "followed", room });
      // Nobody knows what has changed in a list since it was last looked at. Figures come by themselves.
      if (isList(room) && !report && !more.error) actions.push({ type: "changed", list: room });
      actions.push(...this._mark(room));
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
    this._forget(ticket);
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
    this._leaveIn = Math.max(Number(afterMs) || 0, this._leaveIn ?? 0);
    return this._leaveWhenDone();
  }

  /** @returns {Action[]} */
  _leaveWhenDone() {
    if (this._leaveIn === null || this._underWay.size > 0 || this._left) return [];
    this._left = true;
    return [{ type: "leave", reconnect_in_ms: this._leaveIn }];
  }
}

/** @param {Frame} frame @returns {Action} */
function tell(frame) {
  return { type: "tell", frame };
}

/**
 * What is kept and what is ours as one list, each message once: in the order of `kept`, and what is ours alone before
 * whatever of `kept` comes after it here too.
 * @param {Frame[]} kept @param {Frame[]} ours @returns {Frame[]}
 */
export function inOneOrder(kept, ours) {
  const rest = [...kept];
  /** @type {Map<string, Frame>} */
  const all = new Map();
  for (const frame of ours) {
    const place = rest.findIndex(({ cmid }) => cmid === frame.cmid);
    for (const each of rest.splice(0, place + 1)) if (!all.has(each.cmid)) all.set(each.cmid, each);
    if (!all.has(frame.cmid)) all.set(frame.cmid, frame);
  }
  for (const each of rest) if (!all.has(each.cmid)) all.set(each.cmid, each);
  return [...all.values()];
}

/** Why this cannot be followed, or null. @param {any} room @param {any} after @returns {string | null} */
function whatIsWrong(room, after) {
  if (typeof room !== "string" || !ROOM.test(room)) {
    const rooms = "mine, notifications, team:<id>, queue:<id>, report:desk or the id of a ticket, in lower case";
    return `A room is ${rooms}, and not ${shown(room)}`;
  }
  if (after !== undefined && !isCounter(after)) return `To begin after an event takes its seq, and not ${shown(after)}`;
  return null;
}

/** Whether this may be the `seq` of an event, or 0. @param {any} value */
function isCounter(value) {
  return Number.isInteger(value) && value >= 0 && value <= HIGHEST_SEQ;
}

/** A value of the program in a message about it. @param {any} value */
function shown(value) {
  const text = String(value).slice(0, 100);
  return typeof value === "string" ? JSON.stringify(text) : `${typeof value} ${text}`;
}

/** @param {string} room */
function isList(room) {
  return room === "mine" || room === "notifications" || room === "views" || room.includes(":");
}

/**
 * How a room is named in frames.
 * @param {string} room @returns {{ ticket?: string, queue?: string, inbox?: string, report?: string }}
 */
function item(room) {
  if (!isList(room)) return { ticket: room };
  if (room.startsWith("report:")) return { report: room.slice(7) };
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

// A connection that lived for so long after its `welcome` was a good one: the waits begin again at the shortest.
const GOOD_MS = 10_000;
// Longer than any answer takes; a connection that says nothing for so long at the beginning is none.
const OPEN_MS = 20_000;
// A token function that gives the same token again is not asked all the time.
const SOONEST_RENEWAL_MS = 10_000;
const TYPING_EVERY_MS = 3_000;
const SAVE_CURSORS_MS = 200;
// A tab that lives sends its messages by itself within this time; then others take over what still waits.
const TAKE_OVER_MS = 2_000;
// How many settled messages are remembered, so that a slower tab does not bring them back.
const SETTLED_REMEMBERED = 1_000;
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

/** How long to wait between connections. Full jitter: after a restart of the desk not everybody comes back at once. */
export class Backoff {
  /** @param {[number, number]} limits the shortest and the longest, in ms */
  constructor([shortest, longest]) {
    this.shortest = shortest;
    this.longest = longest;
    this.failures = 0;
  }

  /** A connection is over, so long after its `welcome`; null: there was none. @param {number | null} livedMs */
  ended(livedMs) {
    if (livedMs !== null && livedMs > GOOD_MS) this.failures = 0;
  }

  /** Until the next try, in ms. @param {number} atLeastMs @param {number} [chance] from 0 to 1 */
  wait(atLeastMs, chance = Math.random()) {
    const limit = Math.min(this.longest, this.shortest * 2 ** Math.min(this.failures, 10));
    this.failures += 1;
    return Math.max(chance * limit, atLeastMs);
  }
}

/**
 * The outbox in a storage that other tabs use too. What is not there any more was settled by one of them: nobody sends
 * it from there again, and nobody puts it back.
 */
class KeptOutbox {
  /** @param {() => any} load throws when nothing can be read @param {(frames: Frame[]) => boolean} save */
  constructor(load, save) {
    this._load = load;
    this._save = save;
    /** @type {Set<string>} cmids that we have seen there */
    this._seen = new Set();
    /** @type {Set<string>} cmids that are done with, here or elsewhere */
    this._settled = new Set();
  }

  /** What is there, and which of `ours` was and is not. @param {Map<string, Frame>} ours */
  look(ours) {
    const there = this._there();
    // A storage that cannot be read says nothing about what was settled.
    if (there === null) return { kept: [], gone: [] };
    const cmids = new Set(there.map(({ cmid }) => cmid));
    const gone = [...ours.keys()].filter((cmid) => this._seen.has(cmid) && !cmids.has(cmid));
    for (const cmid of gone) this._remember(cmid);
    this._seen = new Set([...cmids, ...[...ours.keys()].filter((cmid) => this._seen.has(cmid))]);
    return { kept: there.filter(({ cmid }) => !this._settled.has(cmid)), gone };
  }

  /**
   * Write what is there and what of `ours` never got there, in one order: a write that failed (the storage was full) is
   * made up for by the next.
   * @param {Map<string, Frame>} ours
   */
  write(ours) {
    const there = this._there();
    const kept = (there ?? []).filter(({ cmid }) => !this._settled.has(cmid));
    const cmids = new Set(kept.map(({ cmid }) => cmid));
    const mine = [...ours.values()].filter(({ cmid }) => !there || cmids.has(cmid) || !this._seen.has(cmid));
    const all = inOneOrder(kept, mine);
    if (this._save(all)) for (const { cmid } of all) this._seen.add(cmid);
  }

  /** This message begins to wait. @param {string} cmid */
  begin(cmid) {
    this._settled.delete(cmid);
  }

  /** This one is acknowledged or refused. @param {string} cmid */
  settle(cmid) {
    this._seen.delete(cmid);
    this._remember(cmid);
  }

  /** @param {string} cmid */
  _remember(cmid) {
    this._settled.add(cmid);
    for (const oldest of this._settled) {
      if (this._settled.size <= SETTLED_REMEMBERED) break;
      this._settled.delete(oldest);
    }
  }

  /** @returns {Frame[] | null} null: it cannot be read */
  _there() {
    try {
      const kept = this._load() ?? [];
      return Array.isArray(kept) ? kept.filter((each) => typeof each?.cmid === "string") : null;
    } catch {
      return null;
    }
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
 * Tabs with one storage share an outbox: each sends what the others have left there, before what is written later.
 * `outbox` says that another tab has changed what waits here. Two may send the same message; it has the same cmid, so
 * it is stored once, and since each sends in order the order stands. A message that another tab has settled waits on
 * here only if it was written here, until it is answered here too.
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
    // Throws for what JSON cannot say: here, and not on every connection.
    this._introduction = JSON.parse(JSON.stringify({ client: this.options.client, features: this.options.features }));
    const cursors = options.keepCursors ? this._load("cursors") : null;
    /** @type {Set<string>} tickets whose kept cursor is to be ours, and not the higher one of another tab */
    this._anew = new Set();
    /** Whether a cursor has moved since they were kept. */
    this._moved = false;
    this._outbox = new KeptOutbox(() => this._read("outbox"), (frames) => this._save("outbox", frames));
    /** @type {Set<string>} cmids of messages that were written here */
    this._own = new Set();
    this.state = new DeskState({ epoch: null, cursors: {}, ...cursors, outbox: this._outbox.look(new Map()).kept });
    /** @type {Map<string, Set<(action: any) => void>>} */
    this._listeners = new Map();
    /** @type {any} */
    this._ws = null;
    /** @type {Action[]} */
    this._todo = [];
    this._doing = false;
    this._running = false;
    this._attempt = 0;
    this._backoff = new Backoff(this.options.backoff);
    /** @type {number | null} when this connection said `welcome` */
    this._welcomeAt = null;
    /** The desk does not want to see us sooner. */
    this._notBefore = 0;
    this._idleMs = OPEN_MS;
    /** @type {Map<string, ReturnType<typeof setTimeout>>} */
    this._timers = new Map();
    /** @type {Map<string, number>} */
    this._typedAt = new Map();
    this._online = () => this.reconnect();
    this._visible = () => this.presence(globalThis.document.visibilityState === "visible" ? "active" : "idle");
    this._hidden = () => this._saveCursors();
    this._elsewhere = (/** @type {{ key: string | null }} */ { key }) => this._changedElsewhere(key);
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
    globalThis.addEventListener?.("storage", this._elsewhere);
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
    globalThis.removeEventListener?.("storage", this._elsewhere);
    globalThis.document?.removeEventListener("visibilitychange", this._visible);
    this._hangUp();
    this._clear("take over");
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

  /**
   * Follow a ticket or a list, as `DeskState.subscribe`. Throws a `TypeError` for what is neither.
   * @param {string} room @param {{ after?: number }} [options]
   */
  subscribe(room, { after } = {}) {
    const begins = after !== undefined && !this.state.following.has(room);
    const actions = this.state.subscribe(room, after);
    const refused = actions.find(({ type, error }) => type === "followed" && error);
    if (refused) throw new TypeError(refused.detail);
    if (begins && this.options.keepCursors) this._anew.add(room);
    this._do(actions);
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
    // What other tabs have left was written before.
    this._do(this._share());
    if (this.state.outbox.size >= this.options.outboxLimit) throw new RangeError("Too much waits to be sent");
    const cmid = options.cmid ?? uuid();
    const actions = this.state.send(ticket, body, { ...options, cmid });
    if (this.state.outbox.has(cmid)) {
      this._own.add(cmid);
      this._outbox.begin(cmid);
      // Kept before it is sent: a page that closes in between sends it again, and the desk knows the cmid.
      this._outbox.write(this.state.outbox);
    }
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

  /** Agents: the ticket is in front, or no more; again every 20 s. @param {string} ticket @param {boolean} [on] */
  viewing(ticket, on = true) {
    this._do(this.state.viewing(ticket, on));
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
    this._idleMs = OPEN_MS;
    this._watch();
    ws.onopen = () => this._do(this.state.hello(this._introduction));
    ws.onmessage = (/** @type {{ data: string }} */ { data }) => this._heard(data);
    ws.onclose = (/** @type {{ code: number, reason: string }} */ { code, reason }) => this._lost(code, reason);
    ws.onerror = () => {}; // the close that follows says the rest
  }

  /** @param {string} data */
  _heard(data) {
    const ws = this._ws;
    try {
      this._received(JSON.parse(data));
    } catch (error) {
      // A frame that nobody foresaw. What it should have changed is not known: begin again, and ask for everything.
      report(error);
      if (this._ws === ws) this._lost(1006);
    }
  }

  /** @param {Frame} frame */
  _received(frame) {
    if (frame.t === "welcome") {
      this._welcomeAt = performance.now();
      // The desk is never silent for longer than `hb` seconds.
      this._idleMs = frame.hb * 1600;
      this._renewIn(frame.auth_expires_in);
      this._emit({ type: "state", state: "open" });
      // A listener may have hung up.
      if (this._welcomeAt === null) return;
    }
    // Whatever else comes before it: a desk that never says `welcome` is none.
    if (this._welcomeAt !== null) this._watch();
    const asked = this.state.stayAwayMs;
    const actions = frame.t === "welcome"
      ? [...this._share(), ...this.state.connected(frame)] : this.state.received(frame);
    // It counts from now, however long the answers to what is under way take, and whether they come or not.
    const { stayAwayMs } = this.state;
    if (stayAwayMs > asked) this._notBefore = Math.max(this._notBefore, performance.now() + stayAwayMs);
    this._do(actions);
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
    // What was to be done on it must not be done on the next one.
    this._todo = this._todo.filter(({ type }) => !["tell", "leave", "renewed"].includes(type));
    this._backoff.ended(this._welcomeAt === null ? null : performance.now() - this._welcomeAt);
    this._welcomeAt = null;
    const ws = this._ws;
    this._ws = null;
    if (!ws) return;
    ws.onopen = ws.onmessage = ws.onclose = null;
    ws.close();
  }

  /** @param {number} atLeastMs */
  _retry(atLeastMs) {
    const wait = this._backoff.wait(Math.max(atLeastMs, this._notBefore - performance.now()));
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
      const next = await Promise.resolve(true).then(token).catch(() => null);
      // Without one the connection ends with 4003, and the next one asks again.
      if (next && attempt === this._attempt) this._do(this.state.auth(`${next}`));
    });
  }

  // Actions

  /** @param {Action[]} actions */
  _do(actions) {
    this._todo.push(...actions);
    // A listener that sends something must not overtake what is still to be done.
    if (this._doing) return;
    this._doing = true;
    try {
      for (let action = this._todo.shift(); action; action = this._todo.shift()) this._try(action);
    } finally {
      // Whatever happens: or nothing would ever be done again.
      this._doing = false;
    }
  }

  /** @param {Action} action */
  _try(action) {
    try {
      this._one(action);
    } catch (error) {
      report(error);
      // What comes behind it must not overtake it: what is not acknowledged goes out on the next connection, in order.
      if (this._ws) this._lost(1006);
    }
  }

  /** @param {Action} action */
  _one(action) {
    switch (action.type) {
      case "tell":
        if (this._ws?.readyState === 1) this._ws.send(JSON.stringify(action.frame));
        break;
      case "leave":
        this._hangUp();
        // For how long is counted from when the desk said so.
        this._retry(0);
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
      this._own.delete(action.cmid);
      this._outbox.settle(action.cmid);
      this._outbox.write(this.state.outbox);
    } else if (action.type === "typing") {
      const name = `typing ${action.ticket} ${action.who}`;
      this._clear(name);
      if (action.on) {
        this._after(name, action.ttl * 1000, () => this._do(this.state.typingExpired(action.ticket, action.who)));
      }
    } else if (this.options.keepCursors && ["update", "reset", "gone"].includes(action.type)) {
      if (action.type !== "update") this._anew.add(action.ticket);
      this._moved = true;
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
        report(error);
      }
    }
  }

  // Storage

  /** Take over what other tabs have left, and let go of what they have settled. @returns {Action[]} */
  _share() {
    const { kept, gone } = this._outbox.look(this.state.outbox);
    return this.state.share(kept, gone.filter((cmid) => !this._own.has(cmid)));
  }

  /** @param {string | null} key of what another tab has changed in the storage; null: everything is gone */
  _changedElsewhere(key) {
    if (key !== null && key !== `${this._key}:outbox`) return;
    const { gone } = this._outbox.look(this.state.outbox);
    this._do(this.state.share([], gone.filter((cmid) => !this._own.has(cmid))));
    // What is new is on its way from there, unless that tab is closed or offline.
    if (!this._timers.has("take over")) this._after("take over", TAKE_OVER_MS, () => this._do(this._share()));
  }

  /** Another tab may have shown more of a ticket than this one. */
  _saveCursors() {
    this._clear("save");
    if (!this.options.keepCursors || !(this._moved || this._anew.size)) return;
    const { epoch, cursors } = this.state.snapshot();
    const there = this._load("cursors");
    for (const [ticket, seq] of Object.entries(there?.epoch === epoch ? there.cursors ?? {} : {})) {
      if (!this._anew.has(ticket)) cursors[ticket] = Math.max(cursors[ticket] ?? 0, seq);
    }
    if (!this._save("cursors", { epoch, cursors })) return;
    this._anew.clear();
    this._moved = false;
  }

  /** What is kept, or null. Throws when it cannot be read. @param {string} what @returns {any} */
  _read(what) {
    return JSON.parse(this._storage.get(`${this._key}:${what}`) ?? "null");
  }

  /** What is kept, or null when it is not there or cannot be read. @param {string} what @returns {any} */
  _load(what) {
    try {
      return this._read(what);
    } catch {
      return null;
    }
  }

  /** Whether it is kept now. @param {string} what @param {any} value */
  _save(what, value) {
    try {
      if (Array.isArray(value) && value.length === 0) this._storage.remove(`${this._key}:${what}`);
      else this._storage.set(`${this._key}:${what}`, JSON.stringify(value));
      return true;
    } catch (error) {
      // The storage is full or forbidden: the message is still in memory, and sent unless the page is closed.
      this._emit({ type: "error", code: "storage", detail: String(error) });
      return false;
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

/** A bug, of the program or of ours: told to whoever looks, and nobody is kept from going on. @param {unknown} error */
function report(error) {
  (globalThis.reportError ?? console.error)(error);
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
