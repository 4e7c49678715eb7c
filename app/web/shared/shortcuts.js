// @ts-check
/** Keys that do things: single ones, two after each other (`g t`), and with control (`ctrl+enter`, also command on a Mac). */
import { useEffect } from "./view.js";

/** @typedef {{ run: (event: KeyboardEvent) => void, label: string, always?: boolean }} Shortcut */

/** @type {Set<Record<string, Shortcut>>} the last ones go first */
const known = new Set();
const PATIENCE_MS = 1200;
let before = "";
let beforeAt = 0;

/** @param {EventTarget | null} target */
function writing(target) {
  const element = target instanceof Element ? target : null;
  return Boolean(element?.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"));
}

/** @param {KeyboardEvent} event */
function named(event) {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  return (event.ctrlKey || event.metaKey ? "ctrl+" : "") + (event.altKey ? "alt+" : "") + key;
}

addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const name = named(event);
  const pair = event.timeStamp - beforeAt < PATIENCE_MS ? `${before} ${name}` : "";
  before = name;
  beforeAt = event.timeStamp;
  const busy = writing(event.target) || document.querySelector("dialog[open]") !== null;
  for (const each of [...known].reverse()) {
    const found = (pair && each[pair]) || each[name];
    if (!found || (busy && !found.always)) continue;
    event.preventDefault();
    before = "";
    found.run(event);
    return;
  }
});

/** Have these keys while the component is there. @param {Record<string, Shortcut>} keys */
export function useShortcuts(keys) {
  useEffect(() => {
    known.add(keys);
    return () => {
      known.delete(keys);
    };
  });
}

/** All that can be pressed now. @returns {{ keys: string, label: string }[]} */
export function shortcuts() {
  const all = new Map();
  for (const each of known) for (const [keys, { label }] of Object.entries(each)) all.set(keys, label);
  return [...all].map(([keys, label]) => ({ keys, label }));
}
