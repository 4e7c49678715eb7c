// @ts-check
/** What waits in a queue now, in its order, and who could take it: a look, nothing is moved. */

import { html } from "../../shared/view.js";
import { Badge, Problem, useFetch, When } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { duration, t } from "../../shared/texts.js";

/** @param {{ item: any }} props */
export function Waiting({ item }) {
  const board = useFetch(item.archived_at ? null : `/v1/queues/${item.id}/board`);
  const list = useFetch(item.archived_at ? null : `/v1/queues/${item.id}/items`, { limit: 50 });
  if (board.error) return html`<${Problem} error=${board.error} onRetry=${board.reload} />`;
  if (!board.data) return null;
  const { waiting, agents_by_state: states, wait_seconds: range, warnings } = board.data;
  const pair = (/** @type {string} */ name, /** @type {any} */ value) => html`<dt>${name}</dt><dd>${value}</dd>`;
  return html`<section class="card stack" aria-label=${t("admin.waiting")}>
    <div class="card-head"><h3>${t("admin.waiting")}</h3><button type="button" class="button small" onClick=${() => [board.reload(), list.reload()]}>${t("admin.look_again")}</button></div>
    ${warnings.map((/** @type {any} */ each) => html`<p key=${each.code} class="notice warn">${each.detail}</p>`)}
    <dl class="pairs">
      ${pair(t("admin.state"), html`<${Badge} tone=${board.data.queue.open ? "ok" : "warn"}>${board.data.queue.open ? t("admin.open_now") : t("admin.closed_now")}<//> ${board.data.queue.changes_at && html`<${When} at=${board.data.queue.changes_at} />`}`)}
      ${pair(t("admin.ticket_many"), waiting.tickets)} ${pair(t("admin.chat_many"), `${waiting.chats} (${t("admin.ringing", { count: waiting.offered })})`)}
      ${waiting.held_closed > 0 && pair(t("admin.held"), waiting.held_closed)}
      ${pair(t("admin.longest_wait"), duration(board.data.longest_wait_seconds))}
      ${range && pair(t("admin.wait_now"), `${duration(range[0])} – ${duration(range[1])}`)}
      ${pair(t("admin.sla"), t("admin.sla_risk", { risk: board.data.sla_at_risk, breached: board.data.sla_breached }))}
      ${pair(t("admin.who_could"), Object.entries(states).filter(([, count]) => count > 0).map(([state, count]) => `${t(`admin.work_${state}`)} ${count}`).join(" · ") || t("admin.nobody"))}
    </dl>
    ${list.data?.items.length > 0 && html`<div class="table-wrap"><table class="table"><thead><tr><th scope="col" class="number">№</th><th scope="col">${t("admin.ticket")}</th>
      <th scope="col">${t("admin.requester")}</th><th scope="col">${t("admin.since")}</th><th scope="col">${t("admin.due")}</th></tr></thead>
      <tbody>${list.data.items.map((/** @type {any} */ each) => html`<tr key=${`${each.channel}${each.ticket_id}`}><td class="number">${each.position}</td>
        <th scope="row"><${Link} href=${`/console/tickets/${each.ticket_id}`}>#${each.number} ${each.subject}<//> <${Badge}>${t(`admin.of_${each.channel}`)}<//> ${each.state !== "waiting" && html`<${Badge} tone="info">${t(`admin.item_${each.state}`)}<//>`}</th>
        <td>${each.requester.name}</td><td><${When} at=${each.waiting_since} relative /></td><td>${each.due_at ? html`<${When} at=${each.due_at} />` : "–"}</td></tr>`)}</tbody></table></div>`}
  </section>`;
}
