// @ts-check
/** How it stands with the conversation, in words: only what is known. */
import { html } from "../shared/view.js";
import { number, t } from "../shared/texts.js";

/** @param {import("./app.js").Props} props */
export function Status({ widget, state }) {
  const { chat, expired, online, line, position } = state;
  if (expired) {
    return html`<div class="status warn" role="alert">
      <p>${t("widget.expired")}</p>
      <button type="button" class="primary" onClick=${() => widget.talk.anew()}>${t("widget.anew")}</button>
    </div>`;
  }
  if (!online || line === "waiting") return html`<p class="status warn" role="status">${t("widget.no_network")}</p>`;
  if (!chat || chat.status === "ended" || chat.status === "active") return null;
  const first = position === null ? t("widget.looking") : t("widget.position", { position: number(position) });
  return html`<p class="status" role="status">${first} ${waited(state.wait)}</p>`;
}

/** How long it will take, when the desk knows. @param {[number, number] | null} wait in seconds, from and to */
function waited(wait) {
  if (!wait) return "";
  const [from, to] = wait.map((each) => Math.round(each / 60));
  if (to <= 1) return t("widget.wait_soon");
  if (from < 1) return t.n("widget.wait_up_to", to);
  return from === to ? t.n("widget.wait_about", to) : t.n("widget.wait_between", to, { from: number(from) });
}
