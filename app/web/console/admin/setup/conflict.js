// @ts-check
/** What the desk said no to: the list of what is wrong, and what somebody else changed meanwhile. */

import { html, useEffect, useRef, useState } from "../../../shared/view.js";
import { Button, Problem } from "../../../shared/parts.js";
import { t } from "../../../shared/texts.js";
import { placeOf, wordsOf } from "../../../shared/refusals.js";
import { labelOf } from "./fields.js";
import { changed, changedThere } from "./standing.js";

/** Every entry of a refusal with its place, over the form; the same words stand at the fields, and the place leads there.
 * @param {{ error: any }} props */
export function ErrorList({ error }) {
  const errors = error?.problem?.errors ?? [];
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [marks, setMarks] = useState(/** @type {(Element | null)[]} */ ([]));
  useEffect(() => setMarks(marksOf(box.current?.parentElement, errors)), [error]);
  if (!errors.length) return html`<${Problem} error=${error} />`;
  return html`<div class="notice bad" role="alert" ref=${box}>
    <strong>${t("resource.not_saved")}</strong>
    <ul>${errors.map((/** @type {any} */ each, /** @type {number} */ place) => html`<li key=${place}>
      <${Place} mark=${marks[place]} otherwise=${placeOf(each)} /> ${wordsOf(each)}</li>`)}</ul>
  </div>`;
}

/** @param {{ mark: Element | null | undefined, otherwise: string }} props */
function Place({ mark, otherwise }) {
  const name = mark && calledAt(mark);
  if (!name) return otherwise && html`<code class="code">${otherwise}</code>`;
  const lead = () => /** @type {HTMLElement | null | undefined} */ (
    mark.closest(".field, fieldset")?.querySelector("input, select, textarea, button"))?.focus();
  return html`<button type="button" class="refusal-place" onClick=${lead}>${name}</button>`;
}

/** Where in the form each refusal stands. Forms are laid out in many ways, and only what is shown knows what a field is called there.
 * @param {Element | null | undefined} around @param {import("../../../shared/refusals.js").Refusal[]} errors @returns {(Element | null)[]} */
function marksOf(around, errors) {
  const marks = [...(around?.querySelectorAll("form p.error") ?? [])];
  /** @type {Set<string>} */
  const taken = new Set();
  return errors.map((each) => {
    const words = wordsOf(each);
    // Two fields may be refused in the same words, and one field for two reasons.
    const at = marks.findIndex((mark, place) => mark.textContent?.includes(words) && !taken.has(`${place} ${words}`));
    taken.add(`${at} ${words}`);
    return marks[at] ?? null;
  });
}

const GROUPS = "fieldset, [role='group']";

/** The names of what is around it, the outermost first. @param {Element} mark @returns {string} */
function calledAt(mark) {
  const names = [mark.closest(".field")?.querySelector(".label")?.textContent ?? ""];
  for (let group = mark.closest(GROUPS); group; group = group.parentElement?.closest(GROUPS) ?? null) {
    names.unshift(group.getAttribute("aria-label") ?? group.querySelector(":scope > legend")?.textContent ?? "");
  }
  return names.map((each) => each.trim()).filter(Boolean).join(" › ");
}

/**
 * Somebody else has saved since it was read: both sides, and a choice.
 * @param {{ def: import("./records.js").RecordsDef, standing: import("./standing.js").Standing, theirs: import("./standing.js").Found,
 *   onTheirs: () => void, onMine: () => void }} props
 */
export function Conflict({ def, standing, theirs, onTheirs, onMine }) {
  const mine = changed(def, standing);
  const there = changedThere(def, standing, theirs);
  const both = Object.keys(there).some((name) => name in mine);
  return html`<div class="notice bad setup-conflict" role="alert">
    <strong>${t("resource.conflict")}</strong>
    <p>${t("resource.conflict_what")}</p>
    <table class="table"><thead><tr><th scope="col">${t("resource.part")}</th><th scope="col">${t("resource.theirs")}</th>
        <th scope="col">${t("resource.mine")}</th></tr></thead>
      <tbody>${Object.entries(there).map(([name, value]) => html`<tr key=${name}><th scope="row">${partName(def, name)}</th>
        <td>${brief(value)}</td><td>${name in mine ? brief(mine[name]) : html`<span class="muted">${t("resource.untouched")}</span>`}</td></tr>`)}</tbody></table>
    <p class="small muted">${both ? t("resource.conflict_both") : t("resource.conflict_apart")}</p>
    <div class="row"><${Button} kind="primary" type="button" onClick=${onMine}>${both ? t("resource.save_over") : t("resource.save_both")}<//>
      <${Button} type="button" onClick=${onTheirs}>${t("resource.take_theirs")}<//></div>
  </div>`;
}

/** What a part is called in its form. @param {import("./records.js").RecordsDef} def @param {string} name @returns {any} */
function partName(def, name) {
  const field = def.fields?.find((each) => each.name === name);
  if (field) return labelOf(field);
  return t.has(`admin.${name}`) ? t(`admin.${name}`) : html`<code class="code">${name}</code>`;
}

/** @param {any} value @returns {string} */
function brief(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value ?? null, null, 1);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
