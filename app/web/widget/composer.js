// @ts-check
/** Where they write: text, files and emoji; what is typed stays on the device until it is sent. */
import { html, useEffect, useRef, useState } from "../shared/view.js";
import { t } from "../shared/texts.js";
import { Refused, upload, uuid } from "./calls.js";
import { Icon, IconButton, later } from "./parts.js";
import { Suggestions } from "./suggestions.js";

const Emoji = later(() => import("./emoji.js"), "Emoji");
const LONGEST = 16_000;
// On a glass keyboard Enter begins a line: there is no other way to.
const touched = matchMedia("(pointer: coarse)");

/**
 * @typedef {{ key: string, name: string, share: number, abort: AbortController, file?: any, error?: string }} Upload
 * @param {import("./app.js").Props & { said: () => void }} props
 */
export function Composer({ widget, state, said }) {
  const { talk, kept, visitor } = widget;
  const [text, setText] = useState(() => kept.get("draft") ?? "");
  const [uploads, setUploads] = useState(/** @type {Upload[]} */ ([]));
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
  /** @param {string} key @param {Partial<Upload>} change */
  const change = (key, change) => setUploads((all) => all.map((each) => (each.key === key ? { ...each, ...change } : each)));
  const add = (/** @type {Iterable<File>} */ chosen) => {
    for (const file of chosen) {
      const one = { key: uuid(), name: file.name, share: 0, abort: new AbortController() };
      setUploads((all) => [...all, one]);
      visitor.ensure()
        .then(({ token }) => upload(visitor.desk, token, file, (share) => change(one.key, { share }), one.abort.signal))
        .then((made) => change(one.key, { file: made, share: 1 }))
        .catch((error) => change(one.key, { error: error instanceof Refused ? error.message : t("widget.no_upload") }));
    }
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
  const dropped = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    add(event.dataTransfer?.files ?? []);
  };
  return html`<form class="composer" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); send(); }}
    onDragOver=${(/** @type {Event} */ event) => event.preventDefault()} onDrop=${dropped}>
    ${!state.ticket && state.look?.help && html`<${Suggestions} ...${{ widget, text }} />`}
    ${asks && html`<label class="consent"><input type="checkbox" onChange=${() => {
      kept.set("consent", true);
      setAgreed(true);
    }} /><span>${state.look.consent} ${state.look.privacy_url && html`<a href=${state.look.privacy_url} target="_blank"
      rel="noopener">${t("widget.privacy")}</a>`}</span></label>`}
    ${uploads.length > 0 && html`<ul class="uploads">${uploads.map((each) => html`<li key=${each.key}>
      <${Icon} name=${each.error ? "circle-alert" : "file"} /><span dir="auto">${each.name}</span>
      ${each.error ? html`<span role="alert">${each.error}</span>`
        : !each.file && html`<progress value=${each.share} aria-label=${t("widget.uploading", { name: each.name })}></progress>`}
      <${IconButton} icon="x" label=${t("widget.remove", { name: each.name })} onClick=${() => {
        each.abort.abort();
        setUploads((all) => all.filter(({ key }) => key !== each.key));
      }} /></li>`)}</ul>`}
    ${emoji && html`<${Emoji} ...${{ put, close: () => { setEmoji(false); area.current?.focus(); } }} />`}
    <textarea ref=${area} rows="1" data-focus dir="auto" maxlength=${LONGEST} value=${text}
      placeholder=${t("widget.write")} aria-label=${t("widget.write")}
      onInput=${(/** @type {any} */ event) => write(event.target.value)} onKeyDown=${key}
      onBlur=${() => talk.typing(false)}
      onPaste=${(/** @type {ClipboardEvent} */ event) => {
        const pasted = event.clipboardData?.files ?? [];
        if (!pasted.length) return;
        event.preventDefault();
        add(pasted);
      }}></textarea>
    <input ref=${picker} type="file" multiple hidden onChange=${(/** @type {any} */ event) => {
      add([...event.target.files]);
      event.target.value = "";
    }} />
    <${IconButton} icon="paperclip" label=${t("widget.attach")} onClick=${() => picker.current?.click()} />
    <${IconButton} icon="smile" label=${t("widget.emoji")} aria-expanded=${emoji} onClick=${() => setEmoji(!emoji)} />
    <button type="submit" class="send" aria-label=${t("widget.send")} title=${t("widget.send")} aria-disabled=${!ready}>
      <${Icon} name="send" />
    </button>
  </form>`;
}
