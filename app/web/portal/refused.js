// @ts-check
/** What the desk has refused of what somebody wrote, whichever page was open by then: kept until they decide about it. */
import { live } from "../shared/live.js";
import { storage } from "../shared/storage.js";
import { useEffect, useReducer } from "../shared/view.js";

/** @typedef {{ ticket: string, cmid: string, body: string, attachment_ids?: string[], code?: string }} Written as the socket's outbox has it */

/** Each person's words are their own: another one at this browser has another list. */
let key = "";
/** What is on its way, by cmid: the outbox has forgotten it when the desk says no. @type {Map<string, Written>} */
const written = new Map();
/** @type {Set<(change: void) => void>} */
const watching = new Set();

/** @returns {Written[]} */
const all = () => storage.read(key, /** @type {Written[]} */ ([]));

/** @param {Written[]} items */
function keep(items) {
  if (items.length) storage.write(key, items);
  else storage.remove(key);
  tell();
}

function tell() {
  for (const each of watching) each();
}

function remember() {
  for (const frame of live.desk?.outbox ?? []) written.set(frame.cmid, /** @type {any} */ (frame));
}

export const refused = {
  /** Watch over what this person sends. @param {string} whose @returns {() => void} how to stop that */
  start(whose) {
    key = `otklik.portal.refused.${whose}`;
    written.clear();
    remember();
    tell();
    const elsewhere = (/** @type {StorageEvent} */ event) => event.key === key && tell();
    addEventListener("storage", elsewhere);
    const stop = [
      live.on("outbox", remember),
      live.on("ack", ({ cmid }) => written.delete(cmid)),
      live.on("failed", ({ cmid, code }) => {
        const item = written.get(cmid);
        written.delete(cmid);
        if (item) keep([...all().filter((each) => each.cmid !== cmid), { ...item, code }]);
      }),
    ];
    return () => {
      removeEventListener("storage", elsewhere);
      for (const each of stop) each();
    };
  },

  /** This is about to be sent. @param {Written} item */
  wrote(item) {
    written.set(item.cmid, item);
  },

  /** It is sent again, or not wanted any more. @param {string} cmid */
  drop(cmid) {
    keep(all().filter((each) => each.cmid !== cmid));
  },
};

/** What of this ticket was refused. @param {string} ticket @returns {Written[]} */
export function useRefused(ticket) {
  const [, draw] = useReducer((/** @type {number} */ count) => count + 1, 0);
  useEffect(() => {
    watching.add(draw);
    return () => {
      watching.delete(draw);
    };
  }, []);
  return all().filter((each) => each.ticket === ticket);
}
