// @ts-check
/** Looking for an article of the help centre, and putting its link into what is written. */
import { html, useState } from "../../shared/view.js";
import { Button, Dialog, Empty, Field, Input, Problem, Spinner } from "../../shared/parts.js";
import { Plain } from "../../shared/plain.js";
import { t } from "../../shared/texts.js";
import { api } from "./desk.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */
/** @typedef {import("api").components["schemas"]["HelpHit"]} HelpHit */

/** @param {{ ticket: TicketOut, put: (text: string) => void, onClose: () => void }} props */
export function ArticleSearch({ ticket, put, onClose }) {
  const [text, setText] = useState(ticket.subject);
  const [hits, setHits] = useState(/** @type {HelpHit[] | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [busy, setBusy] = useState(false);
  const find = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const found = await api.post("/v1/help/suggestions", {
        text, origin: "ticket", brand: ticket.brand, locale: ticket.language, limit: 10 });
      setHits(found.items);
      setError(null);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return html`
    <${Dialog} title=${t("thread.articles")} onClose=${onClose}>
      <form onSubmit=${find} class="find">
        <${Field} label=${t("thread.look_for")}><${Input} value=${text} autofocus
          onInput=${setText} /><//>
        <${Button} kind="primary" type="submit" busy=${busy}>${t("thread.find")}<//>
      </form>
      ${error && html`<${Problem} error=${error} />`}
      ${busy && !hits && html`<${Spinner} />`}
      ${hits?.length === 0 && html`<${Empty} icon="book-open" title=${t("thread.nothing_found")} />`}
      <ul class="list">${hits?.map((hit) => html`
        <li key=${hit.article_id}>
          <div class="grow"><strong>${hit.title}</strong>
            ${hit.visibility !== "public" && html`<p class="small warn">${t("thread.not_public")}</p>`}
            <div class="small muted"><${Plain} text=${hit.url} /></div></div>
          <${Button} onClick=${() => {
            put(articleLink(hit));
            onClose();
          }}>${t("thread.insert")}<//>
        </li>`)}</ul>
    <//>`;
}

/** @param {{ title: string, url: string }} hit */
export function articleLink(hit) {
  return `${hit.title}: ${new URL(hit.url, location.origin).href}`;
}
