// @ts-check
import { createContext, useCallback, useContext, useEffect, useRef, useState } from "../view.js";

/** @type {any} the `Api` of the page: `<Caller.Provider value=${api}>` around everything */
export const Caller = createContext(null);

/** The page's client of the desk. @returns {import("../api.js").Api} */
export function useApi() {
  return useContext(Caller);
}

/** Draw anew every so many milliseconds; 0: not. @param {number} ms */
export function useClock(ms) {
  const [, draw] = useState(0);
  useEffect(() => {
    if (!ms) return undefined;
    const timer = setInterval(() => draw((count) => count + 1), ms);
    return () => clearInterval(timer);
  }, [ms]);
}

/**
 * What an address says: `{ data, etag, error, loading, reload, set }`. What was there stays while it is read anew; what
 * this page writes there is seen at once. A null path asks nothing. @param {string | null} path @param {import("../api.js").Query} [query]
 * @returns {{ data: any, etag: string | null, error: any, loading: boolean, reload: () => Promise<void>, set: (data: any, etag?: string | null) => void }}
 */
export function useFetch(path, query) {
  const api = useApi();
  const asked = path === null ? null : `${path}?${JSON.stringify(query ?? {})}`;
  const [state, setState] = useState({ data: /** @type {any} */ (null), etag: /** @type {string | null} */ (null), error: /** @type {any} */ (null), of: /** @type {string | null} */ (null) });
  const latest = useRef(0);
  const [loading, setLoading] = useState(path !== null);
  const reload = useCallback(async () => {
    if (path === null) return;
    latest.current += 1;
    const mine = latest.current;
    setLoading(true);
    try {
      const { value, etag } = await api.tagged(path, query);
      if (mine === latest.current) setState({ data: value, etag, error: null, of: asked });
    } catch (error) {
      if (mine === latest.current) setState((before) => ({ ...before, error, of: before.of === asked ? asked : null }));
    } finally {
      if (mine === latest.current) setLoading(false);
    }
  }, [asked, api]);
  useEffect(() => {
    void reload();
    return () => {
      latest.current += 1;
    };
  }, [reload]);
  const set = useCallback((/** @type {any} */ data, /** @type {string | null} */ etag = null) => {
    setState({ data, etag, error: null, of: asked });
  }, [asked]);
  useEffect(() => {
    if (path === null || query) return undefined;
    return api.own.listen(path, (/** @type {any} */ data, /** @type {string} */ etag) => {
      // A reading that is on its way may be older than what was written here.
      latest.current += 1;
      setLoading(false);
      set(data, etag);
    });
  }, [set, api]);
  const own = state.of === asked;
  return { data: own ? state.data : null, etag: own ? state.etag : null, error: state.error, loading, reload, set };
}

/** So many pages without an item are passed over by themselves. */
const EMPTY_PAGES = 20;

/**
 * A list, page after page: `{ items, more, done, error, loading, reload, setItems }`; `more()` reads on.
 * @param {string | null} path @param {import("../api.js").Query} [query]
 */
export function useList(path, query) {
  const api = useApi();
  const asked = path === null ? null : `${path}?${JSON.stringify(query ?? {})}`;
  const [state, setState] = useState({ items: /** @type {any[]} */ ([]), cursor: /** @type {string | null} */ (null), error: /** @type {any} */ (null), of: /** @type {string | null} */ (null) });
  const [loading, setLoading] = useState(path !== null);
  const latest = useRef(0);
  const busy = useRef(false);
  const read = useCallback(async (/** @type {string | null} */ cursor) => {
    if (path === null) return;
    latest.current += 1;
    const mine = latest.current;
    busy.current = true;
    setLoading(true);
    try {
      // A search by rare conditions answers with empty pages and a cursor: nobody wants to be shown one.
      let found = await api.page(path, { ...query, cursor });
      for (let pages = 1; !found.items.length && found.next_cursor && pages < EMPTY_PAGES; pages += 1) {
        if (mine !== latest.current) return;
        found = await api.page(path, { ...query, cursor: found.next_cursor });
      }
      if (mine !== latest.current) return;
      setState((before) => ({
        items: cursor ? [...before.items, ...found.items] : found.items, cursor: found.next_cursor, error: null, of: asked,
      }));
    } catch (error) {
      if (mine === latest.current) setState((before) => ({ ...before, error }));
    } finally {
      if (mine === latest.current) {
        busy.current = false;
        setLoading(false);
      }
    }
  }, [asked, api]);
  useEffect(() => {
    busy.current = false;
    void read(null);
    return () => {
      latest.current += 1;
    };
  }, [read]);
  const own = state.of === asked;
  const items = own ? state.items : [];
  const cursor = own ? state.cursor : null;
  const more = useCallback(async () => {
    if (cursor && !busy.current) await read(cursor);
  }, [cursor, read]);
  const setItems = (/** @type {(items: any[]) => any[]} */ change) => setState((before) => ({ ...before, items: change(before.items) }));
  return { items, more, done: own && cursor === null && !loading, error: state.error, loading, reload: () => read(null), setItems };
}
