// @ts-check
/** Forms that customers fill in: which questions, in which languages, as they will look, on the company's own site. */
import { html } from "../../shared/view.js";
import { locale, t } from "../../shared/texts.js";
import { Badge } from "../../shared/parts.js";
import { Conditions } from "./conditions.js";
import { Embed } from "./forms/embed.js";
import { FormPreview } from "./forms/preview.js";
import { Submissions } from "./forms/submissions.js";
import { ofLocale } from "./setup/base.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";
import { TICKET_TYPES } from "./setup/vocabulary.js";

/** What every ticket has, besides custom fields. */
const OWN = ["subject", "body", "topic", "priority", "type"];

/** @type {import("./setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/forms",
  title: "forms",
  about: "forms_about",
  make: "new_form",
  id: "key",
  called: (one) => one.title,
  note: (one) => one.key,
  columns: [{ label: "f_for", render: (one) => html`<${Badge} tone=${one.public ? "ok" : "info"}>${t(one.public ? "setup.v_public" : "setup.for_agents")}<//>` }],
  filters: [ARCHIVED],
  blank: { key: "", titles: { [locale()]: "" }, brand: null, ticket_type: null, public: true, confirm: true, questions: [{ field: "subject", required: true }, { field: "body", required: true }] },
  // What a form says stands in its definition; the rest is the form as a reader of one language gets it.
  take: (one) => ({ ...(one.definition ?? {}), key: one.key }),
  fields: [
    { name: "key", kind: "text", required: true, only: "new", hint: "h_form_key" },
    { name: "titles", kind: "texts", label: "f_title" },
    { name: "brand", kind: "ref", from: "/v1/brands", key: "key", none: true },
    { name: "ticket_type", kind: "select", values: TICKET_TYPES, none: true },
    { name: "public", kind: "switch", label: "f_public_form", hint: "h_public_form" },
    { name: "confirm", kind: "switch", hint: "h_confirm" },
    {
      name: "questions", kind: "rows", label: "f_questions", each: "f_question", add: "add_question", blank: { field: "body", labels: {}, hints: {}, required: false, conditions: { all: [], any: [] } },
      fields: [
        { name: "field", kind: "ref", from: "/v1/fields", key: "key", label: "f_field", also: OWN, called: (one) => ofLocale(one.labels, locale()) || one.key },
        { name: "labels", kind: "texts", label: "f_label", hint: "h_label" },
        { name: "hints", kind: "texts", label: "f_hint" },
        { name: "required", kind: "switch" },
        { name: "conditions", kind: "own", bare: true, own: ({ value, onValue, error }) => html`<${Conditions} value=${value} onChange=${onValue} vocabulary="fields" label=${t("setup.asked_where")} error=${error} />` },
      ],
    },
  ],
  beside: (draft) => html`<${FormPreview} draft=${draft} />`,
  tabs: [
    { key: "embed", label: "embed", render: ({ item }) => html`<${Embed} form=${item} />` },
    { key: "sent", label: "submissions", render: ({ item }) => html`<${Submissions} form=${item} />` },
  ],
};

export default function Forms() {
  return html`<${Records} def=${DEF} />`;
}
