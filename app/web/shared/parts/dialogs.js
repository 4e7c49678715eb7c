// @ts-check
import { t } from "../texts.js";
import { html, render, useEffect, useId, useRef, useState } from "../view.js";
import { Button, IconButton } from "./buttons.js";

/** A dialog over the page: the browser keeps the focus inside and gives it back. `actions`: its buttons. @param {any} props */
export function Dialog({ title, onClose, children, actions, wide = false, lasting = false }) {
  /** @type {{ current: HTMLDialogElement | null }} */
  const place = useRef(null);
  const id = useId();
  useEffect(() => {
    const dialog = place.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  const cancelled = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!lasting) onClose?.();
  };
  return html`<dialog class=${`dialog ${wide ? "wide" : ""}`} ref=${place} aria-labelledby=${id} onCancel=${cancelled}>
    <div class="dialog-head"><h2 id=${id}>${title}</h2>
      ${!lasting && html`<${IconButton} icon="x" label=${t("common.close")} onClick=${onClose} />`}</div>
    <div class="dialog-body">${children}</div>
    ${actions && html`<div class="dialog-foot">${actions}</div>`}
  </dialog>`;
}

/** Where dialogs that are asked for by functions are drawn. */
export const dialogs = {
  /** Draw what `made(close)` makes until it is closed; the promise has what it was closed with. @template T @param {(close: (value: T) => void) => any} made @returns {Promise<T>} */
  open(made) {
    return new Promise((done) => {
      const place = document.createElement("div");
      document.body.append(place);
      const close = (/** @type {any} */ value) => {
        render(null, place);
        place.remove();
        done(value);
      };
      render(made(close), place);
    });
  },
};

/** Ask before something is done. @param {string} question @param {{ title?: string, action?: string, danger?: boolean }} [options] @returns {Promise<boolean>} */
export function confirm(question, { title = t("common.sure"), action = t("common.yes"), danger = false } = {}) {
  return dialogs.open((close) => html`<${Asking} ...${{ question, title, action, danger, close }} />`);
}

/** @param {any} props */
function Asking({ question, title, action, danger, close }) {
  const [done, setDone] = useState(false);
  const answer = (/** @type {boolean} */ value) => {
    if (done) return;
    setDone(true);
    close(value);
  };
  return html`<${Dialog} title=${title} onClose=${() => answer(false)} actions=${html`
    <${Button} onClick=${() => answer(false)}>${t("common.cancel")}<//>
    <${Button} kind=${danger ? "danger" : "primary"} onClick=${() => answer(true)}>${action}<//>`}><p>${question}</p><//>`;
}
