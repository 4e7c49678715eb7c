// @ts-check
/** Teams: who is in them, when they work and to whom they escalate. */

import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { nameOf, useChoices } from "./choices.js";
import { ReferenceField, SeveralField, TextField } from "./setup/form.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";

export default function Teams() {
  const calendars = useChoices("calendars");
  const teams = useChoices("teams");
  const agents = useChoices("agents");
  return html`<${Records} def=${{
    path: "/v1/teams",
    needs: "people:write",
    title: "admin.teams",
    about: "admin.teams_intro",
    make: "admin.new_team",
    filters: [ARCHIVED],
    remove: "archive",
    called: (/** @type {any} */ item) => item.name,
    columns: [
      { label: "admin.members", render: (/** @type {any} */ item) => html`<${Members} ids=${item.agent_ids} agents=${agents} />` },
      { label: "admin.works_in", render: (/** @type {any} */ item) => nameOf(calendars, item.calendar_id) || t("admin.any_time") },
      { label: "admin.escalates_to", render: (/** @type {any} */ item) => nameOf(teams, item.escalates_to_id) || "–" },
    ],
    blank: () => ({ name: "", agent_ids: [], calendar_id: null, escalates_to_id: null }),
    take: (/** @type {any} */ { name, agent_ids, calendar_id, escalates_to_id }) => ({ name, agent_ids, calendar_id, escalates_to_id }),
    Form: TeamForm,
  }} />`;
}

/** @param {{ ids: string[], agents: import("./choices.js").Choice[] | null }} props */
function Members({ ids, agents }) {
  const names = ids.slice(0, 4).map((id) => nameOf(agents, id));
  return html`${names.join(", ")}${ids.length > 4 ? ` +${ids.length - 4}` : ""}${ids.length === 0 ? "–" : ""}`;
}

/** @param {{ form: import("./setup/form.js").Form, item: any }} props */
function TeamForm({ form }) {
  return html`
    <${TextField} form=${form} name="name" label=${t("admin.name")} required />
    <${SeveralField} form=${form} name="agent_ids" from="agents" label=${t("admin.members")} />
    <div class="form-grid">
      <${ReferenceField} form=${form} name="calendar_id" from="calendars" label=${t("admin.works_in")} none=${t("admin.any_time")} />
      <${ReferenceField} form=${form} name="escalates_to_id" from="teams" label=${t("admin.escalates_to")} none=${t("admin.nobody")} hint=${t("admin.escalates_hint")} />
    </div>`;
}
