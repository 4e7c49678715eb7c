// @ts-check
/** `/console/search?q=`: tickets, messages, customers and articles in one list. */
import { html, useEffect, useState } from "../../shared/view.js";
import { ago, t } from "../../shared/texts.js";
import { Badge, Button, Empty, Input, Problem, Spinner, Tabs, useFetch, useList } from "../../shared/parts.js";
import { Link, setQuery } from "../../shared/router.js";
import { pieces } from "./excerpt.js";
import { Sign } from "./sign.js";
import { STATUS_TONES, statusWord } from "./words.js";

/** @typedef {import("api").components["schemas"]["SearchHit"]} Hit */

const KINDS = ["all", "ticket", "message", "customer", "article"];

/** @param {{ query: Record<string, string> }} props */
export default function Search({ query }) {
  const q = query.q ?? "";
  const kind = KINDS.includes(query.kind) ? query.kind : "all";
  const [typed, setTyped] = useState(q);
  useEffect(() => setTyped(q), [q]);
  return html`<div class="page">
    <header class="page-head"><h1>${t("inbox.search_title")}</h1></header>
    <form class="row" role="search" aria-label=${t("inbox.search_label")} onSubmit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      setQuery({ q: typed });
    }}>
      <${Input} type="search" class="grow" aria-label=${t("inbox.search_hint")} placeholder=${t("inbox.search_hint")}
        value=${typed} maxlength="500" dir="auto" autofocus=${q === ""}
        onInput=${(/** @type {any} */ value) => setTyped(value)} />
      <${Button} kind="primary" type="submit" icon="search">${t("inbox.search_do")}</${Button}>
    </form>
    <${Tabs} active=${kind} label=${t("inbox.search_kinds")}
      tabs=${KINDS.map((each) => ({ key: each, label: t(`inbox.kind_${each}`) }))}
      onChange=${(/** @type {string} */ key) => setQuery({ kind: key === "all" ? null : key })} />
    ${q.trim() === ""
      ? html`<${Empty} icon="search" title=${t("inbox.search_empty")}>${t("inbox.search_grammar")}</${Empty}>`
      : html`<${kind === "article" ? Articles : Found} key=${`${kind} ${q}`} q=${q} kind=${kind} />`}
  </div>`;
}

/** @param {{ q: string, kind: string }} props */
function Found({ q, kind }) {
  const found = useList("/v1/search", { q, limit: 30, ...(kind === "all" ? {} : { kind }) });
  return html`<section aria-label=${t("inbox.search_found")}>
    ${found.error ? html`<${Problem} error=${found.error} />` : null}
    <ul class="list">
      ${found.items.map((/** @type {Hit} */ hit) => html`<${Result} key=${`${hit.kind} ${idOf(hit)}`} hit=${hit} />`)}
    </ul>
    ${found.loading ? html`<${Spinner} label=${t("inbox.loading")} />` : null}
    ${!found.loading && !found.error && found.items.length === 0 && found.done
      ? html`<${Empty} icon="search" title=${t("inbox.search_nothing")}>${t("inbox.search_grammar")}</${Empty}>` : null}
    ${!found.loading && !found.done ? html`<${Button} kind="plain" onClick=${found.more}>${t("inbox.more")}</${Button}>` : null}
    ${kind === "all" ? html`<${Articles} q=${q} brief />` : null}
  </section>`;
}

/** @param {Hit} hit */
const idOf = (hit) => hit.message?.id ?? hit.customer?.id ?? hit.ticket?.id;

/** @param {{ hit: Hit }} props */
function Result({ hit }) {
  if (hit.kind === "customer" && hit.customer !== null) {
    return html`<li class="row">
      <${Sign} icon="user" text=${t("inbox.kind_customer")} />
      <div class="grow">
        <${Link} href=${`/console/customers/${hit.customer.id}`} dir="auto">${hit.customer.name ?? hit.customer.email
          ?? hit.customer.phone ?? t("inbox.somebody")}</${Link}>
        <${Marked} text=${hit.html} />
      </div>
      <${Similar} hit=${hit} />
    </li>`;
  }
  if (hit.ticket === null) return null;
  const message = hit.message;
  return html`<li class="row">
    <${Sign} icon=${hit.kind === "message" ? "message-square" : "ticket"} text=${t(`inbox.kind_${hit.kind}`)} />
    <div class="grow">
      <${Link} href=${`/console/tickets/${hit.ticket.id}${message === null ? "" : `#message-${message.id}`}`} dir="auto">
        <span class="muted">#${hit.ticket.number}</span> ${hit.ticket.subject || t("inbox.no_subject")}</${Link}>
      <${Marked} text=${hit.html} />
      <div class="small muted" dir="auto">${message === null ? null : `${message.author.name} · `}${ago(hit.at)}
        ${message?.visibility === "internal" ? html` <${Badge} tone="warn">${t("inbox.note")}</${Badge}>` : null}</div>
    </div>
    <${Badge} tone=${STATUS_TONES[hit.ticket.status]}>${statusWord(hit.ticket.status)}</${Badge}>
    <${Similar} hit=${hit} />
  </li>`;
}

/** What was found is a guess. @param {{ hit: Hit }} props */
function Similar({ hit }) {
  return hit.match === "similar" ? html`<${Badge}>${t("inbox.search_similar")}</${Badge}>` : null;
}

/** @param {{ text: string }} props an excerpt as the desk gives it */
function Marked({ text }) {
  return html`<div class="small inbox-excerpt" dir="auto">${pieces(text).map(
    (each) => (each.marked ? html`<mark>${each.text}</mark>` : each.text),
  )}</div>`;
}

/** @param {{ q: string, brief?: boolean }} props */
function Articles({ q, brief = false }) {
  const found = useFetch("/v1/help/search", { q, limit: brief ? 5 : 30 });
  const items = found.data?.items ?? [];
  if (brief && items.length === 0) return null;
  return html`<section aria-label=${t("inbox.kind_article")}>
    ${brief ? html`<h2>${t("inbox.kind_article")}</h2>` : null}
    ${found.error && !brief ? html`<${Problem} error=${found.error} />` : null}
    <ul class="list">
      ${items.map((/** @type {any} */ each) => html`<li class="row" key=${each.article_id}>
        <${Sign} icon="book-open" text=${t("inbox.kind_article")} />
        <div class="grow">
          <a href=${each.url} target="_blank" rel="noopener" dir="auto">${each.title}</a>
          <${Marked} text=${each.html} />
        </div>
      </li>`)}
    </ul>
    ${found.loading ? html`<${Spinner} label=${t("inbox.loading")} />` : null}
    ${!found.loading && !found.error && items.length === 0
      ? html`<${Empty} icon="book-open" title=${t("inbox.search_nothing")} />` : null}
  </section>`;
}
