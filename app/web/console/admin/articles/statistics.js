// @ts-check
/** How an article does with its readers: how many, whether it helped, what they said and what they had searched. */
import { html } from "../../../shared/view.js";
import { number, percent, t } from "../../../shared/texts.js";
import { Badge, Problem, Spinner, When, useFetch } from "../../../shared/parts.js";

/** @param {{article: any}} props */
export function Statistics({ article }) {
  const found = useFetch(`/v1/articles/${article.id}/statistics`);
  if (found.error) return html`<${Problem} error=${found.error} />`;
  if (!found.data) return html`<${Spinner} />`;
  const { reads, helped, not_helped: not, locales, comments, searches, since } = found.data;
  return html`<div class="stack">
    <p class="small muted">${t("setup.since")} <${When} at=${since} /></p>
    <dl class="setup-figures">
      <div><dt>${t("setup.reads")}</dt><dd>${number(reads)}</dd></div>
      <div><dt>${t("setup.helped")}</dt><dd>${helped + not ? percent(helped / (helped + not)) : "–"}</dd></div>
      <div><dt>${t("setup.answers")}</dt><dd>${number(helped + not)}</dd></div>
    </dl>
    ${locales.length > 1
      ? html`<table class="table"><thead><tr><th scope="col">${t("setup.language")}</th><th scope="col">${t("setup.reads")}</th><th scope="col">${t("setup.helped")}</th><th scope="col">${t("setup.not_helped")}</th></tr></thead>
          <tbody>${locales.map((/** @type {any} */ one) => html`<tr key=${one.locale}><th scope="row">${one.locale}</th><td>${number(one.reads)}</td><td>${number(one.helped)}</td><td>${number(one.not_helped)}</td></tr>`)}</tbody></table>`
      : null}
    <h3>${t("setup.comments")}</h3>
    ${comments.length ? null : html`<p class="muted">${t("setup.no_comments")}</p>`}
    <ul class="list">${comments.map((/** @type {any} */ one, /** @type {number} */ index) => html`<li key=${index}><${Badge} tone=${one.helped ? "ok" : "bad"}>${t(one.helped ? "setup.helped" : "setup.not_helped")}<//> ${one.comment} <span class="small muted">${one.locale} · <${When} at=${one.at} /></span></li>`)}</ul>
    <h3>${t("setup.found_by")}</h3>
    ${searches.length ? null : html`<p class="muted">${t("setup.no_searches")}</p>`}
    <ul class="list">${searches.map((/** @type {any} */ one) => html`<li class="row" key=${one.query}><span class="grow">${one.query}</span><span class="muted">${number(one.reads)}</span></li>`)}</ul>
  </div>`;
}
