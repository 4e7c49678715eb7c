// @ts-check
/** The tree of categories of a brand: made, renamed in each language, moved, put in order, archived. */
import { html } from "../../../shared/view.js";
import { locale, t } from "../../../shared/texts.js";
import { Badge } from "../../../shared/parts.js";
import { ofLocale } from "../setup/base.js";
import { Records } from "../setup/records.js";

/** @type {import("../setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/article-categories",
  inside: true,
  title: "kb_categories",
  make: "new_category",
  called: (one) => ofLocale(one.names, locale()) || one.slug,
  // The path of a category says how deep it stands: parts with slashes between them.
  row: (one) => html`<span class="row"><span class="setup-branch" aria-hidden="true">${"└ ".repeat(Math.min(1, one.path.split("/").length - 1))}</span><strong class="grow setup-cut">${ofLocale(one.names, locale()) || one.slug}</strong>${one.archived ? html`<${Badge} tone="warn">${t("setup.archived")}<//>` : null}</span>
    <span class="small muted">${one.brand} / ${one.path}</span>`,
  filters: [
    { name: "brand", label: "f_brand", from: "/v1/brands", key: "key" },
    { name: "archived", label: "archived", kind: "archived" },
  ],
  blank: { brand: null, slug: "", names: {}, parent_id: null, position: 0 },
  remove: "archive",
  archived: (one) => one.archived,
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
