// @ts-check
/** An icon that stands for a word: on hover for those who see it, in words for those who do not. */
import { html } from "../../shared/view.js";
import { Icon } from "../../shared/parts.js";

/** @param {{ icon: string, text: string }} props */
export function Sign({ icon, text }) {
  return html`<span class="inbox-sign muted" title=${text}><${Icon} name=${icon} /><span class="sr">${text}</span></span>`;
}
