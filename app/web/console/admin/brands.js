// @ts-check
/** Brands: how each looks to customers, what they are told after hours, and the secret that identifies them. */

import { html, useState } from "../../shared/view.js";
import { Badge, Button, confirm, Problem, toast, useApi } from "../../shared/parts.js";
import { t, when } from "../../shared/texts.js";
import { useSending } from "../../shared/sending.js";
import { nameOf, useChoices } from "./choices.js";
import { Appearance } from "./brand_appearance.js";
import { CheckField, DurationField, NumberField, ReferenceField, TextField, TextsField, WordsField } from "./setup/form.js";
import { Group } from "./setup/row.js";
import { Records } from "./setup/records.js";

/** @typedef {import("./setup/form.js").Form} Form */

const APPEARANCE = /** @type {const} */ (["accent", "accent_dark", "title", "greeting", "launcher", "consent", "privacy_url", "position", "languages"]);

/** A logo is no part of what is sent: it has its own address. @param {any} appearance */
function looks(appearance) {
  return Object.fromEntries(APPEARANCE.map((part) => [part, appearance[part]]));
}

export default function Brands() {
  const teams = useChoices("teams");
  const calendars = useChoices("calendars");
  return html`<${Records} def=${{
    path: "/v1/brands",
    title: "admin.brands",
    about: "admin.brands_intro",
    make: "admin.new_brand",
    id: "key",
    called: (/** @type {any} */ item) => item.name,
    note: (/** @type {any} */ item) => item.key,
    columns: [
      { label: "admin.look", render: (/** @type {any} */ item) => html`<span class="row tight"><span class="swatch" style=${{ background: item.appearance.accent }}></span>${item.appearance.logo_url && html`<img src=${item.appearance.logo_url} alt="" height="24" />`}</span>` },
      { label: "admin.default_team", render: (/** @type {any} */ item) => nameOf(teams, item.default_team_id) || "–" },
      { label: "admin.calendar", render: (/** @type {any} */ item) => nameOf(calendars, item.calendar_id) || t("admin.any_time") },
      { label: "admin.identity", render: (/** @type {any} */ item) => html`<${Badge} tone=${item.has_identity_secret ? "ok" : ""}>${item.has_identity_secret ? t("admin.identity_on") : t("admin.identity_off")}<//>` },
    ],
    blank: () => ({
      key: "", name: "", default_team_id: null, strict_fields: false, calendar_id: null,
      reach: { after_hours: true, closed_text: {}, languages: [], articles: true, chat: true, help_url: null },
      appearance: { accent: "#3b5bdb", accent_dark: null, title: {}, greeting: {}, launcher: {}, consent: {}, privacy_url: null, position: "end", languages: [] },
      assistant: { auto_answer_topics: [], per_ticket: 1, wait_seconds: 0, name: null },
    }),
    take: (/** @type {any} */ { name, default_team_id, strict_fields, calendar_id, reach, appearance, assistant }) => ({ name, default_team_id, strict_fields, calendar_id, reach, appearance: looks(appearance), assistant }),
    Form: BrandForm,
    After: AfterBrand,
  }} />`;
}

/** A form over one part of the draft that is sent whole. @param {Form} form @param {string} name @returns {Form} */
function part(form, name) {
  return {
    ...form,
    draft: form.draft[name],
    set: (change) => form.set({ [name]: { ...form.draft[name], ...change } }),
    error: (pointer) => form.error(`/${name}${pointer}`),
  };
}

/** @param {{ form: Form, item: any }} props */
function BrandForm({ form, item }) {
  const reach = part(form, "reach");
  const assistant = part(form, "assistant");
  return html`
    <div class="form-grid">
      ${!item && html`<${TextField} form=${form} name="key" label=${t("admin.key")} hint=${t("admin.key_hint")} required mono />`}
      <${TextField} form=${form} name="name" label=${t("admin.name")} required />
      <${ReferenceField} form=${form} name="default_team_id" from="teams" label=${t("admin.default_team")} none=${t("admin.no_team")} />
      <${ReferenceField} form=${form} name="calendar_id" from="calendars" label=${t("admin.calendar")} none=${t("admin.any_time")} hint=${t("admin.brand_calendar_hint")} />
    </div>
    <${Appearance} form=${part(form, "appearance")} name=${form.draft.name} />
    <${Group} label=${t("admin.reach")} hint=${t("admin.reach_hint")}>
      <${CheckField} form=${reach} name="after_hours" label=${t("admin.after_hours")} hint=${t("admin.after_hours_hint")} />
      ${reach.draft.after_hours && html`<${TextsField} form=${reach} name="closed_text" label=${t("admin.closed_text")} hint=${t("admin.closed_text_hint")} rows=${2} />`}
      <${CheckField} form=${reach} name="articles" label=${t("admin.reach_articles")} />
      <${CheckField} form=${reach} name="chat" label=${t("admin.reach_chat")} />
      <div class="form-grid"><${WordsField} form=${reach} name="languages" label=${t("admin.languages")} placeholder="en, ru" /><${TextField} form=${{ ...reach, set: (/** @type {any} */ change) => reach.set({ help_url: change.help_url || null }) }} name="help_url" type="url" label=${t("admin.help_url")} hint=${t("admin.help_url_hint")} /></div>
    <//>
    <${Group} label=${t("admin.assistant")} hint=${t("admin.assistant_hint")}>
      <${WordsField} form=${assistant} name="auto_answer_topics" label=${t("admin.answer_topics")} />
      <div class="form-grid"><${NumberField} form=${assistant} name="per_ticket" label=${t("admin.per_ticket")} min=${1} max=${10} /><${DurationField} form=${assistant} name="wait_seconds" label=${t("admin.people_first")} />
        <${TextField} form=${{ ...assistant, set: (/** @type {any} */ change) => assistant.set({ name: change.name || null }) }} name="name" label=${t("admin.assistant_name")} /></div>
    <//>
    <${CheckField} form=${form} name="strict_fields" label=${t("admin.strict_fields")} />`;
}

/** @param {{ item: any, reload: () => void, may: boolean, show: (secrets: import("./setup/secret.js").Secret[]) => void }} props */
function AfterBrand({ item, reload, may, show }) {
  const api = useApi();
  const [error, setError] = useState(/** @type {any} */ (null));
  const make = async () => {
    if (item.has_identity_secret && !(await confirm(t("admin.secret_ask")))) return;
    await api.post(`/v1/brands/${encodeURIComponent(item.key)}/identity-secret`).then((found) => {
      const until = found.previous_good_until;
      show([
        { label: t("admin.identity_secret"), hint: t("admin.secret_once"), value: found.secret },
        ...(until ? [{ label: t("admin.secret_before"), value: when(until) }] : []),
      ]);
      reload();
    }, setError);
  };
  if (!may) return null;
  return html`<${Logo} item=${item} reload=${reload} />
    <section class="card stack" aria-label=${t("admin.identity")}><h3>${t("admin.identity")}</h3><p class="muted">${t("admin.identity_what")}</p>
      ${error && html`<${Problem} error=${error} />`}
      <div><${Button} onClick=${make}>${item.has_identity_secret ? t("admin.new_secret") : t("admin.make_secret")}<//></div></section>`;
}

/** @param {{ item: any, reload: () => void }} props */
function Logo({ item, reload }) {
  const api = useApi();
  const { busy, error, setError, send } = useSending();
  const address = `/v1/brands/${encodeURIComponent(item.key)}/logo`;
  const put = async (/** @type {any} */ event) => {
    const [file] = event.currentTarget.files;
    event.currentTarget.value = "";
    if (!file) return;
    await send(async () => {
      await api.put(address, file, { ifMatch: item.version });
      toast(t("resource.saved"), { tone: "ok" });
      reload();
    });
  };
  const remove = () => api.delete(address, { ifMatch: item.version }).then(reload, setError);
  return html`<section class="card stack" aria-label=${t("admin.logo")}><h3>${t("admin.logo")}</h3>
    ${error && html`<${Problem} error=${error} />`}
    ${item.appearance.logo_url ? html`<img class="logo" src=${item.appearance.logo_url} alt=${t("admin.logo")} />` : html`<p class="muted">${t("admin.no_logo")}</p>`}
    <div class="row"><label class="stack tight"><span class="small">${t("admin.logo_file")}</span><input type="file" accept="image/png,image/jpeg,image/webp" disabled=${busy} onChange=${put} /></label>
      ${item.appearance.logo_url && html`<${Button} kind="danger" onClick=${remove}>${t("admin.logo_remove")}<//>`}</div></section>`;
}
