// @ts-check
/** The frame of a control: its label, its hint, and what the desk refused of it. */

import { html, useId } from "../../../shared/view.js";

/** A labelled row around one control; `control` gets what ties it to its label, hint and error.
 * @param {{ label: string, hint?: string, error?: string, required?: boolean,
 *   control: (tie: Record<string, any>) => any }} props */
export function Row({ label, hint, error, required, control }) {
  const id = useId();
  const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return html`<div class=${error ? "field bad" : "field"}>
    <label class=${required ? "label required" : "label"} for=${id}>${label}</label>
    ${control({
      id,
      "aria-describedby": about || undefined,
      "aria-invalid": error ? "true" : undefined,
      "aria-required": required ? "true" : undefined,
    })}
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    ${error && html`<p class="error" id=${`${id}-error`}>${error}</p>`}
  </div>`;
}

/** A group of controls under one name.
 * @param {{ label: string, hint?: string, error?: string, children?: any, class?: string }} props */
export function Group({ label, hint, error, children, class: kind }) {
  return html`<fieldset class=${`group ${kind ?? ""}`}>
    <legend>${label}</legend>
    ${hint && html`<p class="hint">${hint}</p>`}
    ${error && html`<p class="error">${error}</p>`} ${children}
  </fieldset>`;
}
