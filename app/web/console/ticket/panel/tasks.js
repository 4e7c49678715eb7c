// @ts-check
/** What is to be done before a ticket is: tasks, checklists that bring several, and the approval that it waits for. */
import { html, useState } from "../../../shared/view.js";
import { Badge, Button, Checkbox, Field, IconButton, Input, Problem, Select, When, useFetch } from "../../../shared/parts.js";
import { t } from "../../../shared/texts.js";
import { api } from "../desk.js";
import { nameOf } from "../directory.js";
import { valueName } from "../words.js";
import { useDoing, usePart } from "./use-part.js";

/** @typedef {import("./panel.js").Panelled} Panelled */
/** @typedef {import("api").components["schemas"]["TaskOut"]} TaskOut */

/** @param {Panelled} props */
export function Tasks(props) {
  const { ticket, turn } = props;
  const path = `/v1/tickets/${ticket.id}/tasks`;
  const { data, error, reload } = usePart(path, turn, { limit: 100 });
  const { busy, run } = useDoing(reload);
  const [title, setTitle] = useState("");
  const [required, setRequired] = useState(false);
  const add = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (await run(() => api.post(path, { title, required }))) setTitle("");
  };
  const patch = (/** @type {TaskOut} */ task, /** @type {Record<string, any>} */ change) => void run(
    () => api.change(`${path}/${task.id}`, change, task));
  return html`
    ${error && html`<${Problem} error=${error} />`}
    <ul class="list small">${(data?.items ?? []).map((/** @type {TaskOut} */ task) => html`
      <li key=${task.id}><div class="row">
        <div class="grow"><${Checkbox} label=${task.title} checked=${task.done}
          onChange=${(/** @type {boolean} */ done) => patch(task, { done })} />
          <p class="muted">${task.required && html`<${Badge} tone="warn">${t("thread.task.required")}<//>`}
            ${task.assignee_id && nameOf(task.assignee_id)} ${task.due_at && html`<${When} at=${task.due_at} />`}
            ${task.done_by && t("thread.task.done_by", { name: nameOf(task.done_by) })}</p></div>
        <${IconButton} icon="trash" label=${t("thread.remove", { name: task.title })}
          onClick=${() => void run(() => api.delete(`${path}/${task.id}`, { ifMatch: task.version }))} />
      </div></li>`)}</ul>
    <form onSubmit=${add} class="stack"><${Field} label=${t("thread.task.new")}>
        <${Input} value=${title} onInput=${setTitle} maxlength="255" /><//>
      <div class="row"><${Checkbox} label=${t("thread.task.required")} checked=${required} onChange=${setRequired} />
        <${Button} type="submit" small busy=${busy} disabled=${!title.trim()}>${t("thread.add")}<//></div></form>
    <${Checklists} ticket=${ticket} reload=${reload} />
    ${ticket.approval && html`<${Approval} ...${props} />`}`;
}

/** @param {{ ticket: Panelled["ticket"], reload: () => Promise<void> }} props */
function Checklists({ ticket, reload }) {
  const { data } = useFetch("/v1/checklists", { limit: 100 });
  const { run } = useDoing(reload);
  const all = (data?.items ?? []).filter((/** @type {any} */ each) => !each.archived_at && !each.archived);
  if (!all.length) return null;
  return html`
    <${Select} value=${null} empty=${t("thread.checklist")} aria-label=${t("thread.checklist")}
      options=${all.map((/** @type {any} */ each) => ({ value: each.key, label: each.name ?? each.key }))}
      onChange=${(/** @type {string | null} */ key) => key && void run(
        () => api.post(`/v1/tickets/${ticket.id}/checklists`, { key }))} />`;
}

/** @param {Panelled} props */
function Approval({ ticket, turn, directory, reload: ticketAgain }) {
  const path = `/v1/tickets/${ticket.id}/approval`;
  const { data, error, reload } = usePart(path, turn);
  const { busy, run } = useDoing(async () => {
    await reload();
    ticketAgain();
  });
  const [reason, setReason] = useState("");
  if (error) return html`<${Problem} error=${error} />`;
  if (!data) return null;
  const decide = (/** @type {string} */ decision) => () => void run(
    () => api.post(path, { decision, reason: reason.trim() || null }));
  return html`
    <section class="notice small"><h3>${t("thread.approval.label")}</h3>
      <p>${valueName("approval", data.status)} ${data.agent_id && nameOf(data.agent_id)} ${data.reason}</p>
      ${data.status === "pending" && html`
        <${Field} label=${t("thread.reason")}><${Input} value=${reason} onInput=${setReason} maxlength="500" /><//>
        <div class="row"><${Button} small kind="primary" busy=${busy} onClick=${decide("approve")}>${t("thread.approval.approve")}<//>
          <${Button} small busy=${busy} onClick=${decide("decline")}>${t("thread.approval.decline")}<//></div>
        <${Select} value=${data.agent_id} empty=${t("thread.approval.leads")} aria-label=${t("thread.approval.who")}
          options=${directory.agents.filter((each) => each.active).map((each) => ({ value: each.id, label: each.name }))}
          onChange=${(/** @type {string | null} */ id) => void run(
            () => api.patch(path, { agent_id: id }, { ifMatch: data.version }))} />`}
    </section>`;
}
