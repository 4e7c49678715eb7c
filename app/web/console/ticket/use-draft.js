// @ts-check
/**
 * What is being written, kept in two places: on this device with every key, and at the desk a moment later, where the
 * agent's other devices see it. Two devices that write at once are never mixed: the agent is shown both.
 */
import { useCallback, useEffect, useRef, useState } from "../../shared/view.js";
import { storage } from "../../shared/storage.js";
import { api } from "./desk.js";
import { outgoing } from "./outgoing.js";

/** @typedef {import("api").components["schemas"]["DraftOut"]} DraftOut */
/** @typedef {import("api").components["schemas"]["AttachedOut"]} AttachedOut */
/** @typedef {"stay" | "pending" | "on_hold" | "solved"} After what becomes of the ticket once this is sent */
/**
 * @typedef {{ body: string, format: "text" | "markdown", visibility: "public" | "internal", attachments: AttachedOut[], mentions: string[],
 *   template: string | null, original: { language: string, body: string } | null, after: After }} Draft
 * @typedef {{ draft: Draft, version: number, dirty: boolean, last_seen_seq: number | null }} Kept
 */

const SAVE_MS = 1200;
const AGAIN_MS = 5000;

/** @returns {Draft} */
export function blank() {
  return {
    body: "", format: "text", visibility: "public", attachments: [], mentions: [], template: null, original: null, after: "stay",
  };
}

/** @param {Draft} draft */
export function isBlank(draft) {
  return !draft.body.trim() && !draft.attachments.length;
}

/** @param {DraftOut} there @returns {Draft} */
function from(there) {
  return { ...blank(), body: there.body, format: there.format, visibility: there.visibility, attachments: there.attachments };
}

/** @param {string} ticket @param {string} account @param {() => number} seen how far the agent has read */
export function useDraft(ticket, account, seen) {
  const key = `draft:${account}:${ticket}`;
  const path = `/v1/tickets/${ticket}/draft`;
  const kept = useRef(/** @type {Kept} */ (load(key)));
  const [draft, show] = useState(kept.current.draft);
  const [state, setState] = useState(/** @type {"saved" | "saving" | "waiting" | "conflict"} */ ("saved"));
  const [theirs, setTheirs] = useState(/** @type {DraftOut | null} */ (null));
  const [left, setLeft] = useState(/** @type {DraftOut | null} */ (null));
  const timer = useRef(0);
  const turn = useRef(Promise.resolve());
  const stopped = useRef(false);
  const over = useRef(false);
  /** The version that goes with a message on its way: it is nobody else's. */
  const leaving = useRef(0);
  /** How often something went to the desk from here: what it had before that is older than what is here. */
  const gone = useRef(0);

  const keep = useCallback((/** @type {Partial<Kept>} */ change) => {
    kept.current = { ...kept.current, ...change };
    if (isBlank(kept.current.draft) && !kept.current.dirty && !kept.current.version) storage.remove(key);
    else storage.set(key, JSON.stringify(kept.current));
  }, [key]);

  const conflict = useCallback((/** @type {DraftOut | null} */ current) => {
    setTheirs(current);
    stopped.current = current !== null;
    setState(current ? "conflict" : "saved");
  }, []);

  const save = useCallback(async () => {
    const now = kept.current;
    if (!now.dirty || stopped.current) return;
    setState("saving");
    gone.current += 1;
    const ifMatch = now.version || undefined;
    try {
      if (isBlank(now.draft)) {
        if (now.version) await api.delete(path, { ifMatch });
        keep({ version: 0, dirty: kept.current.draft !== now.draft });
      } else {
        const { body, format, visibility, attachments } = now.draft;
        const saved = await api.put(path, {
          body, format, visibility, attachment_ids: attachments.map((each) => each.id), last_seen_seq: seen() || null,
        }, { ifMatch });
        keep({ version: saved.version, dirty: kept.current.draft !== now.draft });
      }
      setState("saved");
    } catch (error) {
      const { status, problem } = /** @type {any} */ (error);
      const current = status === 412 ? problem?.current : null;
      // Our own words: it was saved, and the answer was lost on its way.
      if (current?.body === now.draft.body) keep({ version: current.version, dirty: kept.current.draft !== now.draft });
      else if (current && current.version === leaving.current) keep({ version: current.version });
      else if (current) return conflict(current);
      if (status === 412 && !current) keep({ version: 0 });
      // It is on this device; the desk gets it when it can be reached, or when the next key is struck.
      setState("waiting");
      // Once the page has been left, the next one that opens here brings it.
      if (!over.current && (status === 412 || !status || status >= 500)) timer.current = window.setTimeout(queue, AGAIN_MS);
    }
    return undefined;
  }, [path, keep, conflict, seen]);

  // One at a time: two that overtake each other would be taken for two devices.
  const queue = useCallback(() => {
    turn.current = turn.current.then(save).then(() => undefined);
    return turn.current;
  }, [save]);

  const set = useCallback((/** @type {Partial<Draft>} */ change) => {
    const next = { ...kept.current.draft, ...change };
    keep({ draft: next, dirty: true });
    show(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(queue, SAVE_MS);
  }, [keep, queue]);

  /** It is sent: what is at the desk goes with the message (`draft_version`), what is here goes now. What was written
   * since stays. */
  const sent = useCallback((/** @type {Draft} */ what) => {
    window.clearTimeout(timer.current);
    const now = kept.current.draft;
    const next = { ...blank(), visibility: now.visibility };
    if (now !== what) {
      next.body = now.body.startsWith(what.body) ? now.body.slice(what.body.length).trimStart() : now.body;
      next.attachments = now.attachments.filter((each) => !what.attachments.some((one) => one.id === each.id));
    }
    leaving.current = kept.current.version;
    gone.current += 1;
    keep({ draft: next, version: 0, dirty: !isBlank(next) });
    show(next);
    conflict(null);
    if (!isBlank(next)) timer.current = window.setTimeout(queue, SAVE_MS);
  }, [keep, conflict, queue]);

  const resolve = useCallback((/** @type {"mine" | "theirs"} */ which) => {
    if (!theirs) return;
    if (which === "theirs") {
      const next = from(theirs);
      keep({ draft: next, version: theirs.version, dirty: false });
      show(next);
    } else {
      keep({ version: theirs.version, dirty: true });
    }
    conflict(null);
    void queue();
  }, [theirs, keep, conflict, queue]);

  const take = useCallback(async () => {
    const taken = await api.post(`${path}/take`);
    const next = from(taken);
    keep({ draft: next, version: taken.version, dirty: false });
    show(next);
    setLeft(null);
  }, [path, keep]);

  useEffect(() => {
    let here = true;
    over.current = false;
    const before = gone.current;
    api.get(path).then((/** @type {import("api").components["schemas"]["DraftsOut"]} */ found) => {
      if (!here) return;
      setLeft(found.left);
      if (gone.current !== before) return;
      const mine = kept.current;
      if (found.draft && outgoing.leaving(ticket, found.draft.version)) {
        // It goes with a message that the desk has not got yet: it is not there to be sent again.
        leaving.current = found.draft.version;
      } else if (!found.draft) {
        keep({ version: 0, dirty: !isBlank(mine.draft) });
        void queue();
      } else if (!mine.dirty || isBlank(mine.draft) || mine.draft.body === found.draft.body) {
        const next = { ...from(found.draft), mentions: mine.draft.mentions, after: mine.draft.after };
        keep({ draft: next, version: found.draft.version, dirty: false });
        show(next);
      } else if (mine.version === found.draft.version) {
        void queue();
      } else {
        conflict(found.draft);
      }
    }).catch(() => here && setState("waiting"));
    const flush = () => void queue();
    window.addEventListener("online", flush);
    return () => {
      here = false;
      over.current = true;
      window.removeEventListener("online", flush);
      window.clearTimeout(timer.current);
      void queue();
    };
  }, [path]);

  const version = useCallback(() => kept.current.version, []);
  /** The draft with the last key in it, drawn or not. */
  const now = useCallback(() => kept.current.draft, []);
  /** Whatever is on its way to the desk is there, and it has a version. */
  const settled = useCallback(() => {
    window.clearTimeout(timer.current);
    return turn.current;
  }, []);
  return { draft, set, state, theirs, left, resolve, take, sent, version, settled, now };
}

/** @param {string} key @returns {Kept} */
function load(key) {
  const nothing = { draft: blank(), version: 0, dirty: false, last_seen_seq: null };
  try {
    const found = JSON.parse(storage.get(key) ?? "null");
    return found && typeof found.draft?.body === "string"
      ? { ...nothing, ...found, draft: { ...blank(), ...found.draft } } : nothing;
  } catch {
    // Somebody else has written there: what is at the desk is still to be had.
    return nothing;
  }
}
