// @ts-check
/** Incidents: what is wrong, said once to everybody whom it concerns, with the tickets behind it and what was learnt. */
import { html } from "../../shared/view.js";
import { locale, t } from "../../shared/texts.js";
import { Badge, When } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { Conditions } from "./conditions.js";
import { componentName } from "./monitors/monitor.js";
import { PostMortem } from "./incidents/post-mortem.js";
import { IncidentTickets } from "./incidents/tickets.js";
import { IncidentTimeline } from "./incidents/timeline.js";
import { Updates } from "./incidents/updates.js";
import { ofLocale, valueText } from "./setup/base.js";
import { Records } from "./setup/records.js";
import { IMPACTS } from "./setup/vocabulary.js";

export const INCIDENT_TONES = /** @type {Record<string, string>} */ ({ investigating: "bad", identified: "warn", monitoring: "info", resolved: "ok" });
const STATES = ["operational", "degraded", "partial_outage", "major_outage"];

/** @param {{item: any}} props */
function Head({ item }) {
  return html`<div class="row">
    <${Badge} tone=${INCIDENT_TONES[item.status]}>${valueText(item.status)}<//><${Badge}>${valueText(item.impact)}<//><${Badge} tone=${item.visibility === "public" ? "info" : ""}>${valueText(item.visibility)}<//>
    <span class="small muted"><${When} at=${item.started_at} />${item.resolved_at ? html` – <${When} at=${item.resolved_at} />` : null} · ${item.origin === "agent" ? item.created_by?.name ?? "" : valueText(item.origin)}</span>
    <${Link} class="small" href=${`/console/tickets/${item.problem_id}`}>${t("setup.its_problem")}<//>
  </div>`;
}

/** @type {import("./setup/fields.js").FieldDef[]} */
const RULE = [
  { name: "link_mode", kind: "select", values: ["off", "suggest", "automatic"], hint: "h_link_mode" },
  { name: "rule.phrases", kind: "words", label: "f_phrases", hint: "h_phrases", when: (one) => one.link_mode !== "off" },
  {
    name: "rule.conditions", kind: "own", bare: true, when: (one) => one.link_mode !== "off",
    own: ({ value, onValue }) => html`<${Conditions} value=${value} onChange=${onValue} vocabulary="incidents" label=${t("setup.tickets_where")} />`,
  },
];

/** @type {import("./setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/incidents",
  title: "incidents",
  about: "incidents_about",
  make: "new_incident",
  called: (one) => ofLocale(one.texts, locale()),
  needs: "incidents:write",
  paged: true,
  note: (one) => html`<${When} relative at=${one.started_at} />`,
  columns: [
    { label: "f_status", render: (one) => html`<${Badge} tone=${INCIDENT_TONES[one.status]}>${valueText(one.status)}<//>` },
    { label: "f_impact", render: (one) => valueText(one.impact) },
    { label: "f_visibility", render: (one) => valueText(one.visibility) },
  ],
  filters: [{ name: "over", label: "f_when", values: ["false", "true"] }],
  blank: { texts: {}, status: "investigating", impact: "minor", components: [], brand: null, visibility: "internal", rule: null, link_mode: "off", update: null },
  head: Head,
  // Of a rule that says nothing there is none.
  send: ({ rule, update, ...rest }) => ({
    ...rest,
    ...("rule" in rest || rule !== undefined ? { rule: rule && (rule.phrases?.length || rule.conditions?.all?.length || rule.conditions?.any?.length) ? rule : null } : {}),
    ...(update && Object.values(update).some(Boolean) ? { update } : {}),
  }),
  fields: [
    { name: "texts", kind: "texts", label: "f_title" },
    { name: "status", kind: "select", values: ["investigating", "identified", "monitoring"], only: "new" },
    { name: "impact", kind: "select", values: IMPACTS },
    { name: "visibility", kind: "select", values: ["internal", "public"], hint: "h_incident_visibility" },
    {
      name: "components", kind: "rows", label: "f_components", each: "f_component", add: "add_component", blank: { component_id: "", state: null },
      fields: [
        { name: "component_id", kind: "ref", label: "f_component", from: "/v1/components", called: componentName },
        { name: "state", kind: "select", values: STATES, none: true, hint: "h_state" },
      ],
    },
    { name: "brand", kind: "ref", from: "/v1/brands", key: "key", none: true, only: "new" },
    ...RULE,
    { name: "update", kind: "texts", label: "f_first_update", long: true, only: "new", hint: "h_first_update" },
  ],
  // Of a component that an incident is about it also says the key, which nobody sends.
  take: (one) => ({ ...one, components: one.components.map((/** @type {any} */ each) => ({ component_id: each.component_id, state: each.state })) }),
  tabs: [
    { key: "updates", label: "updates", render: ({ item, reload }) => html`<${Updates} incident=${item} reload=${reload} />` },
    { key: "tickets", label: "tickets", render: ({ item }) => html`<${IncidentTickets} incident=${item} />` },
    { key: "timeline", label: "timeline", render: ({ item }) => html`<${IncidentTimeline} incident=${item} />` },
    { key: "learnt", label: "post_mortem", render: ({ item }) => html`<${PostMortem} incident=${item} />` },
  ],
};

export default function Incidents() {
  return html`<${Records} def=${DEF} />`;
}
