// @ts-check
/** One article: its texts in each language, beside each other where wanted, its files, versions, readers and properties. */
import { html, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, Button, IconButton, Input, Problem, Spinner, Tabs, confirm, useFetch } from "../../../shared/parts.js";
import { api, attempt, useAddress } from "../setup/base.js";
import { Files } from "./files.js";
import { Properties } from "./properties.js";
import { ARTICLE_TONES, titleOf } from "./state.js";
import { Statistics } from "./statistics.js";
import { TextEditor } from "./text.js";
import { Versions } from "./versions.js";

/** @typedef {import("api").components["schemas"]["ArticleOut"]} ArticleOut */

const TABS = ["text", "versions", "files", "properties", "readers"];

/** @param {{id: string, onChanged: () => void, onClose: () => void}} props */
export function Article({ id, onChanged, onClose }) {
  const address = useAddress();
  const found = useFetch(`/v1/articles/${id}`);
  if (found.error && !found.data) return html`<${Problem} error=${found.error} />`;
  if (!found.data) return html`<${Spinner} />`;
  const article = /** @type {ArticleOut} */ (found.data);
  const locale = address.get("locale") || article.default_locale;
  const tab = address.get("tab") || "text";
  const changed = () => {
    found.reload();
    onChanged();
  };
  const archive = async () => {
    if (!(await confirm(t("setup.archive_question", { name: titleOf(article) })))) return;
    await attempt(() => api.delete(`/v1/articles/${id}`, { ifMatch: found.etag }), t("setup.done"));
    changed();
  };
  const bringBack = () => attempt(() => api.patch(`/v1/articles/${id}`, { archived: false }, { ifMatch: found.etag }), t("setup.done")).then(changed);
  return html`<div class="stack">
    <div class="row setup-head">
      <h2 class="grow">${titleOf(article) || t("setup.untitled")}</h2>
      ${article.archived_at
        ? html`<${Badge} tone="warn">${t("setup.archived")}<//><${Button} kind="plain" onClick=${bringBack}>${t("setup.restore")}<//>`
        : html`<${IconButton} icon="archive" label=${t("setup.archive")} onClick=${archive} />`}
      <${IconButton} icon="x" label=${t("setup.close")} onClick=${onClose} />
    </div>
    <${Locales} article=${article} chosen=${locale} />
    <${Tabs} tabs=${TABS.map((key) => ({ key, label: t(`setup.kb_${key}`) }))} active=${tab} onChange=${(/** @type {string} */ key) => address.set({ tab: key === "text" ? null : key }, true)} />
    ${tab === "text" ? html`<${TextEditor} key=${locale} article=${article} locale=${locale} onChanged=${changed} />` : null}
    ${tab === "versions" ? html`<${Versions} key=${locale} article=${article} locale=${locale} onChanged=${changed} />` : null}
    ${tab === "files" ? html`<${Files} article=${article} />` : null}
    ${tab === "properties" ? html`<${Properties} article=${article} onChanged=${changed} />` : null}
    ${tab === "readers" ? html`<${Statistics} article=${article} />` : null}
  </div>`;
}

/** The languages of an article with the state of each, and the way to write another. @param {{article: ArticleOut, chosen: string}} props */
function Locales({ article, chosen }) {
  const address = useAddress();
  const [code, setCode] = useState("");
  const known = article.translations.map((one) => one.locale);
  const all = known.includes(chosen) ? article.translations : [...article.translations, { locale: chosen, status: "draft" }];
  const add = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (code) address.set({ locale: code, tab: null });
    setCode("");
  };
  return html`<div class="toolbar" role="group" aria-label=${t("setup.languages")}>
    ${all.map(
      (one) => html`<button type="button" key=${one.locale} class="button" aria-pressed=${one.locale === chosen} onClick=${() => address.set({ locale: one.locale })}>
        ${one.locale} <${Badge} tone=${ARTICLE_TONES[one.status]}>${t(`setup.v_${one.status}`)}<//>
      </button>`,
    )}
    <form class="row setup-row" onSubmit=${add}>
      <${Input} class="setup-short" value=${code} placeholder="de" aria-label=${t("setup.language_code")} onInput=${(/** @type {string} */ text) => setCode(text.trim())} />
      <${Button} kind="quiet" icon="plus" type="submit" disabled=${!code}>${t("setup.add_language")}<//>
    </form>
  </div>`;
}
