// @ts-check
/** A small choice of emoji: arrow keys go through it, Enter takes one. */
import { html, useEffect, useRef } from "../shared/view.js";
import { t } from "../shared/language.js";

const ACROSS = 8;
const ALL = [..."😀😂🙂😉😍🤔😅😢😡😮🙏👍👎👌👏💪🤝👋❤🎉🔥✅❌❓⭐💡🚀📦💳🚚🕐😴"];

/** @param {{ put: (emoji: string) => void, close: () => void }} props */
export function Emoji({ put, close }) {
  /** @type {{ current: HTMLElement | null }} */
  const grid = useRef(null);
  useEffect(() => /** @type {HTMLElement | null} */ (grid.current?.querySelector("button"))?.focus(), []);
  const key = (/** @type {KeyboardEvent} */ event) => {
    const all = /** @type {HTMLElement[]} */ ([...(grid.current?.querySelectorAll("button") ?? [])]);
    const at = all.indexOf(/** @type {any} */ (event.target));
    const forward = grid.current && getComputedStyle(grid.current).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: ACROSS, ArrowUp: -ACROSS }[event.key];
    if (event.key === "Escape") close();
    else if (step) all[(at + step + all.length) % all.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div ref=${grid} class="emoji" role="group" aria-label=${t("widget.emoji")} onKeyDown=${key}>
    ${ALL.map((each, index) => html`<button type="button" key=${each} tabindex=${index ? -1 : 0} onClick=${() => put(each)}>${each}</button>`)}
  </div>`;
}
