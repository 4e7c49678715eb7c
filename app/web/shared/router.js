// @ts-check
/** Addresses of a page without loads: where we are, how to get elsewhere, and links that the browser understands too. */
import { html, useEffect, useState } from "./view.js";

/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {Set<() => boolean>} */
const guards = new Set();

/** Where we are. @returns {{ path: string, query: Record<string, string> }} */
export function here() {
  return { path: location.pathname, query: Object.fromEntries(new URLSearchParams(location.search)) };
}

function tell() {
  for (const each of listeners) each();
}

/** The place of this page in the history, so that a way back that is not to be gone can be undone. */
let at = Number(history.state?.at) || 0;
let undoing = false;
if (!history.state) history.replaceState({ at }, "");

addEventListener("popstate", (event) => {
  if (undoing) {
    undoing = false;
    return;
  }
  // A step within the page (`#here`) has no place of its own.
  const to = event.state?.at ?? at;
  for (const each of guards) {
    if (each()) continue;
    // The browser has moved already: it is sent to where it was.
    undoing = to !== at;
    if (undoing) history.go(at - to);
    return;
  }
  at = to;
  tell();
});

/** @param {string} path with its query @param {{ replace?: boolean }} [options] */
export function navigate(path, { replace = false } = {}) {
  if (path === location.pathname + location.search) return;
  for (const each of guards) if (!each()) return;
  if (!replace) at += 1;
  history[replace ? "replaceState" : "pushState"]({ at }, "", path);
  tell();
}

/** Change what the query says; null and "" take it out. @param {Record<string, string | number | null | undefined>} changes @param {{ replace?: boolean }} [options] */
export function setQuery(changes, options = { replace: true }) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") query.delete(name);
    else query.set(name, String(value));
  }
  const text = query.toString();
  navigate(location.pathname + (text && `?${text}`), options);
}

/** Where we are, and drawn anew when that changes. */
export function useRoute() {
  const [route, setRoute] = useState(here);
  useEffect(() => {
    const moved = () => setRoute(here());
    listeners.add(moved);
    moved();
    return () => listeners.delete(moved);
  }, []);
  return route;
}

/** Ask before a page is left; `may` says whether to go. @param {() => boolean} may */
export function useGuard(may) {
  useEffect(() => {
    guards.add(may);
    return () => guards.delete(may);
  }, [may]);
}

/** A part of an address as it is meant. @param {string} text */
export function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone percent sign, typed by hand: it stands for itself.
    return text;
  }
}

/** What of the path fits a pattern (`/console/tickets/:id`, `*` for the rest), or null. @param {string} pattern @param {string} path */
export function matched(pattern, path) {
  const wanted = pattern.split("/");
  const given = path.replace(/\/+$/, "").split("/");
  /** @type {Record<string, string>} */
  const params = {};
  for (const [index, part] of wanted.entries()) {
    if (part === "*") return { ...params, rest: given.slice(index).join("/") };
    if (given[index] === undefined) return null;
    if (part.startsWith(":")) params[part.slice(1)] = decoded(given[index]);
    else if (part !== given[index]) return null;
  }
  return wanted.length === given.length ? params : null;
}

/** A link within the page; with a modifier the browser does what it always does. @param {any} props */
export function Link({ href, onClick, children, ...more }) {
  const go = (/** @type {MouseEvent} */ event) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href);
  };
  return html`<a href=${href} onClick=${go} ...${more}>${children}</a>`;
}
