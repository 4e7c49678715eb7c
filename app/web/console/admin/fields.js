// @ts-check
/** What tickets can be told besides: custom fields, topics and tags. */

import { html } from "../../shared/view.js";
import { Badge } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { ofLocale, useChoices } from "./choices.js";
import { Conditions } from "./conditions.js";
import { CheckField, ChecksField, NumberField, SelectField, SeveralField, TextField, TextsField, TextsRow } from "./setup/form.js";
import { Group, Row } from "./setup/row.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";
import { Tabbed } from "./tabbed.js";
import { Tags } from "./tags.js";
import { Topics } from "./topics.js";

export const KINDS = /** @type {const} */ (["text", "long_text", "number", "integer", "boolean", "date", "datetime", "select", "multi_select", "url", "email", "phone", "agent", "customer"]);
export const TYPES = /** @type {const} */ (["question", "incident", "problem", "task", "request", "feedback"]);
const WHO = /** @type {const} */ (["agents", "partners", "customers"]);
const PARTS = /** @type {const} */ ([
  "labels", "hints", "options", "pattern", "min", "max", "max_length", "default", "required_on_create", "required_to_solve", "required_when",
  "visible_to", "writable_by", "ticket_types", "brands", "conditions", "of_customer",
]);

export default function FieldsTopicsTags() {
  return html`<${Tabbed} tabs=${[
    { key: "", label: "admin.fields", page: Fields },
    { key: "topics", label: "admin.topics", page: Topics },
    { key: "tags", label: "admin.tags", page: Tags },
  ]} />`;
}

function Fields() {
  return html`<${Records} def=${{
    path: "/v1/fields",
    title: "admin.fields",
    about: "admin.fields_intro",
    make: "admin.new_field",
    filters: [ARCHIVED],
    remove: "archive",
    removeBy: "patch",
    restorable: true,
    id: "key",
    called: (/** @type {any} */ item) => ofLocale(item.labels) ?? item.key,
    note: (/** @type {any} */ item) => item.key,
    columns: [
      { label: "admin.kind", render: (/** @type {any} */ item) => t(`admin.kind_${item.kind}`) },
      { label: "admin.required", render: (/** @type {any} */ item) => [item.required_on_create && t("admin.when_made"), item.required_to_solve && t("admin.when_solved"), (item.required_when?.all.length || item.required_when?.any.length) && t("admin.sometimes")].filter(Boolean).join(", ") || "–" },
      { label: "admin.seen_by", render: (/** @type {any} */ item) => html`<${Badge}>${t(`admin.who_${item.visible_to}`)}<//>` },
      { label: "admin.written_by", render: (/** @type {any} */ item) => html`<${Badge}>${t(`admin.who_${item.writable_by}`)}<//>` },
    ],
    blank: () => ({
      key: "", kind: "text", labels: {}, hints: {}, options: [], pattern: null, min: null, max: null, max_length: null, default: null, required_on_create: false, required_to_solve: false,
      required_when: { all: [], any: [] }, visible_to: "agents", writable_by: "agents", ticket_types: [], brands: [], conditions: { all: [], any: [] }, of_customer: false,
    }),
    take: (/** @type {any} */ item) => ({ kind: item.kind, ...Object.fromEntries(PARTS.map((part) => [part, item[part] ?? null])) }),
    // The kind of a field stays; it is in the draft because the form depends on it.
    send: (/** @type {any} */ draft, /** @type {any} */ item) => {
      const { kind, ...rest } = draft;
      return { ...rest, ...(item ? {} : { kind }), pattern: draft.pattern || null };
    },
    Form: FieldForm,
  }} />`;
}

/** @param {{ form: import("./setup/form.js").Form, item: any }} props */
function FieldForm({ form, item }) {
  const { kind } = form.draft;
  const options = (/** @type {string} */ prefix, /** @type {readonly string[]} */ values) => values.map((value) => ({ value, label: t(`admin.${prefix}_${value}`) }));
  const brands = useChoices("brands");
  return html`
    <div class="form-grid">
      ${!item && html`<${TextField} form=${form} name="key" label=${t("admin.key")} hint=${t("admin.field_key_hint")} required mono />`}
      ${item ? html`<${Row} label=${t("admin.kind")} control=${(/** @type {any} */ tie) => html`<input ...${tie} class="input" readonly value=${t(`admin.kind_${kind}`)} />`} />` : html`<${SelectField} form=${form} name="kind" label=${t("admin.kind")} options=${options("kind", KINDS)} required />`}
    </div>
    <${TextsField} form=${form} name="labels" label=${t("admin.label")} required />
    <${TextsField} form=${form} name="hints" label=${t("admin.hint")} />
    ${["select", "multi_select"].includes(kind) && html`<${Options} form=${form} />`}
    ${["text", "long_text", "url", "email", "phone"].includes(kind) && html`<div class="form-grid">
      <${NumberField} form=${form} name="max_length" label=${t("admin.max_length")} min=${1} />
      ${kind === "text" && html`<${TextField} form=${form} name="pattern" label=${t("admin.pattern")} hint=${t("admin.pattern_hint")} mono />`}</div>`}
    ${["number", "integer"].includes(kind) && html`<div class="form-grid"><${NumberField} form=${form} name="min" step="any" label=${t("admin.min")} /><${NumberField} form=${form} name="max" step="any" label=${t("admin.max")} /></div>`}
    ${["date", "datetime"].includes(kind) && html`<div class="form-grid"><${TextField} form=${form} name="min" label=${t("admin.min")} placeholder="2026-01-01" /><${TextField} form=${form} name="max" label=${t("admin.max")} /></div>`}
    <div class="form-grid">
      <${SelectField} form=${form} name="visible_to" label=${t("admin.seen_by")} options=${options("who", WHO)} />
      <${SelectField} form=${form} name="writable_by" label=${t("admin.written_by")} options=${options("who", WHO)} /></div>
    <${CheckField} form=${form} name="required_on_create" label=${t("admin.required_on_create")} />
    <${CheckField} form=${form} name="required_to_solve" label=${t("admin.required_to_solve")} />
    <${CheckField} form=${form} name="of_customer" label=${t("admin.of_customer")} hint=${t("admin.of_customer_hint")} />
    <${ChecksField} form=${form} name="ticket_types" label=${t("admin.only_types")} hint=${t("admin.none_is_all")} options=${TYPES.map((value) => ({ value, label: t(`conditions.type_${value}`) }))} />
    <${SeveralField} form=${form} name="brands" options=${brands ?? []} label=${t("admin.only_brands")} hint=${t("admin.none_is_all")} />
    <${Conditions} label=${t("admin.asked_when")} vocabulary="fields" value=${form.draft.conditions} error=${form.error} onChange=${(/** @type {any} */ conditions) => form.set({ conditions })} />
    <${Conditions} label=${t("admin.required_when")} vocabulary="fields" value=${form.draft.required_when} pointer="/required_when" error=${form.error} onChange=${(/** @type {any} */ required_when) => form.set({ required_when })} />`;
}

/** @param {{ form: import("./setup/form.js").Form }} props */
function Options({ form }) {
  const rows = /** @type {any[]} */ (form.draft.options ?? []);
  const set = (/** @type {any[]} */ options) => form.set({ options });
  const put = (/** @type {number} */ place, /** @type {any} */ change) => set(rows.map((each, other) => (other === place ? { ...each, ...change } : each)));
  return html`<${Group} label=${t("admin.options")} hint=${t("admin.options_hint")}>
    <div class="rows-editor">${rows.map((each, place) => html`<div class="one" key=${place}>
      <${Row} label=${t("admin.value")} error=${form.error(`/options/${place}/value`)} control=${(/** @type {any} */ tie) => html`<input ...${tie} class="input code" value=${each.value} onInput=${(/** @type {any} */ event) => put(place, { value: event.currentTarget.value })} />`} />
      <div class="grow"><${TextsRow} label=${t("admin.label")} error=${form.error(`/options/${place}/labels`)} texts=${each.labels} onChange=${(/** @type {any} */ labels) => put(place, { labels })} /></div>
      <label class="check"><input type="checkbox" checked=${each.archived} onChange=${(/** @type {any} */ event) => put(place, { archived: event.currentTarget.checked })} /> <span>${t("admin.option_archived")}</span></label>
      <button type="button" class="button quiet" onClick=${() => set(rows.filter((_, other) => other !== place))}>${t("admin.remove")}</button></div>`)}</div>
    <div><button type="button" class="button quiet" onClick=${() => set([...rows, { value: "", labels: {}, archived: false }])}>+ ${t("admin.add_option")}</button></div>
  <//>`;
}
