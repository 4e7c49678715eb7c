// @ts-check
/** Making two tickets one: finding the other, seeing both, and which of them stays. */
import { html, useState } from "../../../shared/view.js";
import { Badge, Button, Checkbox, Combo, Dialog, Field, Problem, Select, useFetch, When } from "../../../shared/parts.js";
import { navigate } from "../../../shared/router.js";
import { t } from "../../../shared/texts.js";
import { Plain } from "../../../shared/plain.js";
import { useSending } from "../../../shared/sending.js";
import { api } from "../desk.js";
import { valueName } from "../words.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */

/**
 * Tickets that fit what was typed: what the desk finds, and the latest ones by number and subject, which the search may
 * not know yet.
 * @param {string} query @param {string} not
 */
export async function findTickets(query, not) {
  const text = query.trim().replace(/^#/, "").toLowerCase();
  /** @type {any} */
  let failed = null;
  const [hits, latest] = await Promise.all([
    text ? api.get("/v1/search", { q: text, kind: "ticket", limit: 10 }).catch((error) => {
      failed = error;
      return { items: [] };
    }) : { items: [] },
    api.get("/v1/tickets", { limit: 50 }),
  ]);
  /** @type {TicketOut[]} */
  const near = latest.items.filter((/** @type {TicketOut} */ each) => (
    String(each.number) === text || each.subject.toLowerCase().includes(text)));
  /** @type {Map<string, TicketOut>} */
  const found = new Map();
  for (const { ticket } of hits.items) if (ticket) found.set(ticket.id, ticket);
  for (const each of near.slice(0, 10)) found.set(each.id, each);
  found.delete(not);
  // What is near is found while the search has no time; that there is nothing is said only by the search.
  if (failed && !found.size) throw failed;
  return [...found.values()].map((each) => ({
    value: each.id, label: `#${each.number} ${each.subject}`, hint: valueName("status", each.status), ticket: each }));
}

/** @param {{ ticket: TicketOut, other?: string | null, onClose: () => void, onDone: () => void }} props */
export function MergeDialog({ ticket, other = null, onClose, onDone }) {
  const [chosen, setChosen] = useState(/** @type {{ value: string, label: string } | null} */ (
    other ? { value: other, label: "" } : null));
  const [into, setInto] = useState("other");
  const [notify, setNotify] = useState(false);
  const { busy, error, send } = useSending();
  const preview = useFetch(chosen && `/v1/tickets/${chosen.value}`, { include: "messages" });
  const merge = () => send(async () => {
    if (!chosen) return;
    const [target, source] = into === "other" ? [chosen.value, ticket.id] : [ticket.id, chosen.value];
    await api.post(`/v1/tickets/${target}/merge`, { source_ids: [source], notify_customer: notify });
    onDone();
    onClose();
    if (target !== ticket.id) navigate(`/console/tickets/${target}`);
  });
  const shown = /** @type {TicketOut | null} */ (preview.data);
  return html`
    <${Dialog} title=${t("thread.merge.label")} onClose=${onClose} actions=${html`
      <${Button} kind="primary" busy=${busy} disabled=${!shown} onClick=${merge}>${t("thread.merge.go")}<//>`}>
      <${Field} label=${t("thread.merge.which")}>
        <${Combo} value=${chosen?.label ? chosen : null} onChange=${setChosen} placeholder=${t("thread.merge.find")}
          load=${(/** @type {string} */ query) => findTickets(query, ticket.id)} /><//>
      ${shown && html`
        <section class="card">
          <p><strong>#${shown.number} ${shown.subject}</strong> <${Badge}>${valueName("status", shown.status)}<//></p>
          <p class="small muted">${shown.requester.name ?? shown.requester.email} <${When} at=${shown.created_at} /></p>
          ${shown.messages?.[0] && html`<${Plain} text=${shown.messages[0].body.slice(0, 300)} />`}
          ${shown.requester.id !== ticket.requester.id && html`<p class="warn small">${t("thread.merge.others")}</p>`}
        </section>
        <${Field} label=${t("thread.merge.stays")}>
          <${Select} value=${into} onChange=${(/** @type {string} */ value) => setInto(value)} options=${[
            { value: "other", label: `#${shown.number}` }, { value: "this", label: `#${ticket.number}` }]} /><//>
        <${Checkbox} label=${t("thread.merge.notify")} checked=${notify} onChange=${setNotify} />`}
      ${preview.error && html`<${Problem} error=${preview.error} />`}
      ${error && html`<${Problem} error=${error} />`}
    <//>`;
}
