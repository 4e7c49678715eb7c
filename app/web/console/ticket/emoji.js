// @ts-check
/** A small set of emoji for those without a keyboard that has them. */
import { html, useEffect, useRef, useState } from "../../shared/view.js";
import { IconButton } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";

const EMOJI = [..."😀😊😉😂🙂😍😎🤔😐😕😢😭😡😱🙏👍👎👏👌🤝💪✌👋🙌🎉🎁❤💔⭐🔥✅❌⚠❓❗💡📎📦🚚💳🔒🛠🕐📞📧"];

/** @param {{ put: (emoji: string) => void }} props */
export function Emoji({ put }) {
  const [open, setOpen] = useState(false);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (!open) return undefined;
    const away = (/** @type {Event} */ event) => {
      if (!box.current?.contains(/** @type {Node} */ (event.target))) setOpen(false);
    };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, [open]);
  return html`
    <div class="emoji" ref=${box}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === "Escape" && setOpen(false)}>
      <${IconButton} icon="smile" label=${t("thread.emoji")} aria-expanded=${open} onClick=${() => setOpen(!open)} />
      ${open && html`
        <div class="emoji-list" role="group" aria-label=${t("thread.emoji")}>
          ${EMOJI.map((each) => html`<button type="button" key=${each} onClick=${() => {
            put(each);
            setOpen(false);
          }}>${each}</button>`)}
        </div>`}
    </div>`;
}
