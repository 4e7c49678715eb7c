// @ts-check
/** Text as it was written: its lines, and what are addresses as links. */
import { html } from "./view.js";

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/gi;
const TRAILING = /[.,;:!?)\]}»”]+$/;

/** The text as pieces: words, and links. @param {string} text @returns {any[]} */
export function linked(text) {
  const pieces = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    // A sentence that ends with an address ends with a full stop, which is not of it; a closing bracket may be.
    let address = found[0];
    const end = TRAILING.exec(address)?.[0] ?? "";
    if (end && !(end === ")" && address.includes("("))) address = address.slice(0, -end.length);
    if (found.index > at) pieces.push(text.slice(at, found.index));
    const href = address.includes("://") ? address : `mailto:${address}`;
    pieces.push(html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${address}</a>`);
    at = found.index + address.length;
  }
  pieces.push(text.slice(at));
  return pieces;
}

/** @param {{ text: string, class?: string }} props */
export function Plain({ text, class: extra = "" }) {
  return html`<div class=${`wrap ${extra}`} dir="auto">${linked(text)}</div>`;
}
