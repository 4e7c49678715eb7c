// @ts-check
/** A part of the side panel: read when it is opened, and open again next time if it was left so. */
import { html, useState } from "../../../shared/view.js";
import { Icon } from "../../../shared/parts.js";
import { storage } from "../../../shared/storage.js";

/** @param {{ name: string, title: string, icon: string, open?: boolean, children: () => any }} props `children` draws
 *  what is inside, once it is wanted */
export function Section({ name, title, icon, open = false, children }) {
  const key = `thread.section.${name}`;
  const [shown, setShown] = useState((storage.get(key) ?? (open ? "1" : "0")) === "1");
  const toggle = (/** @type {any} */ event) => {
    const now = event.currentTarget.open;
    if (now === shown) return;
    storage.set(key, now ? "1" : "0");
    setShown(now);
  };
  return html`
    <details class="panel-section" open=${shown} onToggle=${toggle}>
      <summary><${Icon} name=${icon} /> <h2>${title}</h2></summary>
      ${shown && html`<div class="panel-body">${children()}</div>`}
    </details>`;
}
