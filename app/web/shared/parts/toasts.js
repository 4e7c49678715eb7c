// @ts-check
import { t } from "../texts.js";
import { html, useEffect, useState } from "../view.js";
import { IconButton } from "./buttons.js";

/** @typedef {{ id: number, text: string, tone: string, action?: { label: string, run: () => void } }} Shown */

/** @type {Shown[]} */
let shown = [];
/** @type {Set<() => void>} */
const listeners = new Set();
let last = 0;
const LASTS_MS = 7000;

function tell() {
  for (const each of listeners) each();
}

/** @param {number} id */
function drop(id) {
  shown = shown.filter((each) => each.id !== id);
  tell();
}

/** Say something in the corner for a while. `tone: "bad"` for what went wrong. @param {string} text @param {{ tone?: string, action?: { label: string, run: () => void } }} [options] */
export function toast(text, { tone = "", action } = {}) {
  last += 1;
  const id = last;
  // The same again stands once, as the newest: a pile of it hides what is worked on.
  const others = shown.filter((each) => each.text !== text || each.action || action);
  shown = [...others.slice(-3), { id, text, tone, action }];
  tell();
  setTimeout(() => drop(id), action || tone === "bad" ? LASTS_MS * 2 : LASTS_MS);
}

/** Where they are shown; once in a page. */
export function Toasts() {
  const [, draw] = useState(0);
  useEffect(() => {
    const changed = () => draw((count) => count + 1);
    listeners.add(changed);
    return () => {
      listeners.delete(changed);
    };
  }, []);
  return html`<div class="toasts" role="region" aria-label=${t("common.messages")} aria-live="polite">
    ${shown.map((each) => html`<div class=${`toast ${each.tone}`} key=${each.id}><span class="grow wrap">${each.text}</span>
      ${each.action && html`<button type="button" class="button small" onClick=${() => { drop(each.id); each.action?.run(); }}>${each.action.label}</button>`}
      <${IconButton} icon="x" label=${t("common.close")} onClick=${() => drop(each.id)} /></div>`)}
  </div>`;
}
