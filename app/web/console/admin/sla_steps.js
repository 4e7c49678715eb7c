// @ts-check
/** What is done on the way to a miss and after it: when, for which metrics, which actions. */

import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { useChoices } from "./choices.js";
import { DurationInput, NumberInput, SelectInput, SeveralInput } from "./setup/controls.js";
import { Group } from "./setup/row.js";
import { METRICS, PRIORITIES } from "./sla_targets.js";

const ACTIONS = /** @type {const} */ (["notify", "raise_priority", "requeue", "transfer", "escalate", "add_follower", "call_webhook"]);

/** @param {string} type @returns {any} */
function blank(type) {
  if (type === "notify") return { type, recipients: [{ kind: "assignee" }], by_mail: false };
  if (type === "raise_priority") return { type, to: null };
  if (type === "transfer") return { type, team_id: "" };
  if (type === "add_follower") return { type, agent_id: "" };
  return type === "call_webhook" ? { type, url: "https://" } : { type };
}

/** @param {{ form: import("./setup/form.js").Form }} props */
export function Steps({ form }) {
  const steps = /** @type {any[]} */ (form.draft.steps);
  const set = (/** @type {any[]} */ next) => form.set({ steps: next });
  const put = (/** @type {number} */ place, /** @type {any} */ step) => set(steps.map((each, other) => (other === place ? step : each)));
  return html`<${Group} label=${t("admin.steps")} hint=${t("admin.steps_hint")}>
    ${steps.map((step, place) => html`<${Step} key=${place} step=${step} error=${form.error(`/steps/${place}`)} onChange=${(/** @type {any} */ next) => put(place, next)} onRemove=${() => set(steps.filter((_, other) => other !== place))} />`)}
    <div><button type="button" class="button quiet" onClick=${() => set([...steps, { metrics: ["first_reply"], percent: 80, before_seconds: null, after_seconds: null, actions: [blank("notify")] }])}>+ ${t("admin.add_step")}</button></div>
  <//>`;
}

/** @param {{ step: any, error: string | undefined, onChange: (step: any) => void, onRemove: () => void }} props */
function Step({ step, error, onChange, onRemove }) {
  const kind = step.percent ? "percent" : step.before_seconds ? "before" : "after";
  const metrics = METRICS.map((value) => ({ value, label: t(`admin.metric_${value}`) }));
  const at = (/** @type {string} */ next) => onChange({ ...step, percent: next === "percent" ? 80 : null, before_seconds: next === "before" ? 900 : null, after_seconds: next === "after" ? 0 : null });
  return html`<div class="card stack">
    <div class="row">
      <${SelectInput} label=${t("admin.step_when")} value=${kind} options=${["percent", "before", "after"].map((value) => ({ value, label: t(`admin.step_${value}`) }))} onChange=${at} />
      ${kind === "percent" && html`<${NumberInput} label=${t("admin.step_percent")} min=${1} max=${1000} value=${step.percent} onChange=${(/** @type {any} */ percent) => onChange({ ...step, percent: percent ?? 1 })} /> %`}
      ${kind === "before" && html`<${DurationInput} label=${t("admin.step_before")} seconds=${step.before_seconds} onChange=${(/** @type {any} */ seconds) => onChange({ ...step, before_seconds: seconds || 60 })} />`}
      ${kind === "after" && html`<${DurationInput} label=${t("admin.step_after")} seconds=${step.after_seconds} onChange=${(/** @type {any} */ seconds) => onChange({ ...step, after_seconds: seconds ?? 0 })} />`}
      <span class="grow"></span><button type="button" class="button quiet" onClick=${onRemove}>${t("admin.remove")}</button></div>
    <${SeveralInput} label=${t("admin.of_metrics")} values=${step.metrics} options=${metrics} onChange=${(/** @type {any} */ values) => onChange({ ...step, metrics: values })} />
    ${step.actions.map((/** @type {any} */ action, /** @type {number} */ place) => html`<div class="row" key=${place}>
      <${Action} action=${action} onChange=${(/** @type {any} */ next) => onChange({ ...step, actions: step.actions.map((/** @type {any} */ each, /** @type {number} */ other) => (other === place ? next : each)) })} />
      <button type="button" class="button quiet icon" aria-label=${t("resource.take_away", { name: t(`admin.action_${action.type}`) })} onClick=${() => onChange({ ...step, actions: step.actions.filter((/** @type {any} */ _, /** @type {number} */ other) => other !== place) })}>×</button></div>`)}
    <div><button type="button" class="button quiet" onClick=${() => onChange({ ...step, actions: [...step.actions, blank("notify")] })}>+ ${t("admin.add_action")}</button></div>
    ${error && html`<p class="error text-bad small">${error}</p>`}
  </div>`;
}

/** @param {{ action: any, onChange: (action: any) => void }} props */
function Action({ action, onChange }) {
  const teams = useChoices(action.type === "transfer" ? "teams" : null);
  const agents = useChoices(action.type === "add_follower" || action.type === "notify" ? "agents" : null);
  const choose = html`<${SelectInput} label=${t("admin.action")} value=${action.type} options=${ACTIONS.map((value) => ({ value, label: t(`admin.action_${value}`) }))} onChange=${(/** @type {string} */ type) => onChange(blank(type))} />`;
  if (action.type === "notify") return html`${choose}<${Recipients} action=${action} agents=${agents} onChange=${onChange} />`;
  if (action.type === "raise_priority") {
    return html`${choose}<${SelectInput} label=${t("admin.to_priority")} value=${action.to} none=${t("admin.one_up")} options=${PRIORITIES.map((value) => ({ value, label: t(`conditions.priority_${value}`) }))} onChange=${(/** @type {any} */ to) => onChange({ ...action, to })} />`;
  }
  if (action.type === "transfer") return html`${choose}<${SelectInput} label=${t("admin.team")} value=${action.team_id} none=${t("resource.choose")} options=${teams} onChange=${(/** @type {any} */ id) => onChange({ ...action, team_id: id ?? "" })} />`;
  if (action.type === "add_follower") return html`${choose}<${SelectInput} label=${t("admin.agent")} value=${action.agent_id} none=${t("resource.choose")} options=${agents} onChange=${(/** @type {any} */ id) => onChange({ ...action, agent_id: id ?? "" })} />`;
  if (action.type === "call_webhook") return html`${choose}<input class="input" type="url" aria-label=${t("admin.address")} value=${action.url} onInput=${(/** @type {any} */ event) => onChange({ ...action, url: event.currentTarget.value })} />`;
  return choose;
}

/** @param {{ action: any, agents: any[] | null, onChange: (action: any) => void }} props */
function Recipients({ action, agents, onChange }) {
  // One list to choose from: the related ones, roles and people, each by a word that says which it is.
  const options = [
    ...["assignee", "leads", "followers"].map((kind) => ({ value: kind, label: t(`admin.recipient_${kind}`) })),
    ...["agent", "lead", "admin"].map((role) => ({ value: `role:${role}`, label: t(`admin.all_${role}`) })),
    ...(agents ?? []).map((each) => ({ value: `agent:${each.value}`, label: each.label })),
  ];
  const word = (/** @type {any} */ one) => ({ role: `role:${one.role}`, agent: `agent:${one.agent_id}`, address: `address:${one.email}` })[/** @type {"role"} */ (one.kind)] ?? one.kind;
  const recipient = (/** @type {string} */ said) => {
    const [kind = "", rest = ""] = said.split(/:(.*)/s);
    if (kind === "role") return { kind, role: rest };
    if (kind === "agent") return { kind, agent_id: rest };
    return kind === "address" ? { kind, email: rest } : { kind };
  };
  return html`<${SeveralInput} label=${t("admin.recipients")} values=${action.recipients.map(word)} options=${options} onChange=${(/** @type {string[]} */ words) => onChange({ ...action, recipients: words.map(recipient) })} />
    <label class="check"><input type="checkbox" checked=${action.by_mail} onChange=${(/** @type {any} */ event) => onChange({ ...action, by_mail: event.currentTarget.checked })} /> <span>${t("admin.by_mail")}</span></label>`;
}
