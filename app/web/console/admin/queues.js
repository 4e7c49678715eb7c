// @ts-check
/** Queues: which tickets come in, who serves them, in which order queues are tried, and what waits there now. */

import { html } from "../../shared/view.js";
import { Badge } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { nameOf, useChoices } from "./choices.js";
import { Conditions, useSentences } from "./conditions.js";
import { CheckField, DurationField, ReferenceField, SelectField, SeveralField, TextField, TextsField } from "./setup/form.js";
import { Group } from "./setup/row.js";
import { Mover } from "./order.js";
import { BLANK, queueDraft } from "./queue_draft.js";
import { Overflow, SkillRules, WhenClosed } from "./queue_parts.js";
import { Waiting } from "./queue_waiting.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";
import { RoutingSimulation } from "./routing_simulation.js";
import { Staffing } from "./staffing.js";
import { Tabbed } from "./tabbed.js";

/** @typedef {import("api").components["schemas"]["QueueOut"]} QueueOut */

export default function Routing() {
  return html`<${Tabbed} tabs=${[
    { key: "", label: "admin.queues", page: Queues },
    { key: "simulation", label: "admin.routing_simulation", page: RoutingSimulation },
    { key: "staffing", label: "admin.staffing", page: Staffing },
  ]} />`;
}

function Queues() {
  const teams = useChoices("teams");
  return html`<${Records} def=${{
    path: "/v1/queues",
    title: "admin.queues",
    about: "admin.queues_intro",
    make: "admin.new_queue",
    filters: [ARCHIVED],
    remove: "archive",
    called: (/** @type {any} */ item) => item.name,
    note: (/** @type {any} */ item) => html`<${Rule} conditions=${item.conditions} />`,
    columns: [
      { label: "admin.order", render: (/** @type {any} */ item, /** @type {any} */ list) => html`<${Mover} path="/v1/queues" item=${item} last=${list.items.length} onMoved=${list.reload} />` },
      { label: "admin.served_by", render: (/** @type {any} */ item) => item.team_ids.map((/** @type {string} */ id) => nameOf(teams, id)).join(", ") || t("admin.anybody") },
      { label: "admin.state", render: (/** @type {any} */ item) => html`<${State} item=${item} />` },
    ],
    blank: () => structuredClone(BLANK),
    take: queueDraft,
    Form: QueueForm,
    After: Waiting,
  }} />`;
}

/** @param {{ conditions: any }} props */
export function Rule({ conditions }) {
  const said = useSentences(conditions);
  return html`${said.length ? said.join(" · ") : t("admin.everything")}`;
}

/** @param {{ item: QueueOut }} props */
function State({ item }) {
  return html`<span class="row tight"><${Badge} tone=${item.enabled ? "ok" : "warn"}>${item.enabled ? t("admin.on") : t("admin.off")}<//>
    ${item.warnings.map((each) => html`<${Badge} key=${each.detail} tone="bad" title=${each.detail}>${t(`admin.warning_${each.code}`)}<//>`)}</span>`;
}

/** @param {{ form: import("./setup/form.js").Form, item: QueueOut | null }} props */
export function QueueForm({ form, item }) {
  const options = (/** @type {string} */ kind, /** @type {string[]} */ values) => values.map((value) => ({ value, label: t(`admin.${kind}_${value}`) }));
  return html`
    ${item?.warnings.map((each) => html`<p key=${each.detail} class="notice warn">${each.detail}</p>`)}
    <div class="form-grid">
      <${TextField} form=${form} name="name" label=${t("admin.name")} required />
      <${ReferenceField} form=${form} name="calendar_id" from="calendars" label=${t("admin.open_in")} none=${t("admin.any_time")} />
    </div>
    <${CheckField} form=${form} name="enabled" label=${t("admin.enabled")} hint=${t("admin.queue_enabled_hint")} />
    <${Conditions} label=${t("admin.comes_in")} hint=${t("admin.comes_in_hint")} vocabulary="queues" value=${form.draft.conditions} error=${form.error}
      onChange=${(/** @type {any} */ conditions) => form.set({ conditions })} />
    <${Group} label=${t("admin.who_serves")}>
      <${SeveralField} form=${form} name="team_ids" from="teams" label=${t("admin.teams")} hint=${t("admin.queue_teams_hint")} />
      <${Overflow} form=${form} />
    <//>
    <${SkillRules} form=${form} />
    <div class="form-grid">
      <${SelectField} form=${form} name="languages" label=${t("admin.speaking")} options=${options("speaking", ["required", "preferred", "ignored"])} />
      ${form.draft.languages === "preferred" && html`<${DurationField} form=${form} name="language_drop_after_seconds" label=${t("admin.language_drop")} />`}
      <${SelectField} form=${form} name="selection" label=${t("admin.selection")} options=${options("selection", ["least_loaded", "most_spare", "longest_idle"])} />
      <${DurationField} form=${form} name="offer_seconds" label=${t("admin.offer_seconds")} hint=${t("admin.offer_hint")} none />
      <${DurationField} form=${form} name="wrap_up_seconds" label=${t("admin.wrap_up")} hint=${t("admin.wrap_up_hint")} />
    </div>
    <${CheckField} form=${form} name="prefer_last_agent" label=${t("admin.prefer_last")} />
    <${CheckField} form=${form} name="auto_accept" label=${t("admin.auto_accept")} hint=${t("admin.auto_accept_hint")} />
    <${WhenClosed} form=${form} />
    <${TextsField} form=${form} name="handover_text" label=${t("admin.handover_text")} rows=${2} />`;
}
