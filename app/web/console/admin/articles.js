// @ts-check
/** The knowledge base: articles by brand, category and state, found by their words, and beside them the one being written. */
import { html, useState } from "../../shared/view.js";
import { locale, t } from "../../shared/texts.js";
import { Badge, Button, Empty, Input, Problem, Spinner, Tabs, When, useFetch, useList } from "../../shared/parts.js";
import { useAddress, useWholeList } from "./setup/base.js";
import { FilterControl, More } from "./setup/filters.js";
import { Article } from "./articles/article.js";
import { Categories } from "./articles/categories.js";
import { NewArticle } from "./articles/new.js";
import { ReaderSearches } from "./articles/searches.js";
import { ARTICLE_TONES, titleOf } from "./articles/state.js";

/** @typedef {import("api").components["schemas"]["ArticleOut"]} ArticleOut */

const VIEWS = ["articles", "categories", "searches"];

export default function Articles() {
  const address = useAddress();
  const view = address.get("view") || "articles";
  const tabs = VIEWS.map((key) => ({ key, label: t(`setup.kb_${key}`) }));
  return html`<div class="page">
    <div class="page-head">
      <div class="grow"><h1>${t("setup.articles")}</h1><p class="muted">${t("setup.articles_about")}</p></div>
      <${Button} kind="primary" icon="plus" onClick=${() => address.set({ view: null, id: "new" })}>${t("setup.new_article")}<//>
    </div>
    <${Tabs} tabs=${tabs} active=${view} onChange=${(/** @type {string} */ key) => address.set({ view: key === "articles" ? null : key, id: null })} />
    ${view === "categories" ? html`<${Categories} />` : view === "searches" ? html`<${ReaderSearches} />` : html`<${Library} />`}
  </div>`;
}

function Library() {
  const address = useAddress();
  const chosen = address.get("id");
  const names = ["brand", "category_id", "status", "visibility", "archived", "review_due"];
  const query = Object.fromEntries(names.map((name) => [name, address.get(name)]).filter(([, value]) => value));
  const list = useList("/v1/articles", query);
  const choose = (/** @type {string|null} */ id) => address.set({ id, locale: null, tab: null });
  return html`<div class=${`setup-records setup-kb${chosen ? " setup-chosen" : ""}`}>
    <section class="setup-list" aria-label=${t("setup.articles")}>
      <${Search} onChoose=${choose} />
      <div class="toolbar">
        <${FilterControl} filter=${{ name: "brand", label: "f_brand", from: "/v1/brands", key: "key" }} />
        <${FilterControl} filter=${{ name: "category_id", label: "f_category", from: "/v1/article-categories", called: (/** @type {any} */ one) => one.path }} />
        <${FilterControl} filter=${{ name: "status", label: "f_status", values: ["draft", "review", "published", "unpublished"] }} />
        <${FilterControl} filter=${{ name: "visibility", label: "f_visibility", values: ["public", "signed_in", "agents"] }} />
        <${FilterControl} filter=${{ name: "archived", label: "archived", kind: "archived" }} />
      </div>
      ${list.error && !list.items.length ? html`<${Problem} error=${list.error} />` : null}
      ${list.loading && !list.items.length ? html`<${Spinner} />` : null}
      ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="book-open" title=${t("setup.no_articles")} />` : null}
      <ul class="list">
        ${list.items.map((/** @type {ArticleOut} */ one) => html`<li key=${one.id}><${Entry} article=${one} chosen=${chosen === one.id} onChoose=${choose} /></li>`)}
      </ul>
      <${More} list=${list} />
    </section>
    ${chosen
      ? html`<section class="setup-pane" aria-label=${t("setup.article")}>
          ${chosen === "new"
            ? html`<${NewArticle} onMade=${(/** @type {ArticleOut} */ made) => { list.reload(); choose(made.id); }} onClose=${() => choose(null)} />`
            : html`<${Article} key=${chosen} id=${chosen} onChanged=${list.reload} onClose=${() => choose(null)} />`}
        </section>`
      : null}
  </div>`;
}

/** @param {{article: ArticleOut, chosen: boolean, onChoose: (id: string) => void}} props */
function Entry({ article, chosen, onChoose }) {
  return html`<button type="button" class="setup-entry" aria-current=${chosen ? "true" : undefined} onClick=${() => onChoose(article.id)}>
    <strong class="setup-cut">${titleOf(article) || t("setup.untitled")}</strong>
    <span class="setup-tags">
      ${article.translations.map((one) => html`<${Badge} key=${one.locale} tone=${ARTICLE_TONES[one.status]}>${one.locale} · ${t(`setup.v_${one.status}`)}<//>`)}
      ${article.visibility === "public" ? null : html`<${Badge} tone="warn">${t(`setup.v_${article.visibility}`)}<//>`}
    </span>
    <span class="small muted">${article.brand} · <${When} at=${article.updated_at} /></span>
  </button>`;
}

/** Found by what readers see; what is only a draft stands in the list. @param {{onChoose: (id: string) => void}} props */
function Search({ onChoose }) {
  const address = useAddress();
  const brands = useWholeList("/v1/brands");
  const [words, setWords] = useState("");
  const [asked, setAsked] = useState("");
  const brand = address.get("brand") || brands[0]?.key;
  const found = useFetch(asked && brand ? "/v1/help/search" : null, { q: asked, brand, locale: locale(), limit: 10 });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    setAsked(words.trim());
  };
  return html`<form class="stack setup-tight" role="search" aria-label=${t("setup.search_articles")} onSubmit=${submit}>
    <div class="row setup-row">
      <${Input} type="search" value=${words} aria-label=${t("setup.search_articles")} placeholder=${t("setup.search_articles")}
        onInput=${(/** @type {string} */ text) => { setWords(text); if (!text) setAsked(""); }} />
      <${Button} kind="plain" type="submit" icon="search">${t("setup.search")}<//>
    </div>
    ${asked && found.error ? html`<${Problem} error=${found.error} />` : null}
    ${asked && found.data && !found.data.items.length ? html`<p class="small muted">${t("setup.found_nothing")}</p>` : null}
    ${asked && found.data?.items.length
      ? html`<ul class="list card" aria-label=${t("setup.found")}>
          ${found.data.items.map((/** @type {any} */ hit) => html`<li key=${hit.article_id + hit.locale}>
            <button type="button" class="setup-entry" onClick=${() => onChoose(hit.article_id)}><strong>${hit.title}</strong><span class="small muted">${hit.locale} · ${hit.slug}</span></button>
          </li>`)}
        </ul>`
      : null}
  </form>`;
}
