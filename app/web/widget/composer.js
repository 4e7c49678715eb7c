// @ts-check
/** Where they write: text, files and emoji; what is typed stays on the device until it is sent. */
import { html, useEffect, useRef, useState } from "../shared/view.js";
import { locale, t } from "../shared/language.js";
import { call } from "./calls.js";
import { Icon, IconButton, later } from "./parts.js";

const Emoji = later(() => import("./emoji.js"), "Emoji");
const Uploads = later(() => import("./uploads.js"), "Uploads");
const PAUSE_MS = 600;
const SHORTEST = 8;
const LONGEST = 16_000;
// On a glass keyboard Enter begins a line: there is no other way to.
const touched = matchMedia("(pointer: coarse)");

/** @param {import("./window.js").Props & { said: () => void }} props */
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
    box.style.height = `${Math.min(box.scrollHeight, 140)}px`;
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
