// @ts-check
/** The tree of categories of a brand: made, renamed in each language, moved, put in order, archived. */
import { html } from "../../../shared/view.js";
import { locale, t } from "../../../shared/texts.js";
import { Badge } from "../../../shared/parts.js";
import { ofLocale } from "../setup/base.js";
import { ARCHIVED } from "../setup/filters.js";
import { Records } from "../setup/records.js";

/** @type {import("../setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/article-categories",
  inside: true,
  title: "kb_categories",
  make: "new_category",
  called: (one) => ofLocale(one.names, locale()) || one.slug,
  needs: "articles:write",
  // The path of a category says how deep it stands: parts with slashes between them.
  note: (one) => one.path,
  columns: [{ label: "f_brand", render: (one) => one.brand }, { label: "f_position", numeric: true, render: (one) => one.position }],
  filters: [
    { name: "brand", label: "f_brand", from: "/v1/brands", key: "key" },
    ARCHIVED,
  ],
  blank: { brand: null, slug: "", names: {}, parent_id: null, position: 0 },
  remove: "archive",
  restorable: true,
  fields: [
    { name: "brand", kind: "ref", from: "/v1/brands", key: "key", required: true, only: "new" },
    { name: "names", kind: "texts", label: "f_name" },
    { name: "slug", kind: "text", required: true, hint: "h_slug" },
    { name: "parent_id", kind: "ref", label: "f_parent", from: "/v1/article-categories", none: true, called: (one) => `${one.brand} / ${one.path}` },
    { name: "position", kind: "number", min: 0, hint: "h_position" },
  ],
};

export function Categories() {
  return html`<${Records} def=${DEF} />`;
}
