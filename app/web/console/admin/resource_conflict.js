// @ts-check
/** What the desk said no to: the list of what is wrong, and what somebody else changed meanwhile. */

import { html } from "../../shared/view.js";
import { Button, Problem } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { placeOf, wordsOf } from "../../shared/refusals.js";
import { same } from "./form.js";

/** Every entry of a refusal with its place, over the form; the same words stand at the fields.
 * @param {{ error: any }} props */
export function ErrorList({ error }) {
  const errors = error?.problem?.errors ?? [];
  if (!errors.length) return html`<${Problem} error=${error} />`;
  return html`<div class="notice bad" role="alert">
    <strong>${t("resource.not_saved")}</strong>
    <ul>${errors.map((/** @type {any} */ each, /** @type {number} */ place) => html`<li key=${place}>
      ${placeOf(each) && html`<code class="code">${placeOf(each)}</code>`} ${wordsOf(each)}</li>`)}</ul>
  </div>`;
}

/** Somebody else has saved since it was read: both sides, and a choice.
 * @param {{ spec: import("./resource.js").Spec, item: any, theirs: { item: any, etag: string | null },
 *   changes: Record<string, any>, onTheirs: () => void, onMine: () => void }} props */
export function Conflict({ spec, item, theirs, changes, onTheirs, onMine }) {
  const bodyOf = spec.body ?? ((/** @type {any} */ one) => one);
  const before = bodyOf(spec.draft(item), item);
  const after = bodyOf(spec.draft(theirs.item), theirs.item);
  const changed = Object.keys(after).filter((name) => !same(after[name], before[name]));
  const both = changed.filter((name) => name in changes);
  return html`<div class="notice bad" role="alert">
    <strong>${t("resource.conflict")}</strong>
    <p>${t("resource.conflict_what")}</p>
    <table class="table"><thead><tr><th scope="col">${t("resource.part")}</th><th scope="col">${t("resource.theirs")}</th>
        <th scope="col">${t("resource.mine")}</th></tr></thead>
      <tbody>${changed.map((name) => html`<tr key=${name}><th scope="row"><code class="code">${name}</code></th>
        <td>${brief(after[name])}</td><td>${name in changes ? brief(changes[name]) : html`<span class="muted">${t("resource.untouched")}</span>`}</td></tr>`)}</tbody></table>
    <p class="small muted">${both.length ? t("resource.conflict_both") : t("resource.conflict_apart")}</p>
    <div class="row"><${Button} kind="primary" type="button" onClick=${onMine}>${both.length ? t("resource.save_over") : t("resource.save_both")}<//>
      <${Button} type="button" onClick=${onTheirs}>${t("resource.take_theirs")}<//></div>
  </div>`;
}

/** @param {any} value @returns {string} */
function brief(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
