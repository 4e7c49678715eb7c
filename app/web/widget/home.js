// @ts-check
/** What the window begins with: a greeting, the way to somebody, and what was asked before. */
import { html } from "../shared/view.js";
import { brief, t } from "../shared/texts.js";
import { Icon } from "./parts.js";

/** @param {import("./app.js").Props} props */
export function Home({ widget, state }) {
  const { talk, store } = widget;
  const { look, past, unread } = state;
  const closed = look?.hours?.open === false || look?.chat === false;
  const begin = async () => {
    if (!talk.live) {
      talk.reset();
      await widget.identified();
    }
    store.set({ view: closed && !talk.live ? "offline" : "thread" });
  };
  const show = (/** @type {string} */ ticket) => {
    store.set({ view: "thread" });
    void talk.show(ticket);
  };
  const words = talk.live ? "widget.go_on" : closed ? "widget.leave_message" : "widget.begin";
  return html`<div class="body home">
    <p class="greeting">${look?.greeting || t("widget.greeting")}</p>
    <button type="button" class="primary" data-focus onClick=${begin}>
      <${Icon} name=${closed && !talk.live ? "mail" : "send"} />${t(words)}
    </button>
    ${past.length > 0 && html`<h3>${t("widget.past")}</h3>
      <ul class="past">${past.map((each) => html`<li key=${each.id}>
        <button type="button" onClick=${() => show(each.id)}>
          <b dir="auto">${each.subject}</b>
          <span>${t(`widget.status_${["solved", "closed"].includes(each.status) ? "done" : "open"}`)} · ${brief(each.updated_at)}</span>
        </button></li>`)}
      </ul>`}
    ${unread > 0 && html`<p class="sr">${t.n("widget.open_unread", unread)}</p>`}
  </div>`;
}
