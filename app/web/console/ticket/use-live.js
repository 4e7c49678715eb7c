// @ts-check
/**
 * What happens on a ticket while it is open: events, who types and looks, who has read; and messages on their way out,
 * which the socket's outbox keeps over reloads and tunnels.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from "../../shared/view.js";
import { live, useConnection } from "../../shared/live.js";
import { storage } from "../../shared/storage.js";
import { now } from "../../shared/texts.js";
import { NotSent } from "./send.js";

/** @typedef {import("./feed.js").Waiting} Waiting */
/** @typedef {import("./feed.js").Shown} Shown */
/** @typedef {import("./use-feed.js").EventOut} EventOut */
/**
 * @typedef {object} Live
 * @property {(body: string, options: object) => Promise<void>} send resolves when the desk has it
 * @property {(messages: Shown[]) => void} put show messages that came another way
 * @property {(cmid: string) => void} drop take back what was refused
 * @property {(visibility: "public" | "internal") => void} typing
 * @property {(seq: number) => void} read the agent has read up to here
 * @property {() => void} caughtUp everything that is here has been seen
 * @property {() => string} state of the connection
 */

const LOOK_MS = 20_000;

/** The event of a frame, named as the API names it. @param {any} action @returns {EventOut} */
function eventOf({ seq, kind, from, data, at }) {
  return { seq, type: kind, actor: { kind: from.role, id: from.id, name: from.name }, data, at };
}

/** A frame of the outbox as a message. @param {any} frame @param {string} me @returns {Waiting} */
function waitingOf(frame, me) {
  return {
    id: `waiting-${frame.cmid}`, ticket_id: frame.ticket, seq: Infinity, author: { kind: "agent", id: me, name: "" },
    generated: false, visibility: frame.visibility ?? "public", body: frame.body, format: frame.format ?? "text",
    language: null, client_message_id: frame.cmid, created_at: new Date(now()).toISOString(), version: 1,
    edited_at: null, redacted_at: null, translated_from: null, original: null, translation: null, delivery: null,
    attachments: [], attachment_ids: frame.attachment_ids, local: "sending",
  };
}

/**
 * What waits; of it, what was refused outlives the page, until its writer decides about it.
 * @param {string} kept @returns {[Waiting[], (change: (all: Waiting[]) => Waiting[]) => void]}
 */
function useRefused(kept) {
  const [waiting, setWaiting] = useState(() => storage.read(kept, /** @type {Waiting[]} */ ([]))
    .map((each) => ({ ...each, seq: Infinity })));
  const had = useRef(waiting.length > 0);
  useEffect(() => {
    const refused = waiting.filter((each) => each.local === "failed");
    if (refused.length) storage.write(kept, refused);
    else if (had.current) storage.remove(kept);
    had.current = refused.length > 0;
  }, [kept, waiting]);
  return [waiting, setWaiting];
}

/**
 * @param {string} ticket @param {number | null} after the seq from which on the socket tells; null: not yet
 * @param {string} me
 * @param {{ heard: (event: EventOut) => void, reset: () => void, put: (messages: Shown[]) => void,
 *   caughtUp: () => void }} then
 */
export function useLive(ticket, after, me, then) {
  const [waiting, setWaiting] = useRefused(`thread.refused.${me}.${ticket}`);
  const [typists, setTypists] = useState(/** @type {Map<string, string>} */ (new Map()));
  const [viewers, setViewers] = useState(/** @type {Map<string, string>} */ (new Map()));
  const [reads, setReads] = useState(/** @type {Map<string, number>} */ (new Map()));
  const [gone, setGone] = useState(false);
  const connection = useConnection();
  const latest = useRef(then);
  latest.current = then;
  /** @type {{ current: Map<string, { done: () => void, failed: (why: NotSent) => void }> }} */
  const asked = useRef(new Map());

  const outbox = useCallback(() => {
    const frames = (live.desk?.outbox ?? []).filter((frame) => frame.ticket === ticket);
    setWaiting((all) => [
      ...all.filter((each) => each.local === "failed"),
      ...frames.map((frame) => all.find((each) => each.client_message_id === frame.cmid && each.local === "sending")
        ?? waitingOf(frame, me)),
    ]);
  }, [ticket, me]);

  const over = useCallback((/** @type {string} */ cmid) => {
    setWaiting((all) => all.filter((each) => each.client_message_id !== cmid));
    asked.current.get(cmid)?.done();
    asked.current.delete(cmid);
  }, []);

  useEffect(() => {
    if (after === null) return undefined;
    const mine = (/** @type {(action: any) => void} */ hear) => (/** @type {any} */ action) => {
      if (action.ticket === ticket) hear(action);
    };
    const change = (/** @type {(change: (map: Map<string, any>) => Map<string, any>) => void} */ set,
      /** @type {string} */ key, /** @type {any} */ value) => set((before) => {
      const next = new Map(before);
      if (value === null) next.delete(key);
      else next.set(key, value);
      return next;
    });
    const stop = [
      live.on("update", mine((action) => {
        latest.current.heard(eventOf(action));
        if (action.cmid) over(action.cmid);
        if (action.kind === "message.created") change(setTypists, action.from.id, null);
      })),
      live.on("reset", mine(() => latest.current.reset())),
      live.on("gone", mine(() => setGone(true))),
      live.on("ack", ({ cmid }) => over(cmid)),
      live.on("failed", ({ cmid, code, frame }) => {
        const why = new NotSent(code, frame?.detail ?? code, frame?.missed, cmid);
        const waits = asked.current.get(cmid);
        asked.current.delete(cmid);
        setWaiting((all) => all.map((each) => (
          each.client_message_id === cmid ? { ...each, local: "failed", problem: why.message } : each)));
        waits?.failed(why);
      }),
      live.on("outbox", outbox),
      live.on("typing", mine(({ who, on, name }) => who !== me && change(setTypists, who, on ? name ?? "" : null))),
      live.on("viewing", mine(({ who, on, name }) => who !== me && change(setViewers, who, on ? name ?? "" : null))),
      live.on("read", mine(({ who, seq }) => change(setReads, who, seq))),
      live.on("followed", (action) => {
        if (action.room !== ticket) return;
        if (action.error) setGone(true);
        if (action.read) setReads(new Map(Object.entries(action.read)));
        const there = /** @type {{ id?: string, who?: string, name?: string }[]} */ (action.viewing ?? []);
        const others = there.map((each) => /** @type {const} */ ([each.who ?? each.id ?? "", each.name ?? ""]));
        setViewers(new Map(others.filter(([who]) => who !== me)));
        look();
      }),
    ];
    const look = () => {
      if (document.visibilityState === "visible") live.desk?.viewing(ticket);
    };
    stop.push(live.follow(ticket, after));
    outbox();
    const timer = window.setInterval(look, LOOK_MS);
    look();
    return () => {
      window.clearInterval(timer);
      live.desk?.viewing(ticket, false);
      for (const each of stop) each();
    };
  }, [ticket, after === null, me]);

  const send = useCallback((/** @type {string} */ body, /** @type {any} */ options) => new Promise((done, failed) => {
    if (!live.desk) {
      failed(new NotSent("stopped", ""));
      return;
    }
    const cmid = live.desk.send(ticket, body, options);
    asked.current.set(cmid, { done: () => done(undefined), failed });
    outbox();
  }), [ticket, outbox]);

  const drop = useCallback((/** @type {string} */ cmid) => {
    setWaiting((all) => all.filter((each) => each.client_message_id !== cmid));
  }, []);

  const line = useMemo(() => /** @type {Live} */ ({
    send, drop, put: (messages) => latest.current.put(messages), caughtUp: () => latest.current.caughtUp(),
    read: (seq) => live.desk?.read(ticket, seq),
    typing: (visibility) => live.desk?.typing(ticket, true, visibility), state: () => live.state.state,
  }), [send, drop, ticket]);

  /** What was refused goes once more, past whatever was written since. */
  const again = useCallback((/** @type {string} */ cmid) => {
    const refused = waiting.find((each) => each.client_message_id === cmid);
    if (!refused || !live.desk) return;
    setWaiting((all) => all.filter((each) => each.client_message_id !== cmid));
    const { visibility, format, attachment_ids: ids } = refused;
    live.desk.send(ticket, refused.body, { visibility, format, ...(ids?.length && { attachment_ids: ids }) });
    outbox();
  }, [waiting, ticket, outbox]);

  return { line, waiting, typists, viewers, reads, gone, connection, again, drop };
}
