// @ts-check
/** Parts of a queue's form: who helps later, which skills it asks for, and what happens while it is closed. */

import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { useChoices } from "./choices.js";
import { Conditions } from "./conditions.js";
import { DurationInput, NumberInput, SelectInput, SeveralInput } from "./setup/controls.js";
import { TextsRow } from "./setup/form.js";
import { Group, Row } from "./setup/row.js";

/** @typedef {import("./setup/form.js").Form} Form */

/** @param {any[]} rows @param {number} place @param {any} change @returns {any[]} */
function changed(rows, place, change) {
  return rows.map((each, other) => (other === place ? { ...each, ...change } : each));
}

/** Stages of help: after so long, these teams too. @param {{ form: Form }} props */
export function Overflow({ form }) {
  const teams = useChoices("teams");
  const stages = /** @type {any[]} */ (form.draft.overflow);
  const set = (/** @type {any[]} */ overflow) => form.set({ overflow });
  return html`<div class="rows-editor" role="group" aria-label=${t("admin.overflow")}>
    <p class="small muted">${t("admin.overflow_hint")}</p>
    ${stages.map((each, place) => html`<div class="one" key=${place}>
      <${Row} label=${t("admin.after")} error=${form.error(`/overflow/${place}/after_seconds`)} control=${(/** @type {any} */ tie) => html`<${DurationInput} tie=${tie} label=${t("admin.after")} seconds=${each.after_seconds}
        onChange=${(/** @type {any} */ seconds) => set(changed(stages, place, { after_seconds: seconds }))} />`} />
      <${Row} label=${t("admin.teams")} error=${form.error(`/overflow/${place}/team_ids`)} control=${(/** @type {any} */ tie) => html`<${SeveralInput} tie=${tie} label=${t("admin.teams")} values=${each.team_ids} options=${teams}
        onChange=${(/** @type {any} */ ids) => set(changed(stages, place, { team_ids: ids }))} />`} />
      <button type="button" class="button quiet" onClick=${() => set(stages.filter((_, other) => other !== place))}>${t("admin.remove")}</button></div>`)}
    ${stages.length < 5 && html`<div><button type="button" class="button quiet" onClick=${() => set([...stages, { after_seconds: 60, team_ids: [] }])}>+ ${t("admin.add_overflow")}</button></div>`}
  </div>`;
}

/** @param {{ form: Form }} props */
export function SkillRules({ form }) {
  const skills = useChoices("skills");
  const rules = /** @type {any[]} */ (form.draft.skills);
  const set = (/** @type {any[]} */ next) => form.set({ skills: next });
  return html`<${Group} label=${t("admin.skills")} hint=${t("admin.skill_rules_hint")}>
    <div class="rows-editor">${rules.map((each, place) => html`<div class="stack" key=${place}><div class="one">
      <${Row} label=${t("admin.skill")} error=${form.error(`/skills/${place}/skill_id`)} control=${(/** @type {any} */ tie) => html`<${SelectInput} tie=${tie} value=${each.skill_id} options=${skills} none=${t("resource.choose")}
        onChange=${(/** @type {any} */ id) => set(changed(rules, place, { skill_id: id }))} />`} />
      <${Row} label=${t("admin.level_from")} error=${form.error(`/skills/${place}/level`)} control=${(/** @type {any} */ tie) => html`<${NumberInput} tie=${tie} min=${1} max=${5} value=${each.level}
        onChange=${(/** @type {any} */ level) => set(changed(rules, place, { level }))} />`} />
      <label class="check"><input type="checkbox" checked=${each.required} onChange=${(/** @type {any} */ event) => set(changed(rules, place, { required: event.currentTarget.checked, drop_after_seconds: event.currentTarget.checked ? null : 120 }))} /> <span>${t("admin.required")}</span></label>
      ${!each.required && html`<${Row} label=${t("admin.drop_after")} error=${form.error(`/skills/${place}/drop_after_seconds`)} control=${(/** @type {any} */ tie) => html`<${DurationInput} tie=${tie} label=${t("admin.drop_after")} seconds=${each.drop_after_seconds}
        onChange=${(/** @type {any} */ seconds) => set(changed(rules, place, { drop_after_seconds: seconds }))} />`} />`}
      <button type="button" class="button quiet" onClick=${() => set(rules.filter((_, other) => other !== place))}>${t("admin.remove")}</button></div>
      <details><summary class="small">${t("admin.only_when")}</summary><${Conditions} label=${t("admin.only_when")} vocabulary="queues" value=${each.conditions} pointer=${`/skills/${place}/conditions`} error=${form.error}
        onChange=${(/** @type {any} */ conditions) => set(changed(rules, place, { conditions }))} /></details></div>`)}</div>
    <div><button type="button" class="button quiet" onClick=${() => set([...rules, { skill_id: null, level: 1, required: true, drop_after_seconds: null, drop_order: 0, conditions: { all: [], any: [] } }])}>+ ${t("admin.add_skill")}</button></div>
  <//>`;
}

/** @param {{ form: Form }} props */
export function WhenClosed({ form }) {
  const queues = useChoices("queues");
  const value = form.draft.when_closed;
  const set = (/** @type {any} */ change) => form.set({ when_closed: { ...value, ...change } });
  return html`<${Group} label=${t("admin.when_closed")} error=${form.error("/when_closed")}>
    <div class="form-grid">
      <${SelectInput} label=${t("admin.when_closed")} value=${value.do} options=${["wait", "message", "callback", "queue"].map((each) => ({ value: each, label: t(`admin.closed_${each}`) }))}
        onChange=${(/** @type {any} */ next) => set({ do: next, queue_id: next === "queue" ? value.queue_id : null })} />
      ${value.do === "queue" && html`<${SelectInput} label=${t("admin.other_queue")} value=${value.queue_id} options=${queues} none=${t("resource.choose")} onChange=${(/** @type {any} */ id) => set({ queue_id: id })} />`}
    </div>
    ${value.do !== "wait" && html`<${TextsRow} label=${t("admin.closed_text")} hint=${t("admin.closed_text_hint")} rows=${2} texts=${value.text} onChange=${(/** @type {any} */ text) => set({ text })} />`}
  <//>`;
}
