// @ts-check
/** A conversation: what was said, how it stands, and where they write: text, files and emoji. One module, for it weighs less so. */
import { html, useEffect, useErrorBoundary, useLayoutEffect, useRef, useState } from "../shared/view.js";
import { linked } from "../shared/plain.js";
import { locale, number, t, when } from "../shared/language.js";
import { call } from "./calls.js";
import { Icon, IconButton, later } from "./parts.js";

const Survey = later(() => import("./survey.js"), "Survey");
// Markdown is rare in chats, and what cleans it is large.
const Rich = later(() => import("../shared/markdown.js"), "Markdown");
const Attached = later(() => import("./attached.js"), "Attached");
const Emoji = later(() => import("./emoji.js"), "Emoji");
const Uploads = later(() => import("./uploads.js"), "Uploads");
const PAUSE_MS = 600;
const SHORTEST = 8;
const LONGEST = 16_000;
// On a glass keyboard Enter begins a line: there is no other way to.
const touched = matchMedia("(pointer: coarse)");
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
      ${waiting.map((each) => html`<${Unsent} key=${each.cmid} ...${{ widget, item: each, how: state.expired ? "failed" : state.online ? "sending" : "later" }} />`)}
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

/** Written, and not in the thread yet. @param {{ widget: Widget, item: import("./store.js").Waiting, how: string }} props */
function Unsent({ widget, item, how }) {
  const { out } = widget.talk;
  const { body, files, code } = item;
  return html`<article class=${`message mine waiting ${code ? "failed" : ""}`}>
    ${body && html`<p class="bubble" dir="auto">${linked(body)}</p>`}
    ${files.map(({ name }) => html`<p class="bubble file"><${Icon} name="file" />${name || t("widget.file")}</p>`)}
    <footer>${code ? html`<${Icon} name="circle-alert" /><span role="alert">${reason(code)}</span>
        ${code !== "files" && html`<button type="button" onClick=${() => out.again(item)}>${t("widget.retry")}</button>`}
        <button type="button" onClick=${() => out.drop(item.cmid)}>${t("widget.discard")}</button>`
      : html`<${Icon} name="clock" /><span>${t(`widget.${how}`)}</span>`}
    </footer>
  </article>`;
}

/** @param {string} code */
function reason(code) {
  return t.has(`widget.failed_${code}`) ? t(`widget.failed_${code}`) : t("widget.failed");
}

/** Where they write; what is typed stays on the device until it is sent. @param {import("./window.js").Props & { said: () => void }} props */
export function Composer({ widget, state, said }) {
  const { talk, kept, visitor } = widget;
  const [text, setText] = useState(() => kept.get("draft") ?? "");
  const [uploads, setUploads] = useState(/** @type {import("./uploads.js").Upload[]} */ ([]));
  const [emoji, setEmoji] = useState(false);
  const [agreed, setAgreed] = useState(() => kept.get("consent") === true);
  /** @type {{ current: HTMLTextAreaElement | null }} */
  const area = useRef(null);
  /** @type {{ current: HTMLInputElement | null }} */
  const picker = useRef(null);
  const asks = !agreed && Boolean(state.look?.consent);
  const files = uploads.filter(({ file }) => file).map(({ file }) => file);
  const busy = uploads.some(({ file, error }) => !file && !error);
  const ready = (text.trim() !== "" || files.length > 0) && !busy && !asks && !state.expired;

  useEffect(() => {
    if (!touched.matches) area.current?.focus();
  }, []);
  useEffect(() => {
    const box = area.current;
    if (!box) return;
    box.style.height = "auto";
    // And its borders: else a scrollbar shows.
    box.style.height = `${Math.min(box.scrollHeight + 3, 140)}px`;
  }, [text]);

  const write = (/** @type {string} */ value) => {
    setText(value);
    kept.set("draft", value || null);
    talk.typing(value !== "");
  };
  const send = () => {
    if (!ready) return;
    said();
    talk.out.say(text.trim(), files);
    write("");
    setUploads([]);
    area.current?.focus();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || touched.matches) return;
    event.preventDefault();
    send();
  };
  const add = (/** @type {File[]} */ chosen) => {
    // What they have not agreed to is not begun: a file makes them known to the desk.
    if (asks || state.expired) return;
    void import("./uploads.js").then(
      (module) => module.add(visitor, chosen, setUploads),
      () => widget.store.set({ said: t("widget.no_network") }),
    );
  };
  const put = (/** @type {string} */ each) => {
    const box = area.current;
    const [from, to] = [box?.selectionStart ?? text.length, box?.selectionEnd ?? text.length];
    write(text.slice(0, from) + each + text.slice(to));
    setEmoji(false);
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(from + each.length, from + each.length);
    });
  };
  useEffect(() => {
    const panel = area.current?.closest("section");
    // Wherever in the window it is dropped: else the browser would leave the page to show it.
    const drag = (/** @type {any} */ event) => {
      event.preventDefault();
      if (event.type === "drop") add([...event.dataTransfer.files]);
    };
    for (const type of ["dragover", "drop"]) panel?.addEventListener(type, drag);
    return () => {
      for (const type of ["dragover", "drop"]) panel?.removeEventListener(type, drag);
    };
  });
  return html`<form class="composer" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); send(); }}>
    ${!state.ticket && state.look?.help && html`<${Suggestions} ...${{ widget, text }} />`}
    ${asks && html`<label class="consent"><input type="checkbox" onChange=${() => {
      kept.set("consent", true);
      setAgreed(true);
    }} /><span>${state.look.consent} ${state.look.privacy_url && html`<a href=${state.look.privacy_url} target="_blank"
      rel="noopener">${t("widget.privacy")}</a>`}</span></label>`}
    ${uploads.length > 0 && html`<${Uploads} ...${{ uploads, change: setUploads }} />`}
    ${emoji && html`<${Emoji} ...${{ put, close: () => { setEmoji(false); area.current?.focus(); } }} />`}
    <textarea ref=${area} rows="1" data-focus dir="auto" maxlength=${LONGEST} value=${text}
      placeholder=${t("widget.write")} aria-label=${t("widget.write")}
      onInput=${(/** @type {any} */ event) => write(event.target.value)} onKeyDown=${key}
      onBlur=${() => talk.typing(false)}
      onPaste=${(/** @type {ClipboardEvent} */ event) => {
        const pasted = [...(event.clipboardData?.files ?? [])];
        if (!pasted.length) return;
        event.preventDefault();
        add(pasted);
      }}></textarea>
    <input ref=${picker} type="file" multiple hidden onChange=${(/** @type {any} */ event) => {
      add([...event.target.files]);
      event.target.value = "";
    }} />
    <${IconButton} icon="paperclip" label=${t("widget.attach")} aria-disabled=${asks} onClick=${() => picker.current?.click()} />
    <${IconButton} icon="smile" label=${t("widget.emoji")} aria-expanded=${emoji} onClick=${() => setEmoji(!emoji)} />
    <button type="submit" class="send" aria-label=${t("widget.send")} title=${t("widget.send")} aria-disabled=${!ready}>
      <${Icon} name="send" />
    </button>
  </form>`;
}

/**
 * Articles that may answer it, while the first words of a conversation are written.
 * @param {{ widget: import("./main.js").Widget, text: string }} props
 */
function Suggestions({ widget, text }) {
  const [found, setFound] = useState(/** @type {any} */ (null));
  const { visitor, options, store } = widget;
  const wanted = text.trim();
  useEffect(() => {
    if (wanted.length < SHORTEST) return setFound(null);
    let over = false;
    const timer = setTimeout(async () => {
      const body = { text: wanted, origin: "chat", brand: options.brand, locale: locale(), session: visitor.reader, limit: 3 };
      // A help that does not come is not missed.
      const made = await call(options.desk, "POST", "/v1/help/suggestions", { body, tries: 1 }).catch(() => null);
      if (!over) setFound(made);
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [wanted]);
  if (!found?.items.length) return null;
  return html`<section class="suggestions" aria-label=${t("widget.suggestions")}>
    <h3>${t("widget.suggestions")}</h3>
    <ul>${found.items.map((/** @type {any} */ each) => html`<li key=${each.article_id}><button type="button" onClick=${() =>
      store.set({ view: "article", article: { id: each.article_id, search: found.search_id } })}>
      <${Icon} name="file" /><span dir="auto">${each.title}</span></button></li>`)}</ul>
  </section>`;
}
