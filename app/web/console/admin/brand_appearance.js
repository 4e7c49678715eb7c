// @ts-check
/** How a brand looks to its customers, with a picture of it beside the fields. */

import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { ofLocale } from "./choices.js";
import { SelectField, TextField, TextsField, WordsField } from "./setup/form.js";
import { Group, Row } from "./setup/row.js";

const COLOR = /^#[0-9a-f]{6}$/i;

/** How bright a colour is to people, as WCAG measures it. @param {string} color @returns {number} */
function luminance(color) {
  const channel = (/** @type {number} */ at) => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Black or white, whichever is read better on a colour. @param {string} color @returns {string} */
export function writtenOn(color) {
  const light = luminance(color);
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

/** @param {{ form: import("./setup/form.js").Form, name: string }} props */
export function Appearance({ form, name }) {
  const { draft } = form;
  return html`<${Group} label=${t("admin.appearance")} hint=${t("admin.appearance_hint")}><div class="split">
    <div class="stack">
      <${ColorField} form=${form} name="accent" label=${t("admin.accent")} />
      <${ColorField} form=${form} name="accent_dark" label=${t("admin.accent_dark")} optional />
      <${SelectField} form=${form} name="position" label=${t("admin.position")} options=${["end", "start"].map((value) => ({ value, label: t(`admin.position_${value}`) }))} />
      <${WordsField} form=${form} name="languages" label=${t("admin.widget_languages")} hint=${t("admin.widget_languages_hint")} placeholder="en, ru" />
    </div>
    <div class="stack">
      <${Picture} accent=${COLOR.test(draft.accent) ? draft.accent : "#3b5bdb"} title=${ofLocale(draft.title) || name} greeting=${ofLocale(draft.greeting)} launcher=${ofLocale(draft.launcher)} position=${draft.position} />
    </div></div>
    <${TextsField} form=${form} name="title" label=${t("admin.widget_title")} />
    <${TextsField} form=${form} name="greeting" label=${t("admin.greeting")} rows=${2} />
    <${TextsField} form=${form} name="launcher" label=${t("admin.launcher")} />
    <${TextsField} form=${form} name="consent" label=${t("admin.consent")} hint=${t("admin.consent_hint")} rows=${2} />
    <${TextField} form=${{ ...form, set: (/** @type {any} */ change) => form.set({ privacy_url: change.privacy_url || null }) }} name="privacy_url" type="url" label=${t("admin.privacy_url")} />
  <//>`;
}

/** @param {{ form: import("./setup/form.js").Form, name: string, label: string, optional?: boolean }} props */
function ColorField({ form, name, label, optional }) {
  const value = form.draft[name];
  const set = (/** @type {string | null} */ color) => form.set({ [name]: color });
  return html`<${Row} label=${label} hint=${optional ? t("admin.color_optional") : undefined} error=${form.error(`/${name}`)} control=${(/** @type {any} */ tie) => html`<span class="row fixed">
    <input type="color" class="color" aria-label=${`${label}: ${t("admin.pick_color")}`} value=${COLOR.test(value ?? "") ? value : "#3b5bdb"} onInput=${(/** @type {any} */ event) => set(event.currentTarget.value)} />
    <input ...${tie} class="input code" value=${value ?? ""} placeholder="#3b5bdb" maxlength="7" onInput=${(/** @type {any} */ event) => set(event.currentTarget.value || (optional ? null : ""))} /></span>`} />`;
}

/** @param {{ accent: string, title: string, greeting: string | undefined, launcher: string | undefined, position: string }} props */
function Picture({ accent, title, greeting, launcher, position }) {
  const paint = { background: accent, color: writtenOn(accent) };
  return html`<div class="widget-picture" role="img" aria-label=${t("admin.preview")}>
    <div class="widget-picture-head" style=${paint}><strong>${title || "Otklik"}</strong></div>
    <div class="widget-picture-body"><p>${greeting || t("admin.greeting_usual")}</p><p class="mine" style=${paint}>${t("admin.said_by_customer")}</p></div>
    <span class=${`widget-picture-launcher ${position}`} style=${paint}>${launcher || "?"}</span></div>`;
}
