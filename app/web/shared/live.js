// @ts-check
/**
 * What happens now: one socket for the whole page (`client/desk.js`), and hooks that draw what it tells.
 *
 * `useThread` holds a ticket's messages: the latest are read first, older ones on demand, and everything after that
 * comes by the socket, each event once and in order. What is being sent stands behind them until it is acknowledged.
 */
import { DeskClient } from "../client/desk.js";
import { uuid } from "./ids.js";
import { storage } from "./storage.js";
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "./view.js";

/** @typedef {{ kind: string, seq: number, data: any, from: any, at: string }} Happening */

/** The socket of the page. */
export class Live {
  constructor() {
    /** @type {DeskClient | null} */
    this.desk = null;
    /** @type {Map<string, number>} how many parts of the page follow a room */
    this._followed = new Map();
    /** @type {Map<string, number>} how far the events of a ticket are here, for a socket that begins anew */
    this._heard = new Map();
    /** @type {Map<string, Set<(action: any) => void>>} */
    this._listeners = new Map();
    /** @type {{ state: string, reason?: string, in_ms?: number }} */
    this.state = { state: "stopped" };
  }

  /**
   * Connect. @param {{ account: string, url?: string, token: (fresh: boolean) => Promise<string | null>, name?: string }} options
   */
  start({ account, url = location.origin, token, name = "console" }) {
    this.stop();
    const desk = new DeskClient({ url, token, account, storage, client: { name }, features: ["typing", "receipts", "presence", "viewing"] });
    this.desk = desk;
    for (const type of ["update", "reset", "gone", "followed", "changed", "ack", "failed", "typing", "read", "presence",
      "viewing", "offer", "offer_ended", "call", "call_ended", "queue", "figures", "state", "outbox", "error"]) {
      desk.on(type, (action) => {
        if (type === "state") this.state = action;
        if (type === "update" && this._followed.has(action.ticket)) this._heard.set(action.ticket, action.seq);
        if (type === "reset") this._heard.delete(action.ticket);
        for (const each of this._listeners.get(type) ?? []) each(action);
      });
    }
    desk.start();
    for (const room of this._followed.keys()) desk.subscribe(room, { after: this._heard.get(room) });
  }

  stop() {
    this.desk?.stop();
    this.desk = null;
  }

  /** @param {string} type @param {(action: any) => void} listener @returns {() => void} how to stop that */
  on(type, listener) {
    const all = this._listeners.get(type) ?? new Set();
    this._listeners.set(type, all.add(listener));
    return () => {
      all.delete(listener);
    };
  }

  /** Follow a room for as long as anything does. @param {string} room @param {number} [after] @returns {() => void} how to stop that */
  follow(room, after) {
    const count = this._followed.get(room) ?? 0;
    this._followed.set(room, count + 1);
    if (count === 0) {
      if (after !== undefined) this._heard.set(room, after);
      this.desk?.subscribe(room, { after });
    }
    return () => {
      const left = (this._followed.get(room) ?? 1) - 1;
      if (left > 0) {
        this._followed.set(room, left);
        return;
      }
      this._followed.delete(room);
      this._heard.delete(room);
      this.desk?.unsubscribe(room);
    };
  }
}

export const live = new Live();

/** The state of the connection: `connecting`, `open`, `waiting` or `stopped`. @returns {string} */
export function useConnection() {
  const [state, setState] = useState(live.state.state);
  useEffect(() => live.on("state", (action) => setState(action.state)), []);
  return state;
}

/** Be told when a list has changed (`mine`, `notifications`, `views`, `team:<id>`, `queue:<id>`). @param {string | null} room @param {() => void} onChange */
export function useRoom(room, onChange) {
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (!room) return undefined;
    // Several changes at once are one look.
    let timer = 0;
    const stop = [
      live.follow(room),
      live.on("changed", (action) => {
        if (action.list !== room) return;
        clearTimeout(timer);
        timer = window.setTimeout(() => latest.current(), 150);
      }),
    ];
    return () => {
      clearTimeout(timer);
      for (const each of stop) each();
    };
  }, [room]);
}

/** Hear of something that the socket tells (`offer`, `queue`, `figures` ...). @param {string} type @param {(action: any) => void} listener */
export function useHeard(type, listener) {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => live.on(type, (action) => latest.current(action)), [type]);
}

const PAGE = 50;

/**
 * @typedef {any} Message as the API has it
 * @typedef {{ cmid: string, body: string, state: "sending" | "sent", options: any, at: number }} Sending
 * @typedef {{ messages: Map<string, Message>, events: Happening[], sending: Map<string, Sending>, first: number | null,
 *   last: number, whole: boolean, ready: boolean, error: any }} Thread
 */

/** @param {Thread} state @param {any} action @returns {Thread} */
function changed(state, action) {
  const messages = new Map(state.messages);
  const sending = new Map(state.sending);
  switch (action.type) {
    case "page":
      for (const each of action.items) {
        messages.set(each.id, each);
        // What has arrived does not stand a second time behind the others.
        if (each.client_message_id) sending.delete(each.client_message_id);
      }
      return { ...state, messages, sending, ready: true, error: null, whole: action.items.length < PAGE || state.whole,
        first: action.items.length ? action.items[0].seq : state.first, last: Math.max(state.last, action.last ?? 0) };
    case "update": {
      const message = action.data?.message;
      if (message) {
        // Who has written it and when, an event says of itself; of what was there before, that stays.
        const { id, role, name } = action.from ?? {};
        const fresh = { author: { id, kind: role, name }, created_at: action.at, attachments: [] };
        const before = messages.get(message.id);
        messages.set(message.id, { ...(before ?? fresh), ...message, seq: before?.seq ?? message.seq ?? action.seq });
      }
      if (action.cmid) sending.delete(action.cmid);
      const happening = { kind: action.kind, seq: action.seq, data: action.data, from: action.from, at: action.at };
      return { ...state, messages, sending, events: [...state.events.slice(-500), happening], last: Math.max(state.last, action.seq) };
    }
    case "reset":
      return { ...state, messages: new Map(), events: [], first: null, last: 0, whole: false };
    case "send":
      sending.set(action.cmid, { cmid: action.cmid, body: action.body, state: "sending", options: action.options, at: Date.now() });
      return { ...state, sending };
    case "ack": {
      const waiting = sending.get(action.cmid);
      if (!waiting) return state;
      sending.set(action.cmid, { ...waiting, state: "sent" });
      return { ...state, sending };
    }
    // What is to become of what was refused is the page's affair: it may be asked long after.
    case "failed":
      sending.delete(action.cmid);
      return { ...state, sending };
    case "error":
      return { ...state, error: action.error, ready: true };
    default:
      return state;
  }
}

/** @returns {Thread} */
function nothing() {
  return { messages: new Map(), events: [], sending: new Map(), first: null, last: 0, whole: false, ready: false, error: null };
}

/**
 * A ticket's thread, live. `older()` reads on into the past; `send` answers the cmid; `typists`: who types now;
 * `reads`: how far others have read, by who.
 * @param {import("./api.js").Api} api @param {string | null} ticket
 */
export function useThread(api, ticket) {
  const [state, tell] = useReducer(changed, undefined, nothing);
  const [typists, setTypists] = useState(/** @type {Record<string, string>} */ ({}));
  const [reads, setReads] = useState(/** @type {Record<string, number>} */ ({}));
  const [gone, setGone] = useState(false);
  const busy = useRef(false);
  const current = useRef(state);
  current.current = state;

  const read = useCallback(async (/** @type {number | null} */ before) => {
    if (busy.current || !ticket) return;
    busy.current = true;
    try {
      const found = await api.get(`/v1/tickets/${ticket}/messages`, { limit: PAGE, before_seq: before ?? 2 ** 31 - 1 });
      tell({ type: "page", items: found.items, last: before === null ? found.items.at(-1)?.seq : 0 });
    } catch (error) {
      tell({ type: "error", error });
    } finally {
      busy.current = false;
    }
  }, [api, ticket]);

  useEffect(() => {
    if (!ticket) return undefined;
    tell({ type: "reset" });
    setTypists({});
    setReads({});
    setGone(false);
    /** @type {(() => void)[]} */
    const stop = [];
    let over = false;
    const mine = (/** @type {(action: any) => void} */ then) => (/** @type {any} */ action) => {
      if (action.ticket === ticket) then(action);
    };
    for (const frame of live.desk?.outbox ?? []) {
      if (frame.ticket === ticket) tell({ type: "send", cmid: frame.cmid, body: frame.body, options: frame });
    }
    stop.push(
      live.on("update", mine((action) => {
        tell(action);
        // Who has written does not write any more.
        if (action.data?.message) setTypists({});
      })),
      live.on("reset", mine(() => {
        tell({ type: "reset" });
        void read(null);
      })),
      live.on("gone", mine(() => setGone(true))),
      live.on("ack", tell),
      live.on("failed", tell),
      live.on("typing", mine(({ who, on, name }) => setTypists(({ [who]: _, ...others }) => (on ? { ...others, [who]: name ?? "" } : others)))),
      live.on("read", mine(({ who, seq }) => setReads((before) => ({ ...before, [who]: Math.max(before[who] ?? 0, seq) })))),
      live.on("followed", (action) => {
        if (action.room !== ticket || !action.read) return;
        const marks = Array.isArray(action.read) ? action.read : Object.entries(action.read).map(([who, seq]) => ({ who, seq }));
        setReads(Object.fromEntries(marks.map((/** @type {any} */ each) => [each.who, each.seq])));
      }),
    );
    // The socket goes on from the last event of what was read, so that nothing lies between.
    void read(null).then(() => {
      if (!over) stop.push(live.follow(ticket, current.current.last || undefined));
    });
    return () => {
      over = true;
      for (const each of stop) each();
    };
  }, [ticket, read]);

  const messages = useMemo(() => [...state.messages.values()].sort((a, b) => a.seq - b.seq), [state.messages]);
  const send = useCallback((/** @type {string} */ body, /** @type {any} */ options = {}) => {
    if (!ticket || !live.desk) throw new Error("Nobody is signed in");
    const { cmid = uuid() } = options;
    // Before it is sent: it may be refused at once.
    tell({ type: "send", cmid, body, options });
    try {
      live.desk.send(ticket, body, { ...options, cmid });
    } catch (error) {
      tell({ type: "failed", cmid });
      throw error;
    }
    return cmid;
  }, [ticket]);
  return {
    messages, events: state.events, sending: [...state.sending.values()], ready: state.ready, whole: state.whole, error: state.error,
    last: state.last, gone, typists, reads, send,
    older: () => (state.whole || state.first === null ? Promise.resolve() : read(state.first)),
    reload: () => read(null),
    typing: (on = true, /** @type {"public" | "internal"} */ visibility = "public") => ticket && live.desk?.typing(ticket, on, visibility),
    seen: (/** @type {number} */ seq) => ticket && live.desk?.read(ticket, seq),
  };
}
