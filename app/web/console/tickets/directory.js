// @ts-check
/** Who and what the ids in tickets name: agents, teams, queues and brands, fetched once and shared by all pages. */
import { useEffect, useState } from "../../shared/view.js";
import { api } from "../caller.js";

/** @typedef {{ id: string, name: string, [member: string]: any }} Named */
/** @typedef {"agents" | "teams" | "queues" | "brands"} Kind */

const LIVES_MS = 120_000;
/** @type {Map<Kind, { at: number, items: Promise<Map<string, Named>>, known: Map<string, Named> }>} */
const kept = new Map();

/**
 * Everything of a kind by its id. Asked again after two minutes; who comes in between shows by the id's end until then.
 * @param {Kind} kind @returns {Promise<Map<string, Named>>}
 */
export function directory(kind) {
  const have = kept.get(kind);
  if (have !== undefined && Date.now() - have.at < LIVES_MS) return have.items;
  const entry = { at: Date.now(), items: fetched(kind), known: have?.known ?? new Map() };
  kept.set(kind, entry);
  entry.items.then(
    (items) => { entry.known = items; },
    () => kept.delete(kind),
  );
  return entry.items;
}

/** @param {Kind} kind @returns {Promise<Map<string, Named>>} */
async function fetched(kind) {
  const all = new Map();
  for await (const each of api.pages(`/v1/${kind}`, { limit: 100 })) all.set(each.id, each);
  return all;
}

/** @param {Kind} kind @returns {Map<string, Named>} empty until it is known */
export function useDirectory(kind) {
  const [items, setItems] = useState(kept.get(kind)?.known ?? new Map());
  useEffect(() => {
    let gone = false;
    directory(kind).then(
      (found) => { if (!gone) setItems(found); },
      // Names are an extra here: the list itself says what is wrong with the desk.
      () => undefined,
    );
    return () => { gone = true; };
  }, [kind]);
  return items;
}

/** The name behind an id, or what there is of the id. @param {Map<string, Named>} items @param {string | null} id */
export function nameIn(items, id) {
  return id === null ? "" : items.get(id)?.name ?? `…${id.slice(-4)}`;
}

/**
 * Choices for a `Select` or `Combo`, by name.
 * @param {Map<string, Named>} items @param {(item: Named) => boolean} [which]
 */
export function choices(items, which = () => true) {
  return [...items.values()]
    .filter(which)
    .map((each) => ({ value: each.id, label: each.name }))
    .sort((one, other) => one.label.localeCompare(other.label));
}
