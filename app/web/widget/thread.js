// @ts-check
/** A conversation: what was said, how it stands, and where to write. */
import { html, useEffect, useLayoutEffect, useRef } from "../shared/view.js";
import { t } from "../shared/texts.js";
import { Composer } from "./composer.js";
import { Message, Note, Unsent } from "./message.js";
import { later } from "./parts.js";
import { Status } from "./status.js";

const Survey = later(() => import("./survey.js"), "Survey");
// So near to the end, new messages are what is looked at.
const NEAR = 80;

/** @param {import("./app.js").Props} props */
export function Thread(props) {
  const { widget, state } = props;
  const { talk, store } = widget;
  const { entries, waiting, earlier, typist, chat, ticket, survey } = state;
  /** @type {{ current: HTMLElement | null }} */
  const list = useRef(null);
  const stay = useRef({ end: true, height: 0 });
  const mine = widget.visitor.session?.id;

  useLayoutEffect(() => {
    const box = list.current;
    if (!box) return;
    if (stay.current.end) box.scrollTop = box.scrollHeight;
    // What came in above must not move what is read.
    else if (stay.current.height) box.scrollTop += box.scrollHeight - stay.current.height;
    stay.current.height = 0;
  }, [entries, waiting, typist, survey]);

  useEffect(() => {
    const looked = () => document.visibilityState === "visible" && talk.read();
    looked();
    document.addEventListener("visibilitychange", looked);
    return () => document.removeEventListener("visibilitychange", looked);
  }, [entries]);

  const more = () => {
    stay.current = { end: false, height: list.current?.scrollHeight ?? 0 };
    void talk.earlier();
  };
  const ended = chat?.status === "ended";
  return html`<div class="body thread">
    <${Status} ...${props} />
    <div class="log" ref=${list} tabindex="0" role="log" aria-live="off" aria-label=${t("widget.messages")}
      onScroll=${({ currentTarget: box }) => { stay.current.end = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR; }}>
      ${earlier && html`<button type="button" class="quiet wide" onClick=${more}>${t("widget.earlier")}</button>`}
      ${!ticket && waiting.length === 0 && html`<p class="note">${t("widget.first_words")}</p>`}
      ${entries.map((each, index) => each.message
        ? html`<${Message} key=${each.seq} ...${{ widget, state, message: each.message, mine: each.message.author.id === mine,
          follows: entries[index - 1]?.message?.author.id === each.message.author.id }} />`
        : html`<${Note} key=${each.seq} entry=${each} />`)}
      ${waiting.map((each) => html`<${Unsent} key=${each.cmid} ...${{ widget, item: each, offline: !state.online }} />`)}
      ${typist !== null && html`<p class="typing">${t("widget.types", { name: typist || t("widget.somebody") })}<i></i><i></i><i></i></p>`}
      ${survey && html`<${Survey} key=${survey} ...${{ widget, token: survey }} />`}
      ${ended && html`<button type="button" class="primary wide" onClick=${() => {
        talk.reset();
        void widget.identified();
      }}>${t("widget.begin_anew")}</button>`}
    </div>
    <${Composer} ...${props} said=${() => { stay.current.end = true; store.set({ view: "thread" }); }} />
  </div>`;
}
