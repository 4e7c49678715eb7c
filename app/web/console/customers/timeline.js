// @ts-check
/** What happened with a customer, the newest first, on whatever way. */
import { html } from "../../shared/view.js";
import { ago, t, when } from "../../shared/texts.js";
import { Badge, Problem, useList } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { Plain } from "../../shared/plain.js";
import { Sign } from "../tickets/sign.js";
import { STATUS_TONES, channelWord, statusWord } from "../tickets/words.js";
import { More } from "./more.js";

/** @typedef {import("api").components["schemas"]["CustomerTimelineItem"]} Item */

/** @type {Record<string, string>} */
const ICONS = { ticket: "ticket", chat: "message-circle", feedback: "star", note: "sticky-note", merge: "git-merge" };

/** @param {{ customer: { id: string } }} props */
export function Timeline({ customer }) {
  const list = useList(`/v1/customers/${customer.id}/timeline`, { limit: 50 });
  return html`<section aria-label=${t("inbox.part_timeline")}>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}
    <ol class="list">${list.items.map((/** @type {Item} */ each) => html`<li class="row" key=${`${each.kind} ${each.id}`}>
      <${Sign} icon=${ICONS[each.kind] ?? "circle"} text=${t(`inbox.happened_${each.kind}`)} />
      <div class="grow"><${What} item=${each} /></div>
      <time class="small muted" datetime=${each.at} title=${when(each.at)}>${ago(each.at)}</time>
    </li>`)}</ol>
    <${More} list=${list} empty=${list.items.length === 0} title=${t("inbox.timeline_none")} />
  </section>`;
}

/** @param {{ item: Item }} props */
function What({ item }) {
  const data = /** @type {Record<string, any>} */ (item.data);
  const to = item.ticket_id === null ? null : `/console/tickets/${item.ticket_id}`;
  switch (item.kind) {
    case "ticket":
      return html`<${Link} href=${to} dir="auto"><span class="muted">#${data.number}</span> ${data.subject || t("inbox.no_subject")}</${Link}>
        ${" "}<${Badge} tone=${STATUS_TONES[data.status]}>${statusWord(data.status)}</${Badge}>
        ${" "}<span class="small muted">${channelWord(data.channel)}</span>`;
    case "chat":
      return html`${t("inbox.happened_chat")} <${Link} class="small" href=${to}>${t("inbox.ticket")}</${Link}>`;
    case "feedback":
      return html`${t("inbox.happened_feedback")} <${Badge} tone="info">${String(data.score)}</${Badge}>
        ${data.comment ? html`<${Plain} text=${data.comment} />` : null}
        ${to === null ? null : html`<${Link} class="small" href=${to}>${t("inbox.ticket")}</${Link}>`}`;
    case "note":
      return html`<span class="small muted" dir="auto">${data.author_name}</span><${Plain} text=${data.body} />`;
    default:
      return html`${t(data.undone ? "inbox.happened_unmerge" : "inbox.happened_merge")}
        ${" "}<span class="small muted" dir="auto">${data.by}</span>`;
  }
}
