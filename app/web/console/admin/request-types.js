// @ts-check
/** The catalogue: what customers can ask for, with its form, checklist, team and approval; and the checklists. */

import { html } from "../../shared/view.js";
import { Badge } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { useChoices } from "./choices.js";
import { SelectInput } from "./setup/controls.js";
import { CheckField, NumberField, ReferenceField, SelectField, TextField, TextsField, WordsField } from "./setup/form.js";
import { Group, Row } from "./setup/row.js";
import { Checklists } from "./checklists.js";
import { TYPES } from "./fields.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";
import { PRIORITIES } from "./sla_targets.js";
import { Tabbed } from "./tabbed.js";

const PARTS = /** @type {const} */ (["names", "descriptions", "brand", "public", "form", "checklist", "team_id", "priority", "ticket_type", "tags", "approval", "position"]);

export default function Catalogue() {
  return html`<${Tabbed} tabs=${[
    { key: "", label: "admin.request_types", page: RequestTypes },
    { key: "checklists", label: "admin.checklists", page: Checklists },
  ]} />`;
}

function RequestTypes() {
  return html`<${Records} def=${{
    path: "/v1/request-types",
    title: "admin.request_types",
    about: "admin.request_types_intro",
    make: "admin.new_request_type",
    filters: [ARCHIVED],
    remove: "archive",
    removeBy: "patch",
    restorable: true,
    id: "key",
    called: (/** @type {any} */ item) => item.name,
    note: (/** @type {any} */ item) => item.key,
    columns: [
      { label: "admin.customers_see", render: (/** @type {any} */ item) => html`<${Badge} tone=${item.public ? "ok" : ""}>${item.public ? t("admin.yes") : t("admin.no")}<//>` },
      { label: "admin.form", render: (/** @type {any} */ item) => item.form ?? "–" },
      { label: "admin.checklist", render: (/** @type {any} */ item) => item.definition?.checklist ?? "–" },
      { label: "admin.approval", render: (/** @type {any} */ item) => (item.needs_approval ? t("admin.yes") : "–") },
    ],
    blank: () => ({ key: "", names: {}, descriptions: {}, brand: null, public: true, form: null, checklist: null, team_id: null, priority: null, ticket_type: "request", tags: [], approval: null, position: 0 }),
    take: (/** @type {any} */ item) => Object.fromEntries(PARTS.map((part) => [part, item.definition?.[part] ?? null])),
    send: (/** @type {any} */ draft) => ({ ...draft, position: draft.position ?? 0 }),
    Form: RequestTypeForm,
  }} />`;
}

/** @param {{ form: import("./setup/form.js").Form, item: any }} props */
function RequestTypeForm({ form, item }) {
  const agents = useChoices("agents");
  const { approval } = form.draft;
  return html`
    ${!item && html`<${TextField} form=${form} name="key" label=${t("admin.key")} hint=${t("admin.key_hint")} required mono />`}
    <${TextsField} form=${form} name="names" label=${t("admin.name")} required />
    <${TextsField} form=${form} name="descriptions" label=${t("admin.description")} rows=${2} />
    <div class="form-grid">
      <${ReferenceField} form=${form} name="brand" from="brands" label=${t("admin.brand")} none=${t("admin.all_brands")} />
      <${ReferenceField} form=${form} name="form" from="forms" label=${t("admin.form")} none="–" />
      <${ReferenceField} form=${form} name="checklist" from="checklists" label=${t("admin.checklist")} none="–" />
      <${ReferenceField} form=${form} name="team_id" from="teams" label=${t("admin.team")} none="–" />
      <${SelectField} form=${form} name="priority" label=${t("conditions.field_priority")} none=${t("admin.not_set")} options=${PRIORITIES.map((value) => ({ value, label: t(`conditions.priority_${value}`) }))} />
      <${SelectField} form=${form} name="ticket_type" label=${t("conditions.field_type")} options=${TYPES.map((value) => ({ value, label: t(`conditions.type_${value}`) }))} />
      <${WordsField} form=${form} name="tags" label=${t("admin.tags")} />
      <${NumberField} form=${form} name="position" label=${t("admin.place")} min=${0} /></div>
    <${CheckField} form=${form} name="public" label=${t("admin.customers_choose")} />
    <${Group} label=${t("admin.approval")} hint=${t("admin.approval_hint")} error=${form.error("/approval")}><div class="row">
      <${SelectInput} label=${t("admin.approval_by")} value=${approval?.by} none=${t("admin.no_approval")} options=${["leads", "agent"].map((value) => ({ value, label: t(`admin.approval_${value}`) }))}
        onChange=${(/** @type {any} */ by) => form.set({ approval: by ? { by, agent_id: null } : null })} />
      ${approval?.by === "agent" && html`<${Row} label=${t("admin.agent")} control=${(/** @type {any} */ tie) => html`<${SelectInput} tie=${tie} value=${approval.agent_id} options=${agents} none=${t("resource.choose")} onChange=${(/** @type {any} */ id) => form.set({ approval: { by: "agent", agent_id: id } })} />`} />`}
    </div><//>`;
}
