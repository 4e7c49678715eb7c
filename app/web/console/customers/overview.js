// @ts-check
/** What one wants to know of a customer first: what is open, how they have been served, what colleagues wrote down. */
import { html } from "../../shared/view.js";
import { ago, languageName, number, t, when } from "../../shared/texts.js";
import { Badge, Card } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { Plain } from "../../shared/plain.js";
import { STATUS_TONES, channelWord, statusWord } from "../tickets/words.js";
import { Note } from "./notes.js";

/** @typedef {import("./customer.js").Customer} Customer */
/** @typedef {import("api").components["schemas"]["TicketShort"]} TicketShort */

/** @param {{ customer: Customer, reload: () => void }} props */
export function Overview({ customer, reload }) {
  const overview = customer.overview;
  if (!overview) return null;
  const { ratings } = overview;
  return html`<div class="inbox-cards">
    <${Card}>
      <h2>${t("inbox.open_tickets")} <span class="muted">${number(overview.open_count)}</span></h2>
      <${Tickets} tickets=${overview.open_tickets} />
      <h2>${t("inbox.recent_tickets")}</h2>
      <${Tickets} tickets=${overview.recent_tickets} />
    </${Card}>
    <${Card}>
      <h2>${t("inbox.about")}</h2>
      <dl class="pairs">
        <dt>${t("inbox.customer_since")}</dt><dd>${when(overview.first_seen_at)}</dd>
        ${overview.last_activity_at === null ? null : html`<dt>${t("inbox.last_activity")}</dt>
          <dd>${ago(overview.last_activity_at)}</dd>`}
        <dt>${t("inbox.tickets_title")}</dt><dd>${number(overview.ticket_count)}</dd>
        <dt>${t("inbox.column_channel")}</dt><dd>${overview.channels.map(channelWord).join(", ") || "–"}</dd>
        ${customer.language === null ? null : html`<dt>${t("inbox.column_language")}</dt><dd>${languageName(customer.language)}</dd>`}
        ${overview.identities.map((each) => html`<dt>${t(`inbox.customer_${each.kind}`)}</dt>
          <dd dir="auto">${each.value}${each.main ? null : html` <span class="small muted">${t("inbox.also")}</span>`}</dd>`)}
      </dl>
    </${Card}>
    <${Card}>
      <h2>${t("inbox.ratings")}</h2>
      ${ratings.count === 0 ? html`<p class="muted">${t("inbox.ratings_none")}</p>` : html`
        <p><strong>${number(ratings.average ?? 0)}</strong> <span class="muted">${t.n("inbox.ratings_count", ratings.count)}</span></p>
        <ul class="list">${ratings.latest.map((each) => html`<li key=${each.id}>
          <${Badge} tone=${each.score >= 4 ? "ok" : each.score <= 2 ? "bad" : "warn"}>${number(each.score)}</${Badge}>
          ${" "}<${Link} class="small" href=${`/console/tickets/${each.ticket_id}`}>${ago(each.created_at)}</${Link}>
          ${each.comment === null ? null : html`<${Plain} text=${each.comment} />`}
        </li>`)}</ul>`}
    </${Card}>
    <${Card}>
      <h2>${t("inbox.part_notes")}</h2>
      ${overview.notes.length === 0 ? html`<p class="muted">${t("inbox.notes_none")}</p>`
        : overview.notes.map((each) => html`<${Note} key=${each.id} note=${each} onChange=${reload} />`)}
    </${Card}>
  </div>`;
}

/** @param {{ tickets: TicketShort[] }} props */
function Tickets({ tickets }) {
  if (tickets.length === 0) return html`<p class="muted">${t("inbox.tickets_none")}</p>`;
  return html`<ul class="list">${tickets.map((each) => html`<li class="row" key=${each.id}>
    <${Link} class="grow" href=${`/console/tickets/${each.id}`} dir="auto">
      <span class="muted">#${each.number}</span> ${each.subject || t("inbox.no_subject")}</${Link}>
    <${Badge} tone=${STATUS_TONES[each.status]}>${statusWord(each.status)}</${Badge}>
    <span class="small muted">${ago(each.last_activity_at)}</span>
  </li>`)}</ul>`;
}
