// @ts-check
/** What the desk does by itself: when, on which tickets, what, in which order; tried on the past before it is switched on. */
import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Badge, Button } from "../../shared/parts.js";
import { Conditions } from "./conditions.js";
import { actionsField } from "./automations/actions.js";
import { DryRun } from "./automations/dry-run.js";
import { Runs } from "./automations/runs.js";
import { Trigger } from "./automations/trigger.js";
import { AutomationVersions } from "./automations/versions.js";
import { api, attempt, OnOff } from "./setup/base.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";

/** @typedef {import("api").components["schemas"]["AutomationOut"]} AutomationOut */

/** @param {{item: AutomationOut, reload: () => void}} props */
function Head({ item, reload }) {
  const patch = (/** @type {any} */ change) => attempt(() => api.patch(`/v1/automations/${item.id}`, change, { ifMatch: item.version }), t("setup.saved")).then(reload);
  const archived = Boolean(item.archived_at);
  return html`<div class="stack">
    <div class="toolbar">
      <${Badge} tone=${item.enabled ? "ok" : "info"}>${t(item.enabled ? "setup.on" : "setup.off")}<//>
      <span class="small muted">${t("setup.version_number", { number: item.number })}</span>
      <span class="grow"></span>
      <${Button} kind="quiet" icon="arrow-up" disabled=${archived || !item.position || item.position <= 1} onClick=${() => patch({ position: (item.position ?? 2) - 1 })}>${t("setup.earlier")}<//>
      <${Button} kind="quiet" icon="arrow-down" disabled=${archived || !item.position} onClick=${() => patch({ position: (item.position ?? 0) + 1 })}>${t("setup.later")}<//>
      <${Button} kind=${item.enabled ? "plain" : "primary"} disabled=${archived} onClick=${() => patch({ enabled: !item.enabled })}>${t(item.enabled ? "setup.switch_off" : "setup.switch_on")}<//>
    </div>
    ${item.disabled_because ? html`<p class="setup-note" role="status">${t("setup.switched_off_because", { reason: item.disabled_because })}</p>` : null}
    ${item.problems.map((problem) => html`<p class="setup-note" key=${problem.pointer}>${problem.detail}</p>`)}
  </div>`;
}

/** @type {import("./setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/automations",
  title: "automations",
  about: "automations_about",
  make: "new_automation",
  called: (one) => one.name,
  note: (one) => (one.trigger.kind === "event" ? one.trigger.types.join(", ") : t(`setup.v_${one.trigger.fact}`)),
  columns: [
    { label: "f_position", numeric: true, render: (one) => one.position ?? "–" },
    { label: "f_state", render: (one) => html`<${OnOff} on=${one.enabled} /> ${one.problems.length > 0 && html`<${Badge} tone="warn">${t("setup.problems")}<//>`}` },
  ],
  filters: [ARCHIVED],
  blank: {
    name: "", enabled: false, trigger: { kind: "event", types: ["ticket.created"], actors: [], changed: [] },
    conditions: { all: [], any: [] }, actions: [{ type: "add_tags", tags: [] }], run: "once_per_episode",
  },
  remove: "archive",
  head: Head,
  fields: [
    { name: "name", kind: "text", required: true },
    { name: "trigger", kind: "own", bare: true, own: ({ value, onValue, errors }) => html`<${Trigger} value=${value} onValue=${onValue} errors=${errors} />` },
    { name: "conditions", kind: "own", bare: true, own: ({ value, onValue, error, label }) => html`<${Conditions} value=${value} onChange=${onValue} vocabulary="automations" label=${label} error=${error} />` },
    actionsField(false),
    { name: "run", kind: "select", values: ["once_per_episode", "once", "every"], hint: "h_run" },
  ],
  beside: (draft) => html`<${DryRun} draft=${draft} />`,
  tabs: [
    { key: "runs", label: "runs", render: ({ item }) => html`<${Runs} item=${item} />` },
    { key: "versions", label: "versions", render: ({ item, reload }) => html`<${AutomationVersions} item=${item} reload=${reload} />` },
  ],
};

export default function Automations() {
  return html`<${Records} def=${DEF} />`;
}
