// @ts-check
/** How the form of a record stands: what was read, what is typed over it, and what somebody else made of it meanwhile. */
import { changes, same } from "./values.js";

/** @typedef {import("./records.js").RecordsDef} RecordsDef */
/** @typedef {{item: any, etag: string|null}} Found a record as it was read or answered, and its version */
/** @typedef {Found & {draft: any, theirs: Found|null}} Standing `theirs`: a newer one, of which somebody has to say what counts */

/** The record as its form holds it. @param {RecordsDef} def @param {any} item */
function draftOf(def, item) {
  const taken = def.take ? def.take(item) : item;
  if (!def.fields) return taken;
  const names = new Set(def.fields.filter((field) => field.only !== "new").map((field) => field.name.split(".")[0]));
  return Object.fromEntries([...names].map((name) => [name, taken[name]]));
}

/** What the desk is sent of a draft. @param {RecordsDef} def @param {any} draft @param {any} item null: it is being made */
export function bodyOf(def, draft, item) {
  return def.send ? def.send(draft, item) : draft;
}

/** What the desk has of a record, as it would be sent. @param {RecordsDef} def @param {any} item */
export function heldOf(def, item) {
  return bodyOf(def, draftOf(def, item), item);
}

/** @param {RecordsDef} def @param {Found} found @returns {Standing} */
export function begun(def, { item, etag }) {
  return { item, etag, draft: draftOf(def, item), theirs: null };
}

/** The parts that were changed here: what a PATCH is to say. @param {RecordsDef} def @param {Standing} standing */
export function changed(def, standing) {
  return changes(heldOf(def, standing.item), bodyOf(def, standing.draft, standing.item));
}

/** What is typed, over another state of the record. @param {RecordsDef} def @param {Standing} standing @param {Found} found @param {any} [sent] a draft that is saved and is nobody's change any more */
export function moved(def, standing, found, sent) {
  const typed = changes(draftOf(def, standing.item), standing.draft);
  const kept = Object.entries(typed).filter(([name, value]) => sent === undefined || !same(value, sent[name]));
  const next = begun(def, found);
  return { ...next, draft: { ...next.draft, ...Object.fromEntries(kept) } };
}

/** The parts that somebody else changed since it was read. @param {RecordsDef} def @param {Standing} standing @param {Found} found */
export function changedThere(def, standing, found) {
  return changes(heldOf(def, standing.item), heldOf(def, found.item));
}

/**
 * The record was read again. What is not being edited follows; where both sides changed one part, both are shown.
 * @param {RecordsDef} def @param {Standing|null} standing @param {Found} found @returns {Standing}
 */
export function readAgain(def, standing, found) {
  if (!standing) return begun(def, found);
  const mine = changed(def, standing);
  const there = changedThere(def, standing, found);
  const both = Object.keys(there).some((name) => name in mine && !same(mine[name], there[name]));
  return both ? { ...standing, theirs: found } : moved(def, standing, found);
}
