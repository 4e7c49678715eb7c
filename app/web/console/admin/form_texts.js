// @ts-check
/** Fields of admin forms for texts in several languages and for instants. */

import { html, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Row } from "./form.js";

/** @typedef {import("./form.js").Named} Named */

const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** One text per language: `{"en": "Region"}`. A language without words is left out.
 * @param {Named & { rows?: number }} props */
export function TextsField({ form, name, label, hint, required, rows }) {
  return html`<${TextsInput} label=${label} hint=${hint} required=${required} rows=${rows}
    error=${form.error(`/${name}`)} texts=${form.draft[name] ?? {}}
    onChange=${(/** @type {Record<string, string>} */ texts) => form.set({ [name]: texts })} />`;
}

/** @param {{ label: string, hint?: string, error?: string, required?: boolean, rows?: number,
 *   texts: Record<string, string>, onChange: (texts: Record<string, string>) => void }} props */
export function TextsInput({ label, hint, error, required, rows, texts, onChange }) {
  const [more, setMore] = useState("");
  const locales = [...new Set(["en", "ru", ...Object.keys(texts)])];
  const write = (/** @type {string} */ locale, /** @type {string} */ text) => {
    const { [locale]: _, ...rest } = texts;
    onChange(text === "" ? rest : { ...rest, [locale]: text });
  };
  return html`<${Row} label=${label} hint=${hint} error=${error} required=${required}
    control=${(/** @type {any} */ tie) => html`<div class="locales">
      ${locales.map((locale, place) => {
        const input = {
          ...(place === 0 ? tie : {}),
          class: "input",
          lang: locale,
          "aria-label": `${label}: ${locale}`,
          value: texts[locale] ?? "",
          onInput: (/** @type {any} */ event) => write(locale, event.currentTarget.value),
        };
        return html`<div class="locale" key=${locale}><span class="small muted" aria-hidden="true">${locale}</span>
          ${rows ? html`<textarea ...${input} rows=${rows}></textarea>` : html`<input ...${input} />`}</div>`;
      })}
      <div class="locale"><span></span><span class="row">
        <input class="input short" value=${more} placeholder="de" maxlength="35" aria-label=${t("resource.language_tag")}
          onInput=${(/** @type {any} */ event) => setMore(event.currentTarget.value)} />
        <button type="button" class="button quiet" disabled=${!LOCALE.test(more) || locales.includes(more)}
          onClick=${() => {
            onChange({ ...texts, [more]: " " });
            setMore("");
          }}>${t("resource.add_language")}</button></span></div>
    </div>`} />`;
}

/** An instant as this device's clock would show it, for `datetime-local`.
 * @param {string | null | undefined} iso @returns {string} */
export function localOf(iso) {
  if (!iso) return "";
  const at = new Date(iso);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** @param {string} local @returns {string | null} */
export function isoOf(local) {
  const at = new Date(local);
  return local === "" || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** @param {Named} props */
export function InstantField({ form, name, label, hint, required }) {
  return html`<${Row} label=${label} hint=${hint} required=${required} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<${InstantInput} tie=${tie} value=${form.draft[name]}
        onChange=${(/** @type {string | null} */ value) => form.set({ [name]: value })} />`} />`;
}

/** @param {{ tie?: Record<string, any>, value: string | null | undefined, label?: string,
 *   onChange: (value: string | null) => void }} props */
export function InstantInput({ tie, value, onChange, label }) {
  return html`<input ...${tie} class="input" type="datetime-local" aria-label=${label} value=${localOf(value)}
    onInput=${(/** @type {any} */ event) => onChange(isoOf(event.currentTarget.value))} />`;
}
