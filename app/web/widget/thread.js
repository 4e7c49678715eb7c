// @ts-check
/** A conversation: what was said, how it stands, and where to write. */
import { html, useEffect, useErrorBoundary, useLayoutEffect, useRef } from "../shared/view.js";
import { linked } from "../shared/plain.js";
import { number, t, when } from "../shared/language.js";
import { Composer } from "./composer.js";
import { Icon, later } from "./parts.js";

const Survey = later(() => import("./survey.js"), "Survey");
// Markdown is rare in chats, and what cleans it is large.
const Rich = later(() => import("../shared/markdown.js"), "Markdown");
const Attached = later(() => import("./attached.js"), "Attached");
// So near to the end, new messages are what is looked at.
const NEAR = 80;

/**
 * @typedef {import("./main.js").Widget} Widget
 * @param {import("./window.js").Props} props
 */
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
      onScroll=${(/** @type {any} */ { currentTarget: box }) => { stay.current.end = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR; }}>
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

/** How it stands, in words: only what is known. @param {import("./window.js").Props} props */
function Status({ widget, state }) {
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

/** How long it will take, when the desk knows. @param {number[] | null} wait in seconds, from and to */
function waited(wait) {
  if (!wait) return "";
  const [from, to] = wait.map((each) => Math.round(each / 60));
  if (to <= 1) return t("widget.wait_soon");
  if (from < 1) return t.n("widget.wait_up_to", to);
  return from === to ? t.n("widget.wait_about", to) : t.n("widget.wait_between", to, { from: number(from) });
}

/**
 * One message: what it says, its files, and how far it has come.
 * @param {{ widget: Widget, state: import("./store.js").State, message: any, mine: boolean, follows: boolean }} props
 */
function Message({ widget, state, message, mine, follows }) {
  const { author, seq, body } = message;
  const seen = mine && seq <= state.seen;
  const marks = [
    message.edited_at && !message.redacted_at && t("widget.edited"),
    message.generated && t("widget.generated"),
    message.translated_from && t("widget.translated"),
  ].filter(Boolean);
  return html`<article class=${`message ${mine ? "mine" : ""}`}>
    ${!mine && !follows && html`<b class="from">${author.kind === "system" ? state.look?.name || t("widget.desk") : author.name}</b>`}
    ${message.redacted_at && !body ? html`<p class="bubble gone">${t("widget.redacted")}</p>` : body && (
      message.format === "markdown" ? html`<div class="bubble" dir="auto"><${Formatted} text=${body} /></div>`
        : html`<p class="bubble" dir="auto">${linked(body)}</p>`)}
    ${message.attachments?.map((/** @type {any} */ file) => html`<${Attached} key=${file.id} ...${{ widget, file }} />`)}
    <footer>${marks.map((mark) => html`<span>${mark}</span>`)}<time datetime=${message.created_at}>${
      when(message.created_at, { timeStyle: "short" })}</time>
      ${mine && html`<${Icon} name=${seen ? "check-check" : "check"} /><span class="sr">${
        t(seen ? "widget.read" : "widget.sent")}</span>`}
    </footer>
  </article>`;
}

/** Markdown; as it was written where the page's policy lets nobody make HTML. @param {{ text: string }} props */
function Formatted({ text }) {
  const [failed] = useErrorBoundary();
  return failed ? linked(text) : html`<${Rich} text=${text} />`;
}

/** What happened in between. @param {{ entry: import("./store.js").Entry }} props */
function Note({ entry }) {
  return html`<p class="note">${t(`widget.${entry.note}`, { name: entry.name || t("widget.somebody") })}</p>`;
}

/** Written, and not in the thread yet. @param {{ widget: Widget, item: import("./store.js").Waiting, offline: boolean }} props */
function Unsent({ widget, item, offline }) {
  const { out } = widget.talk;
  const { body, files, code } = item;
  return html`<article class=${`message mine waiting ${code ? "failed" : ""}`}>
    ${body && html`<p class="bubble" dir="auto">${linked(body)}</p>`}
    ${files.map(({ name }) => html`<p class="bubble file"><${Icon} name="file" />${name || t("widget.file")}</p>`)}
    <footer>${code ? html`<${Icon} name="circle-alert" /><span role="alert">${reason(code)}</span>
        ${code !== "files" && html`<button type="button" onClick=${() => out.again(item)}>${t("widget.retry")}</button>`}
        <button type="button" onClick=${() => out.drop(item.cmid)}>${t("widget.discard")}</button>`
      : html`<${Icon} name="clock" /><span>${t(offline ? "widget.later" : "widget.sending")}</span>`}
    </footer>
  </article>`;
}

/** @param {string} code */
function reason(code) {
  return t.has(`widget.failed_${code}`) ? t(`widget.failed_${code}`) : t("widget.failed");
}
