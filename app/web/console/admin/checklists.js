// @ts-check
/** Checklists: tasks that are added to a ticket together. */

import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { useChoices } from "./choices.js";
import { DurationInput, SelectInput } from "./setup/controls.js";
import { TextField } from "./setup/form.js";
import { Group, Row } from "./setup/row.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";

export function Checklists() {
  return html`<${Records} def=${{
    path: "/v1/checklists",
    title: "admin.checklists",
    about: "admin.checklists_intro",
    make: "admin.new_checklist",
    filters: [ARCHIVED],
    remove: "archive",
    removeBy: "patch",
    restorable: true,
    id: "key",
    called: (/** @type {any} */ item) => item.name,
    note: (/** @type {any} */ item) => item.key,
    columns: [
      { label: "admin.tasks", numeric: true, render: (/** @type {any} */ item) => item.items.length },
      { label: "admin.required", numeric: true, render: (/** @type {any} */ item) => item.items.filter((/** @type {any} */ each) => each.required).length },
    ],
    blank: () => ({ key: "", name: "", items: [{ title: "", required: false, assignee_id: null, due_after_seconds: null }] }),
    take: (/** @type {any} */ { name, items }) => ({ name, items }),
    Form: ChecklistForm,
  }} />`;
}

/** @param {{ form: import("./setup/form.js").Form, item: any }} props */
function ChecklistForm({ form, item }) {
  const agents = useChoices("agents");
  const rows = /** @type {any[]} */ (form.draft.items);
  const set = (/** @type {any[]} */ items) => form.set({ items });
  const put = (/** @type {number} */ place, /** @type {any} */ change) => set(rows.map((each, other) => (other === place ? { ...each, ...change } : each)));
  const swap = (/** @type {number} */ place) => set(rows.map((each, other) => (other === place - 1 ? rows[place] : other === place ? rows[place - 1] : each)));
  return html`
    <div class="form-grid">${!item && html`<${TextField} form=${form} name="key" label=${t("admin.key")} hint=${t("admin.key_hint")} required mono />`}
      <${TextField} form=${form} name="name" label=${t("admin.name")} required /></div>
    <${Group} label=${t("admin.tasks")} error=${rows.length ? undefined : form.error("/items")}><div class="rows-editor titled">${rows.map((each, place) => html`<div class="one" key=${place}>
      <${Row} label=${t("admin.task")} error=${form.error(`/items/${place}/title`)} control=${(/** @type {any} */ tie) => html`<input ...${tie} class="input" value=${each.title} onInput=${(/** @type {any} */ event) => put(place, { title: event.currentTarget.value })} />`} />
      <${Row} label=${t("admin.assignee")} error=${form.error(`/items/${place}/assignee_id`)} control=${(/** @type {any} */ tie) => html`<${SelectInput} tie=${tie} value=${each.assignee_id} options=${agents} none=${t("admin.nobody")} onChange=${(/** @type {any} */ id) => put(place, { assignee_id: id })} />`} />
      <${Row} label=${t("admin.due_after")} error=${form.error(`/items/${place}/due_after_seconds`)} control=${(/** @type {any} */ tie) => html`<${DurationInput} tie=${tie} none label=${t("admin.due_after")} seconds=${each.due_after_seconds} onChange=${(/** @type {any} */ seconds) => put(place, { due_after_seconds: seconds })} />`} />
      <label class="check"><input type="checkbox" checked=${each.required} onChange=${(/** @type {any} */ event) => put(place, { required: event.currentTarget.checked })} /> <span>${t("admin.before_solved")}</span></label>
      <button type="button" class="button quiet icon" aria-label=${t("admin.move_up", { name: each.title })} disabled=${place === 0} onClick=${() => swap(place)}>↑</button>
      <button type="button" class="button quiet" onClick=${() => set(rows.filter((_, other) => other !== place))}>${t("admin.remove")}</button></div>`)}</div>
    <div><button type="button" class="button quiet" onClick=${() => set([...rows, { title: "", required: false, assignee_id: null, due_after_seconds: null }])}>+ ${t("admin.add_task")}</button></div><//>`;
}
