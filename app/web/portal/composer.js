// @ts-check
/** Writing with files: what is typed is kept in this browser until it is sent. */
import { Button, Icon, IconButton, Problem, TextArea, useApi } from "../shared/parts.js";
import { storage } from "../shared/storage.js";
import { bytes, t } from "../shared/texts.js";
import { html, useEffect, useId, useRef, useState } from "../shared/view.js";

/** @typedef {{ key: number, name: string, size: number, share: number, id: string | null, error: any }} Held */

const MOST_FILES = 10;

/** A text that outlives a reload. @param {string} key @returns {[string, (text: string) => void]} */
export function useKept(key) {
  const [text, setText] = useState(() => storage.get(key) ?? "");
  const keep = (/** @type {string} */ value) => {
    setText(value);
    if (value) storage.set(key, value);
    else storage.remove(key);
  };
  return [text, keep];
}

/** Files on their way to the desk, and those that are there. */
export function useFiles() {
  const api = useApi();
  const [files, setFiles] = useState(/** @type {Held[]} */ ([]));
  const last = useRef(0);
  const change = (/** @type {number} */ key, /** @type {Partial<Held>} */ to) =>
    setFiles((before) => before.map((each) => (each.key === key ? { ...each, ...to } : each)));
  const add = (/** @type {Iterable<File>} */ chosen) => {
    for (const file of [...chosen].slice(0, Math.max(0, MOST_FILES - files.length))) {
      last.current += 1;
      const key = last.current;
      setFiles((before) => [...before, { key, name: file.name, size: file.size, share: 0, id: null, error: null }]);
      api.upload(file, { onprogress: (share) => change(key, { share }) })
        .then((made) => change(key, { id: made.id, share: 1 }), (error) => change(key, { error }));
    }
  };
  return {
    files, add,
    drop: (/** @type {number} */ key) => setFiles((before) => before.filter((each) => each.key !== key)),
    clear: () => setFiles([]),
    ids: files.flatMap((each) => each.id ?? []),
    waiting: files.some((each) => each.id === null && each.error === null),
  };
}

/** @param {{ held: ReturnType<typeof useFiles> }} props */
export function Files({ held }) {
  const id = useId();
  return html`<div class="stack tight">
    ${held.files.length > 0 && html`<ul class="portal-files">${held.files.map((each) => html`<li key=${each.key}>
      <${Icon} name="paperclip" /><span class="grow ellipsis" dir="auto">${each.name}</span><span class="muted small">${bytes(each.size)}</span>
      ${each.id === null && !each.error && html`<progress max="1" value=${each.share} aria-label=${t("portal.uploading", { name: each.name })}></progress>`}
      <${IconButton} icon="x" label=${t("common.remove_item", { name: each.name })} onClick=${() => held.drop(each.key)} />
      ${each.error && html`<${Problem} error=${each.error} />`}</li>`)}</ul>`}
    <div><label class="button small" for=${id}><${Icon} name="paperclip" />${t("portal.attach")}</label>
      <input class="sr" type="file" multiple id=${id} onChange=${(/** @type {any} */ event) => { held.add(event.target.files); event.target.value = ""; }} /></div>
  </div>`;
}

/** Under a thread. `onSend(body, attachment ids)`. @param {any} props */
export function Composer({ draft, onSend, onTyping }) {
  const [text, setText] = useKept(draft);
  const held = useFiles();
  const [error, setError] = useState(/** @type {any} */ (null));
  const empty = !text.trim() && held.ids.length === 0;
  const send = () => {
    if (empty || held.waiting) return;
    try {
      onSend(text.trim() || held.files.map((each) => each.name).join(", "), held.ids);
      setText("");
      held.clear();
      setError(null);
    } catch (problem) {
      setError(problem);
    }
  };
  useEffect(() => {
    if (text) onTyping?.();
  }, [text]);
  return html`<form class="card stack" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); send(); }}
    onPaste=${(/** @type {ClipboardEvent} */ event) => event.clipboardData?.files.length && held.add(event.clipboardData.files)}>
    <${Problem} error=${error} />
    <${TextArea} grow rows="3" dir="auto" maxlength="65000" value=${text} onInput=${setText} aria-label=${t("portal.reply")} placeholder=${t("portal.reply_hint")}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send(); } }} />
    <div class="row top portal-send"><div class="grow"><${Files} held=${held} /></div>
      <${Button} kind="primary" type="submit" icon="send" disabled=${empty} busy=${held.waiting}>${t("portal.send")}<//></div></form>`;
}
