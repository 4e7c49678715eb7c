// @ts-check
/** What may help with a ticket: articles, ready-made replies, tickets that were solved, likely duplicates, its topic. */
import { html, useState } from "../../../shared/view.js";
import { Badge, Button, Empty, IconButton, Problem, Spinner } from "../../../shared/parts.js";
import { Link } from "../../../shared/router.js";
import { percent, t } from "../../../shared/texts.js";
import { api } from "../desk.js";
import { valueName } from "../words.js";
import { MergeDialog } from "./merge.js";
import { useDoing, usePart } from "./use-part.js";

/** @typedef {import("./panel.js").Panelled} Panelled */
/** @typedef {import("api").components["schemas"]["TicketSuggestionsOut"]} TicketSuggestionsOut */
/** @typedef {import("api").components["schemas"]["DuplicateTicket"]} DuplicateTicket */
/** @typedef {{ body: string, format: "text" | "markdown", template_id?: string | null }} Insert */

/** @param {Panelled} props */
export function Suggestions({ ticket, turn, insert, reload }) {
  const path = `/v1/tickets/${ticket.id}`;
  const { data, error, reload: again } = usePart(`${path}/suggestions`, turn, { limit: 5 });
  const { run } = useDoing(again);
  const use = (/** @type {string} */ kind, /** @type {string} */ id, /** @type {Insert} */ text) => {
    insert(text.body, { format: text.format, ...(text.template_id && { template: text.template_id }) });
    void run(() => api.post(`${path}/suggestions/uses`, { kind, id, action: "inserted" }));
  };
  const dismiss = (/** @type {string} */ kind, /** @type {string} */ id) => () => void run(
    () => api.post(`${path}/suggestions/uses`, { kind, id, action: "dismissed" }));
  const found = /** @type {TicketSuggestionsOut | null} */ (data);
  /** @type {{ kind: string, id: string, title: string, href: string | null, hint: string, text: Insert | null }[]} */
  const all = found ? [
    ...found.articles.map((each) => ({ kind: "article", id: each.article_id, title: each.title, href: each.url,
      hint: each.summary ?? "", text: each.insert })),
    ...found.replies.map((each) => ({ kind: "reply", id: each.template_id, title: each.title, href: null,
      hint: each.insert.body.slice(0, 120), text: each.insert })),
    ...found.tickets.map((each) => ({ kind: "ticket", id: each.ticket_id, title: `#${each.number} ${each.subject}`,
      href: `/console/tickets/${each.ticket_id}`, hint: each.words.join(", "), text: each.insert })),
  ] : [];
  return html`
    ${error && html`<${Problem} error=${error} />`}
    ${!data && !error && html`<${Spinner} />`}
    ${found && !all.length && html`<${Empty} icon="lightbulb" title=${t("thread.suggest.none")} />`}
    <ul class="list small">${all.map((each) => html`
      <li key=${`${each.kind} ${each.id}`}>
        <div class="row"><div class="grow">
          <span class="muted">${t(`thread.suggest.${each.kind}`)}</span>
          ${each.href ? html`<a href=${each.href} target="_blank" rel="noopener">${each.title}</a>` : html`<strong>${each.title}</strong>`}
          ${each.hint && html`<p class="muted">${each.hint}</p>`}</div>
          ${each.text && html`<${Button} small onClick=${() => each.text && use(each.kind, each.id, each.text)}>${t("thread.insert")}<//>`}
          <${IconButton} icon="x" label=${t("thread.suggest.dismiss", { title: each.title })} onClick=${dismiss(each.kind, each.id)} />
        </div></li>`)}</ul>
    <${Topic} ticket=${ticket} turn=${turn} reload=${reload} />
    <${Duplicates} ticket=${ticket} turn=${turn} reload=${reload} />`;
}

/** @param {Pick<Panelled, "ticket" | "turn" | "reload">} props */
function Topic({ ticket, turn, reload }) {
  const path = `/v1/tickets/${ticket.id}/topic-suggestion`;
  const [asked, setAsked] = useState(false);
  const { data, error, reload: again } = usePart(asked ? path : null, turn);
  const { busy, run } = useDoing(async () => {
    await again();
    reload();
  });
  // Asked for by hand: most tickets have none, and where no model was trained none ever has.
  if (!asked) {
    return html`<${Button} kind="quiet" small icon="tag" onClick=${() => setAsked(true)}>${t("thread.suggest.ask_topic")}<//>`;
  }
  if (error) return html`<p class="small muted">${t("thread.suggest.no_topic")}</p>`;
  if (!data || data.state === "rejected" || data.state === "accepted") return null;
  const words = data.why.flatMap((/** @type {{ words: string[] }} */ each) => each.words);
  return html`
    <section class="notice small"><p>${t("thread.suggest.topic", { topic: data.topic, share: percent(data.confidence) })}</p>
      ${words.length > 0 && html`<p class="muted">${t("thread.suggest.because", { words: words.join(", ") })}</p>`}
      <div class="row">
        <${Button} small busy=${busy} onClick=${() => void run(() => api.post(`${path}/accept`))}>${t("thread.suggest.accept")}<//>
        <${Button} small busy=${busy} onClick=${() => void run(() => api.post(`${path}/reject`))}>${t("thread.suggest.reject")}<//>
      </div></section>`;
}

/** @param {Pick<Panelled, "ticket" | "turn" | "reload">} props */
function Duplicates({ ticket, turn, reload }) {
  const { data } = usePart(`/v1/tickets/${ticket.id}/duplicates`, turn, { limit: 5 });
  const [merging, setMerging] = useState(/** @type {string | null} */ (null));
  if (!data?.items.length) return null;
  return html`
    <h3 class="small">${t("thread.suggest.duplicates")}</h3>
    <ul class="list small">${data.items.map((/** @type {DuplicateTicket} */ each) => html`
      <li key=${each.ticket.id}><div class="row"><div class="grow">
        <${Link} href=${`/console/tickets/${each.ticket.id}`}>#${each.ticket.number} ${each.ticket.subject}<//>
        <p class="muted">${[...new Set(each.why.map((why) => t(`thread.alike.${why.kind}`)))].join(", ")}</p></div>
        <${Badge}>${valueName("status", each.ticket.status)}<//>
        ${each.offer.do === "merge" && html`<${Button} small onClick=${() => setMerging(each.ticket.id)}>${t("thread.merge.go")}<//>`}
      </div></li>`)}</ul>
    ${merging && html`<${MergeDialog} ticket=${ticket} other=${merging} onClose=${() => setMerging(null)} onDone=${reload} />`}`;
}
