// @ts-check
/** SLA policies: for which tickets, what is promised, what happens before and after a miss; tried on the past first. */

import { html, useState } from "../../shared/view.js";
import { Badge, Button, confirm, Problem, useApi } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { useMe } from "../who.js";
import { nameOf, useChoices } from "./choices.js";
import { Conditions } from "./conditions.js";
import { JobState, useJob } from "./setup/job.js";
import { CheckField, ChecksField, ReferenceField, SelectField, TextField } from "./setup/form.js";
import { Mover } from "./order.js";
import { Rule } from "./queues.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";
import { SlaSimulation } from "./sla_simulation.js";
import { Steps } from "./sla_steps.js";
import { METRICS, targetLine, Targets } from "./sla_targets.js";

const PARTS = /** @type {const} */ (["name", "enabled", "calendar_id", "conditions", "targets", "steps", "pausable_updates", "paused_when_snoozed", "in_incident"]);

/** The steps as they are sent: the desk names each by itself. @param {any} item */
function draft(item) {
  const kept = Object.fromEntries(PARTS.map((part) => [part, item[part]]));
  return { ...kept, steps: item.steps.map((/** @type {any} */ { key: _, ...step }) => step) };
}

export default function Policies() {
  const calendars = useChoices("calendars");
  return html`<${Records} def=${{
    path: "/v1/sla-policies",
    title: "admin.policies",
    about: "admin.policies_intro",
    make: "admin.new_policy",
    filters: [ARCHIVED],
    remove: "archive",
    called: (/** @type {any} */ item) => item.name,
    note: (/** @type {any} */ item) => html`<${Rule} conditions=${item.conditions} />`,
    Above: Reevaluation,
    columns: [
      { label: "admin.order", render: (/** @type {any} */ item, /** @type {any} */ list) => html`<${Mover} path="/v1/sla-policies" item=${item} last=${list.items.length} onMoved=${list.reload} />` },
      { label: "admin.promises", render: (/** @type {any} */ item) => html`<span class="small">${METRICS.filter((metric) => item.targets.some((/** @type {any} */ each) => each.metric === metric)).map((metric) => html`<span class="note" key=${metric}>${targetLine(metric, item.targets)}</span>`)}</span>` },
      { label: "admin.calendar", render: (/** @type {any} */ item) => nameOf(calendars, item.calendar_id) || "–" },
      { label: "admin.state", render: (/** @type {any} */ item) => html`<${Badge} tone=${item.enabled ? "ok" : "warn"}>${item.enabled ? t("admin.on") : t("admin.off")}<//>` },
    ],
    blank: () => ({ name: "", enabled: true, calendar_id: null, conditions: { all: [], any: [] }, targets: [], steps: [], pausable_updates: false, paused_when_snoozed: [], in_incident: "run" }),
    take: draft,
    Form: PolicyForm,
    After: SlaSimulation,
    version: (/** @type {any} */ version) => html`<${Version} version=${version} />`,
  }} />`;
}

/** @param {{ form: import("./setup/form.js").Form }} props */
function PolicyForm({ form }) {
  const metrics = METRICS.map((value) => ({ value, label: t(`admin.metric_${value}`) }));
  return html`
    <div class="form-grid">
      <${TextField} form=${form} name="name" label=${t("admin.name")} required />
      <${ReferenceField} form=${form} name="calendar_id" from="calendars" label=${t("admin.calendar")} none=${t("admin.no_calendar")} hint=${t("admin.policy_calendar_hint")} />
    </div>
    <${CheckField} form=${form} name="enabled" label=${t("admin.enabled")} />
    <${Conditions} label=${t("admin.holds_for")} vocabulary="policies" value=${form.draft.conditions} error=${form.error} onChange=${(/** @type {any} */ conditions) => form.set({ conditions })} />
    <${Targets} form=${form} />
    <${Steps} form=${form} />
    <${ChecksField} form=${form} name="paused_when_snoozed" label=${t("admin.paused_when_snoozed")} options=${metrics} />
    <${CheckField} form=${form} name="pausable_updates" label=${t("admin.pausable_updates")} />
    <${SelectField} form=${form} name="in_incident" label=${t("admin.in_incident")} options=${["run", "pause"].map((value) => ({ value, label: t(`admin.incident_${value}`) }))} />`;
}

/** @param {{ version: any }} props */
function Version({ version }) {
  const calendars = useChoices("calendars");
  const { definition } = version;
  return html`<dl class="pairs"><dt>${t("admin.name")}</dt><dd>${version.name}</dd>
    <dt>${t("admin.holds_for")}</dt><dd><${Rule} conditions=${definition.conditions} /></dd>
    <dt>${t("admin.calendar")}</dt><dd>${nameOf(calendars, definition.calendar_id) || "–"}</dd>
    <dt>${t("admin.promises")}</dt><dd>${METRICS.filter((metric) => definition.targets.some((/** @type {any} */ each) => each.metric === metric)).map((metric) => html`<div key=${metric}>${targetLine(metric, definition.targets)}</div>`)}</dd>
    <dt>${t("admin.steps")}</dt><dd>${definition.steps.length}</dd></dl>`;
}

/** Open tickets under the policies of today: a look first, then the change. */
function Reevaluation() {
  const api = useApi();
  const [asked, setAsked] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const running = useJob(asked);
  const start = async (/** @type {boolean} */ apply) => {
    if (apply && !(await confirm(t("admin.reevaluate_ask")))) return;
    setError(null);
    await api.post("/v1/sla-policies/re-evaluate", { apply }).then(setAsked, setError);
  };
  const result = /** @type {any} */ (running.job?.result);
  if (!useMe().may("settings:write")) return null;
  return html`<details class="card"><summary>${t("admin.reevaluate")}</summary><div class="stack">
    <p class="muted">${t("admin.reevaluate_what")}</p>
    ${error && html`<${Problem} error=${error} />`}
    <div class="row"><${Button} onClick=${() => start(false)}>${t("admin.reevaluate_look")}<//>
      ${result && !result.applied && result.changed > 0 && html`<${Button} kind="primary" onClick=${() => start(true)}>${t("admin.reevaluate_apply")}<//>`}</div>
    <${JobState} ...${running} quiet />
    ${result && html`<p role="status">${t(result.applied ? "admin.reevaluated" : "admin.would_change", { changed: result.changed, tickets: result.tickets })}</p>
      ${result.changes.length > 0 && html`<ul class="list">${result.changes.map((/** @type {any} */ each) => html`<li key=${each.ticket_id ?? each.number}><a href=${`/console/tickets/${each.ticket_id}`}>#${each.number ?? each.ticket_id}</a></li>`)}</ul>`}`}
  </div></details>`;
}
