// @ts-check
/**
 * What happens on a ticket while it is open: events, who types and looks, who has read; and messages on their way out,
 * which the socket's outbox keeps over reloads and tunnels.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from "../../shared/view.js";
import { live, useConnection } from "../../shared/live.js";
import { now } from "../../shared/texts.js";
import { outgoing, useRefused } from "./outgoing.js";

/** @typedef {import("./feed.js").Waiting} Waiting */
/** @typedef {import("./outgoing.js").Refused} Refused */
/** @typedef {import("./feed.js").Shown} Shown */
/** @typedef {import("./use-feed.js").EventOut} EventOut */
/**
 * @typedef {object} Live
 * @property {(messages: Shown[]) => void} put show messages that came another way
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

/** A frame of the outbox as a message. @param {any} frame @param {string} me
 * @param {import("./outgoing.js").AttachedOut[]} attachments @returns {Waiting} */
function waitingOf(frame, me, attachments) {
  return {
    id: `waiting-${frame.cmid}`, ticket_id: frame.ticket, seq: Infinity, author: { kind: "agent", id: me, name: "" },
    generated: false, visibility: frame.visibility ?? "public", body: frame.body, format: frame.format ?? "text",
    language: null, client_message_id: frame.cmid, created_at: new Date(now()).toISOString(), version: 1,
    edited_at: null, redacted_at: null, translated_from: null, original: null, translation: null, delivery: null,
    attachments, local: "sending",
  };
}

/**
 * @param {string} ticket @param {number | null} after the seq from which on the socket tells; null: not yet
 * @param {string} me
 * @param {{ heard: (event: EventOut) => void, reset: () => void, put: (messages: Shown[]) => void,
 *   caughtUp: () => void, refused: (item: Refused) => boolean }} then what was refused is asked about: whether the page
 *   has taken it back
 */
export function useLive(ticket, after, me, then) {
  const [sending, setSending] = useState(/** @type {Waiting[]} */ ([]));
  const [typists, setTypists] = useState(/** @type {Map<string, string>} */ (new Map()));
  const [viewers, setViewers] = useState(/** @type {Map<string, string>} */ (new Map()));
  const [reads, setReads] = useState(/** @type {Map<string, number>} */ (new Map()));
  const [gone, setGone] = useState(false);
  const connection = useConnection();
  const latest = useRef(then);
  latest.current = then;

  const outbox = useCallback(() => {
    const frames = (live.desk?.outbox ?? []).filter((frame) => frame.ticket === ticket);
    setSending((all) => frames.map((frame) => all.find((each) => each.client_message_id === frame.cmid)
      ?? waitingOf(frame, me, outgoing.files(frame.cmid))));
  }, [ticket, me]);
  const taken = useCallback((/** @type {Refused} */ item) => {
    outbox();
    return latest.current.refused(item);
  }, [outbox]);
  const refused = useRefused(ticket, taken, outbox);
  const waiting = useMemo(() => [
    ...refused.map(({ frame, files, detail }) => (
      { ...waitingOf(frame, me, files), local: /** @type {const} */ ("failed"), problem: detail })),
    ...sending,
  ], [refused.map((each) => each.frame.cmid).join(), sending, me]);

  const over = useCallback((/** @type {string} */ cmid) => {
    setSending((all) => all.filter((each) => each.client_message_id !== cmid));
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

  const line = useMemo(() => /** @type {Live} */ ({
    put: (messages) => latest.current.put(messages), caughtUp: () => latest.current.caughtUp(),
    read: (seq) => live.desk?.read(ticket, seq),
    typing: (visibility) => live.desk?.typing(ticket, true, visibility), state: () => live.state.state,
  }), [ticket]);

  return { line, waiting, typists, viewers, reads, gone, connection };
}
