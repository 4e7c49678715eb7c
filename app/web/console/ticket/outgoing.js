// @ts-check
/**
 * What agents have sent, until the desk has it, whichever page is open by then. What was refused is kept until they
 * decide about it, also over reloads; what is to become of the ticket after a message (`solved`) is kept beside it.
 */
import { live } from "../../shared/live.js";
import { uuid } from "../../shared/ids.js";
import { toast } from "../../shared/parts.js";
import { navigate } from "../../shared/router.js";
import { storage } from "../../shared/storage.js";
import { now, t } from "../../shared/texts.js";
import { useEffect, useReducer } from "../../shared/view.js";
import { api, said } from "./desk.js";

/** @typedef {import("api").components["schemas"]["AttachedOut"]} AttachedOut */
/** @typedef {import("api").components["schemas"]["EventOut"]} EventOut */
/** @typedef {{ ticket: string, cmid: string, status: string, at: number }} After */
/** @typedef {import("../../client/desk.js").Frame} Frame of the outbox */
/**
 * @typedef {{ frame: Frame, files: AttachedOut[], code: string, detail: string, missed: EventOut[],
 *   after: string | null }} Refused
 */

/** A message has gone out this long ago at most, for its ticket to be changed when the page was closed in between. */
const STALE_MS = 60 * 60_000;
/** The desk could not be reached for what comes after a message: tried again this much later. */
const AGAIN_MS = 3_000;
/** What is younger is in the hands of the tab that sends it. */
const SETTLED_MS = 2_000;

let account = "";
let later = 0;
/** What is on its way, by cmid: the outbox has forgotten it when the desk says no. @type {Map<string, Frame>} */
const frames = new Map();
/** @type {Map<string, AttachedOut[]>} */
const attached = new Map();
/** @type {Set<string>} */
const changing = new Set();
/** @type {Set<{ ticket: string, changed: () => void, taken: (item: Refused) => boolean }>} */
const watching = new Set();

const refusedKey = () => `refused:${account}`;
const afterKey = () => `after:${account}`;
/** @returns {Refused[]} */
const allRefused = () => storage.read(refusedKey(), /** @type {Refused[]} */ ([]));
/** @returns {After[]} */
const afters = () => storage.read(afterKey(), /** @type {After[]} */ ([]));

/** @param {string} key @param {unknown[]} all */
function keep(key, all) {
  if (all.length) storage.write(key, all);
  else storage.remove(key);
}

function tell() {
  for (const each of watching) each.changed();
}

function remember() {
  for (const frame of live.desk?.outbox ?? []) frames.set(frame.cmid, frame);
}

/** @param {string} cmid */
function forget(cmid) {
  frames.delete(cmid);
  attached.delete(cmid);
}

/** Change the ticket as it was meant to be after this message. @param {After} one */
async function change(one) {
  if (changing.has(one.cmid)) return;
  changing.add(one.cmid);
  const path = `/v1/tickets/${one.ticket}`;
  const done = () => keep(afterKey(), afters().filter((each) => each.cmid !== one.cmid));
  try {
    for (;;) {
      const { value, etag } = await api.tagged(path);
      if (value.status === one.status || value.status === "closed" || value.status === "merged") return done();
      try {
        await api.patch(path, { status: one.status }, { ifMatch: etag });
        return done();
      } catch (error) {
        if (/** @type {any} */ (error).status !== 412) throw error;
      }
    }
  } catch (error) {
    const { status } = /** @type {any} */ (error);
    // The desk cannot be reached: it is done when it can, also by the page that is opened next.
    if (!status || status >= 500 || status === 429) {
      clearTimeout(later);
      later = window.setTimeout(resume, AGAIN_MS);
      return undefined;
    }
    done();
    toast(said(error), { tone: "bad", action: open(one.ticket) });
  } finally {
    changing.delete(one.cmid);
  }
  return undefined;
}

/** @param {string} ticket */
function open(ticket) {
  return { label: t("thread.open_ticket"), run: () => navigate(`/console/tickets/${ticket}`) };
}

/** What has been acknowledged while nobody was looking. */
function resume() {
  const outbox = new Set((live.desk?.outbox ?? []).map((frame) => frame.cmid));
  for (const cmid of frames.keys()) if (!outbox.has(cmid)) forget(cmid);
  remember();
  for (const one of afters()) {
    if (outbox.has(one.cmid) || now() - one.at < SETTLED_MS) continue;
    if (now() - one.at < STALE_MS) void change(one);
    else keep(afterKey(), afters().filter((each) => each.cmid !== one.cmid));
  }
}

/** @param {{ cmid: string, code: string, frame: any }} why */
function refused({ cmid, code, frame: answer }) {
  const frame = frames.get(cmid);
  const after = afters().find((each) => each.cmid === cmid) ?? null;
  if (after) keep(afterKey(), afters().filter((each) => each.cmid !== cmid));
  if (!frame) return;
  const item = {
    frame, code, files: attached.get(cmid) ?? [], detail: answer?.detail ?? code, missed: answer?.missed ?? [],
    after: after?.status ?? null,
  };
  forget(cmid);
  const there = [...watching].filter((each) => each.ticket === frame.ticket);
  if (!there.some((each) => each.taken(item))) {
    keep(refusedKey(), [...allRefused().filter((each) => each.frame.cmid !== cmid), item]);
    if (!there.length) toast(t("thread.refused", { why: item.detail }), { tone: "bad", action: open(frame.ticket) });
  }
  tell();
}

export const outgoing = {
  /** Watch over what this agent sends. @param {string} whose @returns {() => void} how to stop that */
  start(whose) {
    account = whose;
    frames.clear();
    let timer = 0;
    const stop = [
      live.on("outbox", remember),
      live.on("ack", ({ cmid }) => {
        forget(cmid);
        const after = afters().find((each) => each.cmid === cmid);
        if (after) void change(after);
      }),
      live.on("failed", refused),
      live.on("state", ({ state }) => {
        clearTimeout(timer);
        if (state === "open") timer = window.setTimeout(resume, SETTLED_MS);
      }),
    ];
    const elsewhere = (/** @type {StorageEvent} */ event) => event.key === refusedKey() && tell();
    addEventListener("storage", elsewhere);
    remember();
    return () => {
      clearTimeout(timer);
      clearTimeout(later);
      removeEventListener("storage", elsewhere);
      for (const each of stop) each();
    };
  },

  /**
   * Send a message: it is in the outbox when this returns, or this throws. `after`: the status of its ticket once the
   * desk has it.
   * @param {string} ticket @param {string} body @param {Record<string, any>} options
   * @param {{ files?: AttachedOut[], after?: string | null }} [more]
   */
  send(ticket, body, options, { files = [], after = null } = {}) {
    if (!live.desk) throw new Error(t("thread.signed_out"));
    const cmid = uuid();
    frames.set(cmid, { t: "send", ticket, cmid, body, ...options });
    if (files.length) attached.set(cmid, files);
    if (after) keep(afterKey(), [...afters(), { ticket, cmid, status: after, at: now() }]);
    try {
      live.desk.send(ticket, body, { ...options, cmid });
    } catch (error) {
      forget(cmid);
      if (after) keep(afterKey(), afters().filter((each) => each.cmid !== cmid));
      throw error;
    }
    tell();
  },

  /** The status of a ticket after a message that is there. @param {string} ticket @param {string} status */
  async after(ticket, status) {
    const one = { ticket, cmid: uuid(), status, at: now() };
    keep(afterKey(), [...afters(), one]);
    await change(one);
  },

  /** Send once more what was refused, past whatever was written since. @param {string} cmid */
  again(cmid) {
    const item = allRefused().find((each) => each.frame.cmid === cmid);
    if (!item) return;
    const { ticket, body, visibility, format, attachment_ids } = item.frame;
    try {
      outgoing.send(ticket, body, { visibility, format, attachment_ids }, { files: item.files, after: item.after });
    } catch (error) {
      toast(said(error), { tone: "bad" });
      return;
    }
    outgoing.drop(cmid);
  },

  /** It is not wanted any more. @param {string} cmid */
  drop(cmid) {
    keep(refusedKey(), allRefused().filter((each) => each.frame.cmid !== cmid));
    tell();
  },

  /** Whether this version of a draft is on its way as a message. @param {string} ticket @param {number} version */
  leaving: (ticket, version) => [...frames.values()].some((each) => each.ticket === ticket && each.draft_version === version),

  /** The files of a message that is on its way. @param {string} cmid @returns {AttachedOut[]} */
  files: (cmid) => attached.get(cmid) ?? [],
};

/**
 * What of this ticket was refused. `taken` says whether the page has taken it back into its composer; `changed`: what is
 * on its way is another.
 * @param {string} ticket @param {(item: Refused) => boolean} taken @param {() => void} changed @returns {Refused[]}
 */
export function useRefused(ticket, taken, changed) {
  const [, draw] = useReducer((/** @type {number} */ count) => count + 1, 0);
  useEffect(() => {
    const one = {
      ticket, taken, changed: () => {
        changed();
        draw(undefined);
      },
    };
    watching.add(one);
    return () => {
      watching.delete(one);
    };
  }, [ticket, taken, changed]);
  return allRefused().filter((each) => each.frame.ticket === ticket);
}
