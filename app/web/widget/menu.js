// @ts-check
/** What can be done with a conversation, from the top of the window. */
import { html, useEffect, useRef } from "../shared/view.js";
import { t } from "../shared/language.js";
import { Icon } from "./parts.js";

/** @param {import("./window.js").Props & { close: () => void }} props */
export function Menu({ widget, state, close }) {
  /** @type {{ current: HTMLElement | null }} */
  const list = useRef(null);
  const { talk, store, kept } = widget;
  const { chat, sound } = state;
  useEffect(() => /** @type {HTMLElement | null} */ (list.current?.firstElementChild)?.focus(), []);
  /** @type {any[]} */
  const items = [
    { label: t("widget_more.sound"), checked: sound, does: () => {
      kept.set("sound", !sound);
      store.set({ sound: !sound });
    } },
    chat?.agent && { label: t("widget_more.mail_transcript"), does: () => store.set({ view: "mail" }) },
    chat && chat.status !== "ended" && { label: t("widget_more.end"), does: () => void talk.end() },
  ].filter(Boolean);
  const key = (/** @type {KeyboardEvent} */ event) => {
    const all = /** @type {HTMLElement[]} */ ([...(list.current?.children ?? [])]);
    const at = all.indexOf(/** @type {any} */ (event.target));
    if (event.key === "Tab") return close();
    if (event.key === "Escape") {
      close();
      /** @type {HTMLElement | null} */ (list.current?.parentElement?.querySelector("button"))?.focus();
    } else if (event.key === "ArrowDown") all[(at + 1) % all.length].focus();
    else if (event.key === "ArrowUp") all[(at + all.length - 1) % all.length].focus();
    else return undefined;
    event.stopPropagation();
    return event.preventDefault();
  };
  return html`<div ref=${list} role="menu" aria-label=${t("widget.more")} onKeyDown=${key}>
    ${items.map(({ label, checked, does }) => html`<button type="button" tabindex="-1"
      role=${checked === undefined ? "menuitem" : "menuitemcheckbox"} aria-checked=${checked}
      onClick=${() => { close(); does(); }}>
      <span>${label}</span>${checked && html`<${Icon} name="check" />`}
    </button>`)}
  </div>`;
}
