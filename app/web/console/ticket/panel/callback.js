// @ts-check
/** Promising a call: when it may be made is the desk's to say, by its own hours and those where the customer lives. */
import { html, useState } from "../../../shared/view.js";
import { Button, Dialog, Field, Input, Problem, toast } from "../../../shared/parts.js";
import { t, when } from "../../../shared/texts.js";
import { useSending } from "../../../shared/sending.js";
import { api } from "../desk.js";

/** @param {{ ticket: string, onClose: () => void, onDone: () => void }} props */
export function CallbackDialog({ ticket, onClose, onDone }) {
  const [number, setNumber] = useState("");
  const [after, setAfter] = useState("");
  const { busy, error, submit } = useSending();
  const plan = (/** @type {Event} */ event) => submit(event, async () => {
    const { number: to, due_at: due } = await api.post("/v1/callbacks", {
      ticket_id: ticket, number: number.trim() || null, not_before: after ? new Date(after).toISOString() : null });
    toast(due ? t("thread.callback.planned", { number: to, at: when(due) }) : t("thread.callback.no_hour", { number: to }),
      { tone: due ? "ok" : "warn" });
    onDone();
    onClose();
  });
  return html`
    <${Dialog} title=${t("thread.callback.label")} onClose=${onClose} actions=${html`
      <${Button} kind="primary" type="submit" form="plan-callback" busy=${busy}>${t("thread.callback.plan")}<//>`}>
      <form id="plan-callback" class="stack" onSubmit=${plan}>
        <${Field} label=${t("thread.callback.number")} hint=${t("thread.callback.number_hint")}>
          <${Input} type="tel" value=${number} onInput=${setNumber} maxlength="32" /><//>
        <${Field} label=${t("thread.callback.after")} hint=${t("thread.callback.after_hint")}>
          <${Input} type="datetime-local" value=${after} onInput=${setAfter} /><//>
        ${error && html`<${Problem} error=${error} />`}
      </form>
    <//>`;
}
