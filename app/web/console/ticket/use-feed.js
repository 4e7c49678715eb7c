// @ts-check
/**
 * The thread of one ticket as it is loaded: the latest first, what is older when somebody scrolls up, what is new as
 * it comes.
 */
import { useCallback, useEffect, useRef, useState } from "../../shared/view.js";
import { api } from "./desk.js";
import { changedMessage, empty, messageOf, withEvents, withMessages } from "./feed.js";

/** @typedef {import("./feed.js").Feed} Feed */
/** @typedef {import("./feed.js").Shown} Shown */
/** @typedef {import("api").components["schemas"]["EventOut"]} EventOut */
/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */

const PAGE = 50;
/** Whoever scrolls up wants more at once. */
const OLDER_PAGE = 150;
const EVENTS_PAGE = 200;

/**
 * @param {TicketOut} ticket @param {string | null} language translations are shown in
 * @returns {{ feed: Feed, loading: boolean, error: unknown, older: () => Promise<void>, reload: () => void,
 *   put: (messages: Shown[]) => void, refresh: (id: string) => Promise<void>, heard: (event: EventOut) => void,
 *   until: (seq: number) => Promise<void> }}
 */
export function useFeed(ticket, language) {
  const [feed, setFeed] = useState(/** @type {Feed} */ (empty()));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [loading, setLoading] = useState(true);
  const [generation, setGeneration] = useState(0);
  const place = useRef({ lowest: Infinity, cursor: /** @type {string | null} */ (null), complete: false, busy: false });
  const merged = ticket.has_merged;
  const id = ticket.id;

  const older = useCallback(async () => {
    const at = place.current;
    if (at.busy || at.complete) return;
    at.busy = true;
    setLoading(true);
    try {
      const before = at.lowest;
      const read = merged ? await timeline(id, at.cursor, language) : await page(id, before, language);
      if (place.current !== at) return;
      at.cursor = read.cursor;
      at.complete = read.complete;
      const own = read.messages.filter((each) => !each.via).map((each) => each.seq);
      // From the first message on: what happened before it belongs to the page before.
      const from = at.complete ? 0 : Math.min(before, ...own) - 1;
      at.lowest = Math.min(before, ...own);
      setFeed((now) => ({ ...withMessages(now, read.messages), complete: at.complete }));
      setError(null);
      await between(id, from, before, (events) => {
        if (place.current === at) setFeed((now) => withEvents(now, events));
      });
    } catch (problem) {
      setError(problem);
    } finally {
      at.busy = false;
      setLoading(false);
    }
  }, [id, merged, language, generation]);

  useEffect(() => {
    place.current = { lowest: Infinity, cursor: null, complete: false, busy: false };
    setFeed(empty());
    void older();
  }, [older]);

  const until = useCallback(async (/** @type {number} */ seq) => {
    while (!place.current.complete && place.current.lowest > seq) {
      const { lowest, cursor } = place.current;
      await older();
      // Nothing came: the desk cannot be reached, and asking on would not help.
      if (place.current.lowest === lowest && place.current.cursor === cursor) return;
    }
  }, [older]);

  const put = useCallback((/** @type {Shown[]} */ messages) => setFeed((now) => withMessages(now, messages)), []);

  const refresh = useCallback(async (/** @type {string} */ message) => {
    const one = /** @type {Shown} */ (await api.get(`/v1/tickets/${id}/messages/${message}`));
    if (!language) return put([one]);
    // By itself it comes without its translation, in a list with it.
    const query = { after_seq: one.seq - 1, limit: 1, translations: language };
    const { items } = await api.get(`/v1/tickets/${one.ticket_id}/messages`, query);
    return put([items[0]?.id === one.id ? items[0] : one]);
  }, [id, language, put]);

  const heard = useCallback((/** @type {EventOut} */ event) => {
    const message = messageOf(id, event);
    if (message) put([message]);
    else setFeed((now) => withEvents(now, [event]));
    if (event.type === "ticket.merged_in" || event.type === "ticket.merged_out" || event.type === "message.merged_in") {
      setGeneration((now) => now + 1);
    }
    const changed = changedMessage(event);
    const elsewhere = event.type === "message.translated" && /** @type {any} */ (event.data).language !== language;
    if (changed && !elsewhere) {
      // A message that is gone meanwhile, or a line that is down: what is shown stays, and the next event comes again.
      refresh(changed).catch(() => undefined);
    }
  }, [id, language, put, refresh]);

  const reload = useCallback(() => setGeneration((now) => now + 1), []);
  return { feed, loading, error, older, reload, put, refresh, heard, until };
}

/** @param {string} id @param {number} before @param {string | null} language */
async function page(id, before, language) {
  const first = !Number.isFinite(before);
  const limit = first ? PAGE : OLDER_PAGE;
  const query = { limit, before_seq: first ? 2 ** 31 - 1 : before, translations: language };
  const { items } = await api.get(`/v1/tickets/${id}/messages`, query);
  return { messages: /** @type {Shown[]} */ (items), cursor: null, complete: items.length < limit };
}

/** @param {string} id @param {string | null} cursor @param {string | null} language */
async function timeline(id, cursor, language) {
  const query = { limit: PAGE, order: "desc", cursor, translations: language };
  const { items, next_cursor } = await api.get(`/v1/tickets/${id}/timeline`, query);
  const messages = items.map((/** @type {import("api").components["schemas"]["TimelineItem"]} */ item) => ({
    ...item.message, via: item.via ?? (item.ticket.id === id ? null : item.ticket) }));
  return { messages: /** @type {Shown[]} */ (messages), cursor: next_cursor, complete: !next_cursor };
}

/** What happened after `from` and before `to`, in pages as they come. @param {string} id @param {number} from
 * @param {number} to @param {(events: EventOut[]) => void} then */
async function between(id, from, to, then) {
  let after = from;
  while (after < to - 1) {
    const { items } = await api.get(`/v1/tickets/${id}/events`, { after_seq: after, limit: EVENTS_PAGE });
    then(items.filter((/** @type {EventOut} */ each) => each.seq < to));
    if (items.length < EVENTS_PAGE) return;
    after = items[items.length - 1].seq;
  }
}
