// @ts-check
/** What is not text of an article: where it stands, who may read it, whose it is, by which words it is found. */
import { html, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Button, Problem, toast } from "../../../shared/parts.js";
import { api } from "../setup/base.js";
import { Fields } from "../setup/fields.js";
import { changes, refusals } from "../setup/values.js";
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

/** @param {{article: any, etag: string|null, onChanged: () => void}} props */
export function Properties({ article, etag, onChanged }) {
  const base = Object.fromEntries(FIELDS.map(({ name }) => [name, article[name]]));
  const [draft, setDraft] = useState(base);
  const [error, setError] = useState(/** @type {any} */ (null));
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      await api.patch(`/v1/articles/${article.id}`, changes(base, draft), { ifMatch: etag });
      setError(null);
      toast(t("setup.saved"), { tone: "ok" });
      onChanged();
    } catch (problem) {
      setError(problem);
      if (/** @type {any} */ (problem).status === 412) onChanged();
    }
  };
  return html`<form class="stack" onSubmit=${save} noValidate>
    <${Fields} defs=${FIELDS} value=${{ ...draft, brand: article.brand, id: article.id }} onValue=${(/** @type {any} */ { brand: _brand, id: _id, ...next }) => setDraft(next)} errors=${refusals(error)} made />
    ${error ? html`<${Problem} error=${error} />` : null}
    <div><${Button} kind="primary" type="submit" disabled=${!Object.keys(changes(base, draft)).length}>${t("setup.save")}<//></div>
  </form>`;
}
