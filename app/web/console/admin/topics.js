// @ts-check
/** The tree of topics: what tickets are about, by names in each language. */

import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { ofLocale, useObjects } from "./choices.js";
import { SelectField, TextField, TextsField } from "./setup/form.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";

export function Topics() {
  return html`<${Records} def=${{
    path: "/v1/topics",
    title: "admin.topics",
    about: "admin.topics_intro",
    make: "admin.new_topic",
    filters: [ARCHIVED],
    remove: "archive",
    removeBy: "patch",
    restorable: true,
    called: (/** @type {any} */ item) => item.path,
    columns: [{ label: "admin.label", render: (/** @type {any} */ item) => ofLocale(item.labels) ?? "–" }],
    blank: () => ({ key: "", parent_id: null, labels: {} }),
    take: (/** @type {any} */ { key, parent_id, labels }) => ({ key, parent_id, labels }),
    Form: TopicForm,
  }} />`;
}

/** @param {{ form: import("./setup/form.js").Form, item: any }} props */
function TopicForm({ form, item }) {
  const topics = useObjects("topics");
  // Nothing is below itself.
  const possible = (topics ?? []).filter((each) => !item || (each.path !== item.path && !each.path.startsWith(`${item.path}/`)));
  return html`<div class="form-grid">
      <${TextField} form=${form} name="key" label=${t("admin.topic_key")} hint=${t("admin.topic_key_hint")} required />
      <${SelectField} form=${form} name="parent_id" label=${t("admin.below")} none=${t("admin.at_the_top")} options=${possible.map((each) => ({ value: each.id, label: each.path }))} /></div>
    <${TextsField} form=${form} name="labels" label=${t("admin.label")} required />`;
}
