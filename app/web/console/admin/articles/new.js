// @ts-check
/** A new article: whose, in which language, who may read it; its text is written next. */
import { html, useMemo, useState } from "../../../shared/view.js";
import { uuid } from "../../../shared/ids.js";
import { locale, t } from "../../../shared/texts.js";
import { Button, IconButton, Problem } from "../../../shared/parts.js";
import { useSending } from "../../../shared/sending.js";
import { api, useKnownList } from "../setup/base.js";
import { Fields } from "../setup/fields.js";
import { refusals } from "../setup/values.js";

/** @type {import("../setup/fields.js").FieldDef[]} */
const FIELDS = [
  { name: "draft.title", kind: "text", required: true },
  { name: "brand", kind: "ref", from: "/v1/brands", key: "key", required: true },
  { name: "default_locale", kind: "text", hint: "h_default_locale", required: true },
  { name: "category_id", kind: "ref", label: "f_category", from: "/v1/article-categories", none: true, called: (one) => `${one.brand} / ${one.path}` },
  { name: "visibility", kind: "select", values: ["public", "signed_in", "agents"], hint: "h_visibility" },
];

/** @param {{onMade: (article: any) => void, onClose: () => void}} props */
export function NewArticle({ onMade, onClose }) {
  const brands = useKnownList("/v1/brands");
  const [draft, setDraft] = useState(/** @type {any} */ ({ brand: null, default_locale: locale(), category_id: null, visibility: "public", draft: { title: "" } }));
  const { busy, error, submit } = useSending();
  const wanted = { ...draft, brand: draft.brand ?? brands?.[0]?.key };
  // The same key while it is the same article: pressed twice, one is made.
  const key = useMemo(() => uuid(), [JSON.stringify(wanted)]);
  const make = (/** @type {Event} */ event) => submit(event, async () => {
    const { title } = draft.draft;
    onMade(await api.post("/v1/articles", { ...wanted, draft: { title, body: `# ${title}\n` } }, { key }));
  });
  return html`<form class="stack" onSubmit=${make} noValidate>
    <div class="row setup-head"><h2 class="grow">${t("setup.new_article")}</h2><${IconButton} icon="x" label=${t("setup.close")} onClick=${onClose} /></div>
    <${Fields} defs=${FIELDS} value=${wanted} onValue=${setDraft} errors=${refusals(error)} />
    ${error ? html`<${Problem} error=${error} />` : null}
    <div><${Button} kind="primary" type="submit" busy=${busy || (brands === null && !wanted.brand)}>${t("setup.create")}<//></div>
  </form>`;
}
