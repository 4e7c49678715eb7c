// @ts-check
/** Who asks: how to reach them, what is known, what else they have asked, and what happened before. */
import { html, useState } from "../../../shared/view.js";
import { Avatar, Badge, Button, Problem, Spinner, TextArea, useFetch, useList, When } from "../../../shared/parts.js";
import { Link } from "../../../shared/router.js";
import { number, t } from "../../../shared/texts.js";
import { api } from "../desk.js";
import { tone, valueName } from "../words.js";
import { useDoing } from "./use-part.js";

/** @typedef {import("api").components["schemas"]["TicketShort"]} TicketShort */
/** @typedef {import("api").components["schemas"]["CustomerNoteOut"]} CustomerNoteOut */
/** @typedef {import("api").components["schemas"]["CustomerTimelineItem"]} CustomerTimelineItem */

/** @param {import("./panel.js").Panelled} props */
export function Customer({ ticket }) {
  const path = `/v1/customers/${ticket.requester.id}`;
  const { data, error, reload } = useFetch(path, { include: "overview" });
  const [history, setHistory] = useState(false);
  if (error) return html`<${Problem} error=${error} />`;
  if (!data) return html`<${Spinner} />`;
  const { overview } = data;
  const others = (overview?.recent_tickets ?? []).filter((/** @type {TicketShort} */ each) => each.id !== ticket.id);
  return html`
    <div class="row"><${Avatar} name=${data.name ?? data.email ?? "?"} />
      <div class="grow"><${Link} href=${`/console/customers/${data.id}`}><bdi>${data.name ?? data.email ?? t("thread.customer")}</bdi><//>
        ${overview?.organization && html`<p class="small muted">${overview.organization.name}</p>`}</div>
      ${data.tier && html`<${Badge} tone="info">${data.tier}<//>`}</div>
    <dl class="pairs small">
      ${data.email && html`<dt>${t("thread.customer_email")}</dt><dd><a href=${`mailto:${data.email}`}>${data.email}</a></dd>`}
      ${data.claimed_email && html`<dt>${t("thread.customer_claimed")}</dt><dd>${data.claimed_email}</dd>`}
      ${data.phone && html`<dt>${t("thread.customer_phone")}</dt><dd><a href=${`tel:${data.phone}`}>${data.phone}</a></dd>`}
      ${data.external_id && html`<dt>${t("thread.customer_external")}</dt><dd>${data.external_id}</dd>`}
      ${overview && html`<dt>${t("thread.customer_since")}</dt><dd><${When} at=${overview.first_seen_at} /></dd>
        <dt>${t("thread.customer_tickets")}</dt><dd>${t("thread.customer_counts", {
          all: number(overview.ticket_count), open: number(overview.open_count) })}</dd>`}
      ${overview?.ratings.average !== null && overview?.ratings.average !== undefined && html`
        <dt>${t("thread.customer_rating")}</dt><dd>${number(overview.ratings.average, { maximumFractionDigits: 1 })}</dd>`}
    </dl>
    <${Notes} path=${path} notes=${overview?.notes ?? []} reload=${reload} />
    ${others.length > 0 && html`
      <h3 class="small">${t("thread.other_tickets")}</h3>
      <ul class="list small">${others.map((/** @type {TicketShort} */ each) => html`
        <li key=${each.id}><${Link} href=${`/console/tickets/${each.id}`}>#${each.number} <bdi>${each.subject}</bdi><//>
          <${Badge} tone=${tone(each.status)}>${valueName("status", each.status)}<//></li>`)}</ul>`}
    <${Button} kind="quiet" small aria-expanded=${history} onClick=${() => setHistory(!history)}>${t("thread.customer_history")}<//>
    ${history && html`<${History} path=${path} />`}`;
}

/** @param {{ path: string, notes: CustomerNoteOut[], reload: () => Promise<void> }} props */
function Notes({ path, notes, reload }) {
  const [text, setText] = useState(/** @type {string | null} */ (null));
  const { busy, run } = useDoing(reload);
  const add = async () => {
    if (await run(() => api.post(`${path}/notes`, { body: text }))) setText(null);
  };
  return html`
    ${notes.map((note) => html`<p class="notice small" key=${note.id}>${note.body}
      <span class="muted">${note.author_name} <${When} at=${note.created_at} /></span></p>`)}
    ${text === null
      ? html`<${Button} kind="quiet" small icon="sticky-note" onClick=${() => setText("")}>${t("thread.customer_note")}<//>`
      : html`<${TextArea} rows="2" value=${text} onInput=${setText} aria-label=${t("thread.customer_note")} autofocus />
          <div class="row"><${Button} small kind="primary" busy=${busy} disabled=${!text.trim()} onClick=${add}>${t("thread.save")}<//>
            <${Button} small onClick=${() => setText(null)}>${t("thread.cancel")}<//></div>`}`;
}

/** @param {{ path: string }} props */
function History({ path }) {
  const { items, more, done, error, loading } = useList(`${path}/timeline`, { limit: 20 });
  return html`
    ${error && html`<${Problem} error=${error} />`}
    <ol class="steps small">${items.map((/** @type {CustomerTimelineItem} */ each) => html`
      <li key=${`${each.kind} ${each.id}`}><${When} at=${each.at} />
        ${each.ticket_id ? html`<${Link} href=${`/console/tickets/${each.ticket_id}`}>${line(each)}<//>` : line(each)}</li>`)}</ol>
    ${loading && html`<${Spinner} />`}
    ${!done && html`<${Button} kind="quiet" small onClick=${more}>${t("thread.more")}<//>`}`;
}

/** @param {CustomerTimelineItem} item */
function line(item) {
  const data = /** @type {any} */ (item.data);
  return `${t(`thread.timeline.${item.kind}`)} ${data.subject ?? data.body ?? (data.score ?? "")}`.trim();
}
