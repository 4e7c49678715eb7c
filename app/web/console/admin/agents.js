// @ts-check
/** Who works here: people, what they can do and how much at once; an invitation is shown once, when it is made. */

import { html, useState } from "../../shared/view.js";
import { Badge, Button, confirm, Problem, useApi, When } from "../../shared/parts.js";
import { brief, t } from "../../shared/texts.js";
import { nameOf, useChoices } from "./choices.js";
import { NumberInput, SelectInput } from "./setup/controls.js";
import { CheckField, NumberField, ReferenceField, SelectField, TextField, WordsField } from "./setup/form.js";
import { Group, Row } from "./setup/row.js";
import { Records } from "./setup/records.js";

/** @typedef {import("api").components["schemas"]["AgentOut"]} AgentOut */

const ROLES = /** @type {const} */ (["agent", "lead", "admin"]);
const CHANNELS = /** @type {const} */ (["chat", "ticket", "call"]);
const TONES = /** @type {Record<string, string>} */ ({ online: "ok", busy: "warn", away: "warn", offline: "" });

/** The link is shown once, when it is made. @param {string} token @returns {import("./setup/secret.js").Secret} */
function invitation(token) {
  return { label: t("admin.invitation_link"), hint: t("admin.invitation_once"), value: `${location.origin}/console/invitation#${token}` };
}

/** @type {import("./setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/agents",
  needs: "people:write",
  title: "admin.agents",
  about: "admin.agents_intro",
  make: "admin.invite",
  filters: [
    { name: "role", label: "admin.role", values: ROLES, words: "admin.role_" },
    { name: "status", label: "admin.status", values: ["active", "invited", "disabled"], words: "admin.agent_" },
    { name: "team_id", label: "admin.team", from: "/v1/teams" },
  ],
  called: (item) => item.name,
  calledLabel: "resource.person_name",
  note: (item) => item.email,
  columns: [
    { label: "admin.role", render: (item) => t(`admin.role_${item.role}`) },
    { label: "admin.status", render: (item) => html`<${Badge} tone=${item.status === "active" ? "ok" : item.status === "invited" ? "info" : "bad"}>${t(`admin.agent_${item.status}`)}<//>` },
    { label: "admin.presence", render: (item) => html`<${Presence} item=${item} />` },
    { label: "admin.load", render: (item) => CHANNELS.map((each) => html`<span class="load" key=${each}>${t(`admin.of_${each}`)} ${item.load[each]}/${item.capacity[each]}</span> `) },
    { label: "admin.skills", render: (item) => item.skills.map((/** @type {any} */ each) => `${each.name} ${each.level}`).join(", ") },
    { label: "admin.languages", render: (item) => item.languages.join(", ") },
  ],
  blank: () => ({ email: "", name: "", role: "agent", languages: [], skills: [], tier: 0, capacity: {}, weights: {}, calendar_id: null, by_shifts: false }),
  take: (item) => ({
    name: item.name, role: item.role, languages: item.languages, tier: item.tier, calendar_id: item.calendar_id, by_shifts: item.by_shifts,
    skills: item.skills.map((/** @type {any} */ { name, level }) => ({ name, level })), capacity: item.capacity, weights: item.weights,
  }),
  Form: AgentForm,
  After: AfterAgent,
  secrets: (item) => (item.invitation_token ? [invitation(item.invitation_token)] : []),
};

export default function Agents() {
  return html`<${Records} def=${DEF} />`;
}

/** @param {{ item: any }} props */
function Presence({ item }) {
  return html`<span class="row tight"><${Badge} tone=${TONES[item.presence.status]}>${t(`admin.presence_${item.presence.status}`)}<//>
    ${item.duty.off && html`<${Badge} tone="info">${t(`admin.duty_${item.duty.off}`)}<//>`}
    ${item.presence.since && html`<span class="small muted">${t("admin.since_when", { time: brief(item.presence.since) })}</span>`}</span>`;
}

/** @param {{ form: import("./setup/form.js").Form, item: AgentOut | null }} props */
function AgentForm({ form, item }) {
  const skills = useChoices("skills");
  const levels = /** @type {{ name: string, level: number }[]} */ (form.draft.skills);
  const put = (/** @type {{ name: string, level: number }[]} */ next) => form.set({ skills: next });
  return html`
    <div class="form-grid">
      <${TextField} form=${form} name="name" label=${t("resource.person_name")} required />
      ${item ? html`<${Row} label=${t("admin.email")} control=${(/** @type {any} */ tie) => html`<input ...${tie} class="input" readonly value=${item.email} />`} />` : html`<${TextField} form=${form} name="email" type="email" label=${t("admin.email")} hint=${t("admin.invite_hint")} required />`}
      <${SelectField} form=${form} name="role" label=${t("admin.role")} options=${ROLES.map((value) => ({ value, label: t(`admin.role_${value}`) }))} />
      <${NumberField} form=${form} name="tier" label=${t("admin.tier")} hint=${t("admin.tier_hint")} min=${0} max=${9} />
      <${WordsField} form=${form} name="languages" label=${t("admin.languages")} hint=${t("admin.languages_hint")} placeholder="en, ru" />
      <${ReferenceField} form=${form} name="calendar_id" from="calendars" label=${t("admin.works_in")} none=${t("admin.any_time")} />
    </div>
    <${CheckField} form=${form} name="by_shifts" label=${t("admin.by_shifts")} hint=${t("admin.by_shifts_hint")} />
    <${Group} label=${t("admin.skills")} error=${form.error("/skills")}>
      ${levels.map((each, place) => html`<div class="row" key=${each.name}><span class="grow">${each.name}</span>
        <label class="row tight small">${t("admin.level")} <${NumberInput} label=${`${t("admin.level")}: ${each.name}`} min=${1} max=${5} value=${each.level}
          onChange=${(/** @type {number | null} */ level) => put(levels.map((one, other) => (other === place ? { ...one, level: level ?? 1 } : one)))} /></label>
        <button type="button" class="button quiet icon" aria-label=${t("resource.take_away", { name: each.name })} onClick=${() => put(levels.filter((_, other) => other !== place))}>×</button></div>`)}
      <${SelectInput} label=${t("admin.add_skill")} value="" none=${t("admin.add_skill")}
        options=${(skills ?? []).filter((each) => !levels.some((one) => one.name === each.label)).map((each) => ({ value: each.label, label: each.label }))}
        onChange=${(/** @type {string | null} */ name) => name && put([...levels, { name, level: 3 }])} />
    <//>
    <${PerChannel} form=${form} name="capacity" label=${t("admin.capacity")} hint=${t("admin.capacity_hint")} total />
    <${PerChannel} form=${form} name="weights" label=${t("admin.weights")} hint=${t("admin.weights_hint")} />`;
}

/** @param {{ form: import("./setup/form.js").Form, name: string, label: string, hint: string, total?: boolean }} props */
function PerChannel({ form, name, label, hint, total }) {
  const value = form.draft[name] ?? {};
  return html`<${Group} label=${label} hint=${hint} error=${form.error(`/${name}`)}><div class="per-channel">
    ${[...CHANNELS, ...(total ? ["total"] : [])].map((each) => html`<label class="row tight" key=${each}><span class="small">${t(`admin.of_${each}`)}</span>
      <${NumberInput} label=${`${label}: ${t(`admin.of_${each}`)}`} min=${0} value=${value[each]}
        onChange=${(/** @type {number | null} */ next) => form.set({ [name]: { ...value, [each]: next } })} /></label>`)}
  </div><//>`;
}

/** @param {{ item: AgentOut, reload: () => void, may: boolean, show: (secrets: import("./setup/secret.js").Secret[]) => void }} props */
function AfterAgent({ item, reload, may, show }) {
  const api = useApi();
  const [error, setError] = useState(/** @type {any} */ (null));
  const calendars = useChoices("calendars");
  const change = async (/** @type {"active" | "disabled"} */ status) => {
    if (status === "disabled" && !(await confirm(t("admin.disable_ask", { name: item.name })))) return;
    await api.patch(`/v1/agents/${item.id}`, { status }, { ifMatch: item.version }).then(reload, setError);
  };
  const again = async () => {
    try {
      const found = await api.post(`/v1/agents/${item.id}/invitation`);
      show([invitation(found.invitation_token)]);
      reload();
    } catch (failure) {
      setError(failure);
    }
  };
  return html`<section class="card stack" aria-label=${t("admin.account")}>
    <h3>${t("admin.account")}</h3>
    ${error && html`<${Problem} error=${error} />`}
    <dl class="pairs"><dt>${t("admin.status")}</dt><dd>${t(`admin.agent_${item.status}`)}</dd>
      <dt>${t("admin.presence")}</dt><dd><${Presence} item=${item} /></dd>
      ${item.calendar_id && html`<dt>${t("admin.works_in")}</dt><dd>${nameOf(calendars, item.calendar_id)}</dd>`}
      ${item.duty.changes_at && html`<dt>${t("admin.duty_changes")}</dt><dd><${When} at=${item.duty.changes_at} /></dd>`}</dl>
    ${may && html`<div class="row">
      ${item.status === "invited" && html`<${Button} type="button" onClick=${again}>${t("admin.invite_again")}<//>`}
      ${item.status === "disabled" ? html`<${Button} type="button" onClick=${() => change("active")}>${t("admin.enable")}<//>` : html`<${Button} kind="danger" type="button" onClick=${() => change("disabled")}>${t("admin.disable")}<//>`}
    </div>`}
  </section>`;
}
