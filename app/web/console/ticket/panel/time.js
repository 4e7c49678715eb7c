// @ts-check
/** How long people have worked on a ticket. */
import { html, useState } from "../../../shared/view.js";
import { Badge, Button, Checkbox, Field, IconButton, Input, Problem, When } from "../../../shared/parts.js";
import { duration, t } from "../../../shared/texts.js";
import { api } from "../desk.js";
import { useDoing, usePart } from "./use-part.js";

/** @typedef {import("api").components["schemas"]["TimeEntryOut"]} TimeEntryOut */

/** @param {import("./panel.js").Panelled} props */
export function Time({ ticket, turn, me }) {
  const path = `/v1/tickets/${ticket.id}/time`;
  const { data, error, reload } = usePart(path, turn, { limit: 100 });
  const { busy, run } = useDoing(reload);
  const [minutes, setMinutes] = useState("");
  const [note, setNote] = useState("");
  const [billable, setBillable] = useState(false);
  const all = /** @type {TimeEntryOut[]} */ (data?.items ?? []);
  const add = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const seconds = Math.round(Number(minutes) * 60);
    if (await run(() => api.post(path, { seconds, note: note.trim() || null, billable }))) {
      setMinutes("");
      setNote("");
    }
  };
  return html`
    ${error && html`<${Problem} error=${error} />`}
    ${all.length > 0 && html`<p><strong>${duration(all.reduce((sum, each) => sum + each.seconds, 0))}</strong></p>`}
    <ul class="list small">${all.map((each) => html`
      <li key=${each.id}><div class="row"><span class="grow">${each.agent_name}: ${duration(each.seconds)} ${each.note}
        <span class="muted"><${When} at=${each.spent_at} /></span>
        ${each.billable && html`<${Badge} tone="info">${t("thread.time.billable")}<//>`}</span>
        ${each.agent_id === me.id && html`<${IconButton} icon="trash" label=${t("thread.time.remove")}
          onClick=${() => void run(() => api.delete(`${path}/${each.id}`, { ifMatch: each.version }))} />`}</div></li>`)}</ul>
    <form class="stack" onSubmit=${add}>
      <${Field} label=${t("thread.time.minutes")}><${Input} type="number" min="1" max="1440" value=${minutes} onInput=${setMinutes} /><//>
      <${Field} label=${t("thread.time.note")}><${Input} value=${note} onInput=${setNote} maxlength="500" /><//>
      <div class="row"><${Checkbox} label=${t("thread.time.billable")} checked=${billable} onChange=${setBillable} />
        <${Button} type="submit" small busy=${busy} disabled=${!(Number(minutes) > 0)}>${t("thread.add")}<//></div>
    </form>`;
}
