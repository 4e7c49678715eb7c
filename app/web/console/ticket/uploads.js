// @ts-check
/** Files on their way into a message: chosen, pasted or dropped, with how far each has come. */
import { html, useCallback, useRef, useState } from "../../shared/view.js";
import { Icon, IconButton } from "../../shared/parts.js";
import { bytes, t } from "../../shared/texts.js";
import { api, said } from "./desk.js";

/** @typedef {import("api").components["schemas"]["AttachedOut"]} AttachedOut */
/** @typedef {{ key: number, file: File, done: number, error: string | null }} Coming */

let last = 0;

/** @param {(file: AttachedOut) => void} arrived */
export function useUploads(arrived) {
  const [coming, setComing] = useState(/** @type {Coming[]} */ ([]));
  const then = useRef(arrived);
  then.current = arrived;

  const change = useCallback((/** @type {number} */ key, /** @type {Partial<Coming>} */ what) => {
    setComing((all) => all.map((each) => (each.key === key ? { ...each, ...what } : each)));
  }, []);

  const start = useCallback(async (/** @type {Coming} */ one) => {
    change(one.key, { error: null, done: 0 });
    try {
      const onprogress = (/** @type {number} */ done) => change(one.key, { done });
      const file = await api.upload(one.file, { onprogress });
      setComing((all) => all.filter((each) => each.key !== one.key));
      then.current(file);
    } catch (problem) {
      change(one.key, { error: said(problem) });
    }
  }, [change]);

  const add = useCallback((/** @type {Iterable<File>} */ files) => {
    for (const file of files) {
      last += 1;
      const one = { key: last, file, done: 0, error: null };
      setComing((all) => [...all, one]);
      void start(one);
    }
  }, [start]);

  const drop = useCallback((/** @type {number} */ key) => {
    setComing((all) => all.filter((each) => each.key !== key));
  }, []);
  return { coming, add, drop, start };
}

/**
 * @param {{ files: AttachedOut[], coming: Coming[], remove: (id: string) => void, drop: (key: number) => void,
 *   again: (one: Coming) => void }} props
 */
export function Files({ files, coming, remove, drop, again }) {
  if (!files.length && !coming.length) return null;
  return html`
    <ul class="attachments" aria-label=${t("thread.files")}>
      ${files.map((file) => html`
        <li class="attachment" key=${file.id}><${Icon} name="paperclip" /> ${file.name}
          <span class="small muted">${bytes(file.size)}</span>
          ${file.state === "infected" && html`<span class="bad small">${t("thread.file.infected")}</span>`}
          <${IconButton} icon="x" label=${t("thread.remove_file", { name: file.name })}
            onClick=${() => remove(file.id)} /></li>`)}
      ${coming.map((one) => html`
        <li class="attachment" key=${one.key}>
          ${one.error
            ? html`<span class="bad small" role="alert">${one.file.name}: ${one.error}</span>
                <button class="button quiet" onClick=${() => again(one)}>${t("thread.again")}</button>`
            : html`<span>${one.file.name}</span>
                <progress max="1" value=${one.done} aria-label=${t("thread.uploading", { name: one.file.name })}></progress>`}
          <${IconButton} icon="x" label=${t("thread.remove_file", { name: one.file.name })}
            onClick=${() => drop(one.key)} /></li>`)}
    </ul>`;
}
