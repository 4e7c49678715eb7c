// @ts-check
/** What is not text of an article: where it stands, who may read it, whose it is, by which words it is found. */
import { html } from "../../../shared/view.js";
import { useMe } from "../../who.js";
import { RecordForm } from "../setup/editor.js";
import { Related } from "./related.js";

/** @type {import("../setup/fields.js").FieldDef[]} */
const FIELDS = [
  { name: "category_id", kind: "ref", label: "f_category", from: "/v1/article-categories", none: true, called: (one) => `${one.brand} / ${one.path}` },
  { name: "visibility", kind: "select", values: ["public", "signed_in", "agents"], hint: "h_visibility" },
  { name: "owner_id", kind: "ref", label: "f_owner", from: "/v1/agents", none: true, hint: "h_owner" },
  { name: "review_by", kind: "own", hint: "h_review_by", own: ({ value, onValue, label }) => html`<input class="input" type="date" aria-label=${label} value=${value ?? ""} onInput=${(/** @type {any} */ event) => onValue(event.currentTarget.value || null)} />` },
  { name: "default_locale", kind: "text", hint: "h_default_locale" },
  { name: "labels", kind: "words", hint: "h_labels" },
  { name: "aliases", kind: "words", hint: "h_aliases" },
  { name: "related_ids", kind: "own", label: "f_related", own: (props) => html`<${Related} ...${props} />` },
  { name: "position", kind: "number", min: 0, hint: "h_position" },
];

/** @type {import("../setup/records.js").RecordsDef} */
const DEF = { path: "/v1/articles", title: "kb_properties", needs: "articles:write", called: (one) => one.id, fields: FIELDS };

/** @param {{article: any, onChanged: () => void}} props */
export function Properties({ article, onChanged }) {
  const may = useMe().may("articles:write");
  return html`<div class="stack"><${RecordForm} def=${DEF} id=${article.id} may=${may} onChanged=${onChanged} /></div>`;
}
