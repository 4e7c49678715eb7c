// @ts-check
/** An article of the help centre, read where the question is being written. */
import { html, useEffect, useState } from "../shared/view.js";
import { locale, t } from "../shared/language.js";
import { Html } from "../shared/markdown.js";
import { call } from "./calls.js";
import { Icon } from "./parts.js";

/** @typedef {import("api").components["schemas"]["HelpArticleOut"]} ArticleOut */

/** @param {import("./window.js").Props} props */
export function Article({ widget, state }) {
  const { options, visitor } = widget;
  const [article, setArticle] = useState(/** @type {ArticleOut | null} */ (null));
  const [failed, setFailed] = useState(false);
  const [helped, setHelped] = useState(/** @type {boolean | null} */ (null));
  const { id, search } = state.article ?? { id: "", search: null };
  useEffect(() => {
    call(options.desk, "GET", `/v1/help/articles/${id}`, { query: { brand: options.brand, locale: locale() } })
      .then((/** @type {ArticleOut} */ found) => {
        setArticle(found);
        const body = { article_id: found.id, locale: found.locale, search_id: search, session: visitor.reader };
        // It is counted for the desk's figures; the reader has what they wanted either way.
        call(options.desk, "POST", "/v1/help/reads", { body }).catch(() => null);
      }, () => setFailed(true));
  }, [id]);
  if (failed) return html`<p class="body" role="alert">${t("widget_more.no_article")}</p>`;
  if (!article) return html`<p class="busy" role="status">…</p>`;
  const say = (/** @type {boolean} */ yes) => {
    setHelped(yes);
    const body = { helped: yes, locale: article.locale, session: visitor.reader };
    call(options.desk, "POST", `/v1/help/articles/${article.id}/feedback`, { body }).catch(() => setHelped(null));
  };
  return html`<div class="body article" lang=${article.locale} tabindex="0" role="region" aria-label=${article.title}>
    <h3>${article.title}</h3>
    <${Html} text=${absolute(article.html, options.desk)} />
    <div class="helped">${helped === null ? html`<span>${t("widget_more.helped")}</span>
        <button type="button" onClick=${() => say(true)}>${t("widget_more.yes")}</button>
        <button type="button" onClick=${() => say(false)}>${t("widget_more.no")}</button>`
      : html`<span role="status">${t("widget_more.thanks")}</span>`}
      <a href=${new URL(article.url, options.desk).href} target="_blank" rel="noopener">${t("widget_more.page")}<${Icon} name="external-link" /></a>
    </div>
  </div>`;
}

/** The article's own addresses are the desk's, and this page is another site's. @param {string} text @param {string} desk */
function absolute(text, desk) {
  return text.replace(/(\s(?:src|href)=")\/(?!\/)/g, (_, before) => `${before}${desk}`);
}
