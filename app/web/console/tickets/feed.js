// @ts-check
/** A long list of tickets: pages as one scrolls, and what is seen fetched again when the desk says that it changed. */
import { useCallback, useEffect, useMemo, useRef, useState } from "../../shared/view.js";
import { api } from "../caller.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} Ticket */
/** @typedef {{ items: Ticket[], next: string | null, stale: boolean }} Page */
/**
 * @typedef {object} Feed
 * @property {Ticket[]} items
 * @property {boolean} loading
 * @property {any} error
 * @property {boolean} done there is no more
 * @property {() => Promise<void>} more
 * @property {(first: number, last: number) => void} look these are in front of the user
 * @property {() => Promise<void>} refresh what is in front is fetched again; the rest, when one gets there
 */

const PAGE = 100;
// A search by rare conditions answers with empty pages and a cursor; so many in a row are asked for without a scroll.
const EMPTY_PAGES = 20;

/**
 * Every ticket once, where it was met first: a ticket that moved up while pages were fetched is in two of them.
 * @param {Page[]} pages @returns {Ticket[]}
 */
export function merged(pages) {
  const seen = new Set();
  /** @type {Ticket[]} */
  const items = [];
  for (const page of pages) {
    for (const each of page.items) {
      if (seen.has(each.id)) continue;
      seen.add(each.id);
      items.push(each);
    }
  }
  return items;
}

/**
 * Which pages hold these rows. @param {Page[]} pages @param {number} first @param {number} last @returns {number[]}
 */
export function placesOf(pages, first, last) {
  let count = 0;
  /** @type {number[]} */
  const places = [];
  pages.forEach((page, place) => {
    if (page.items.length > 0 && count <= last && count + page.items.length > first) places.push(place);
    count += page.items.length;
  });
  return places;
}

/**
 * @param {string} path @param {Record<string, any>} query
 * @returns {Feed}
 */
export function useFeed(path, query) {
  const asked = `${path}?${JSON.stringify(query)}`;
  const [pages, setPages] = useState(/** @type {Page[]} */ ([]));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [loading, setLoading] = useState(true);
  const now = useRef({ asked: "", pages: /** @type {Page[]} */ ([]), busy: false, again: false, wanted: false, seen: [0, 0] });

  const fetchPage = async (/** @type {string | null} */ cursor) => {
    const answer = await api.page(path, { ...query, limit: PAGE, ...(cursor === null ? {} : { cursor }) });
    return { items: answer.items, next: answer.next_cursor, stale: false };
  };

  const more = useCallback(async () => {
    const mine = now.current;
    if (mine.asked !== asked) return;
    mine.wanted = mine.busy;
    if (mine.busy) return;
    mine.busy = true;
    setLoading(true);
    try {
      for (let turn = 0; turn < EMPTY_PAGES; turn += 1) {
        const last = mine.pages.at(-1);
        if (last !== undefined && last.next === null) break;
        const page = await fetchPage(last?.next ?? null);
        if (now.current !== mine) return;
        mine.pages = [...mine.pages, page];
        setPages(mine.pages);
        if (page.items.length > 0) break;
      }
      setError(null);
    } catch (problem) {
      if (now.current === mine) setError(problem);
    } finally {
      mine.busy = false;
      if (now.current === mine) setLoading(false);
    }
    if (now.current === mine && mine.again) {
      mine.again = false;
      await refresh();
    }
  }, [asked]);

  /** Fetch these pages again, each from where the one before it ends by now. */
  const renew = useCallback(async (/** @type {number[]} */ places) => {
    const mine = now.current;
    if (mine.asked !== asked || mine.pages.length === 0) return;
    mine.again = mine.busy;
    if (mine.busy) return;
    mine.busy = true;
    try {
      for (const place of places) {
        if (place >= mine.pages.length) break;
        const page = await fetchPage(place === 0 ? null : mine.pages[place - 1].next);
        if (now.current !== mine) return;
        const kept = page.next === null ? mine.pages.slice(0, place + 1) : [...mine.pages];
        kept[place] = page;
        mine.pages = kept;
      }
      setPages(mine.pages);
      setError(null);
    } catch (problem) {
      // What is shown stays, and what is wrong is said above it; the next change asks again.
      if (now.current === mine) setError(problem);
    } finally {
      mine.busy = false;
    }
    if (now.current !== mine) return;
    if (mine.again) await refresh();
    else if (mine.wanted) await more();
  }, [asked]);

  const refresh = useCallback(async () => {
    const mine = now.current;
    mine.pages = mine.pages.map((page) => ({ ...page, stale: true }));
    await renew([...new Set([0, ...placesOf(mine.pages, mine.seen[0], mine.seen[1])])]);
  }, [asked]);

  const look = useCallback((/** @type {number} */ first, /** @type {number} */ last) => {
    const mine = now.current;
    mine.seen = [first, last];
    const old = placesOf(mine.pages, first, last).filter((place) => mine.pages[place].stale);
    if (old.length > 0 && !mine.busy) renew(old);
  }, [asked]);

  useEffect(() => {
    now.current = { asked, pages: [], busy: false, again: false, wanted: false, seen: [0, 0] };
    setPages([]);
    setError(null);
    more();
  }, [asked]);

  const items = useMemo(() => merged(pages), [pages]);
  return { items, loading, error, done: pages.at(-1)?.next === null, more, look, refresh };
}
