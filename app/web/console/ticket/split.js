// @ts-check
/** Making a ticket of its own out of messages that were chosen in the thread. */
import { html, useState } from "../../shared/view.js";
import { Button, Field, Input, Problem, toast } from "../../shared/parts.js";
import { navigate } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { useSending } from "../../shared/sending.js";
import { api } from "./desk.js";

/** @param {{ ticket: import("api").components["schemas"]["TicketOut"], chosen: Set<string>, onClose: () => void }} props */
export function SplitBar({ ticket, chosen, onClose }) {
  const [subject, setSubject] = useState("");
  const { busy, error, send } = useSending();
  const split = () => send(async () => {
    const made = await api.post(`/v1/tickets/${ticket.id}/split`, {
      message_ids: [...chosen], subject: subject.trim() || null });
    toast(t("thread.split.done", { number: made.number }), {
      tone: "ok", action: { label: t("thread.open"), run: () => navigate(`/console/tickets/${made.id}`) } });
    onClose();
  });
  return html`
    <section class="notice" aria-label=${t("thread.split.label")}>
      <p>${t.n("thread.split.chosen", chosen.size)}</p>
      <div class="row">
        <${Field} label=${t("thread.split.subject")}><${Input} value=${subject} onInput=${setSubject} maxlength="255" /><//>
        <${Button} kind="primary" busy=${busy} disabled=${!chosen.size} onClick=${split}>${t("thread.split.label")}<//>
        <${Button} onClick=${onClose}>${t("thread.cancel")}<//>
      </div>
      ${error && html`<${Problem} error=${error} />`}
    </section>`;
}
