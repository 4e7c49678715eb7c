// @ts-check
/** The address of the page with all that its query says: filters may be there several times. */
import { useRoute } from "../../shared/router.js";
import { useMemo } from "../../shared/view.js";

/** @returns {{ path: string, query: URLSearchParams }} */
export function useAddress() {
  const { path } = useRoute();
  const text = location.search;
  return useMemo(() => ({ path, query: new URLSearchParams(text) }), [path, text]);
}

/** @param {URLSearchParams} query @returns {Record<string, string[]>} The same for a request. */
export function asQuery(query) {
  /** @type {Record<string, string[]>} */
  const made = {};
  for (const name of new Set(query.keys())) made[name] = query.getAll(name);
  return made;
}
