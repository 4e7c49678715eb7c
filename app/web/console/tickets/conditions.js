// @ts-check
/** The conditions of a view, one row each: a field of the ticket, how it is compared, and with what. */
import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Button, Combo, IconButton, Input, Select } from "../../shared/parts.js";
import { choices, useDirectory } from "./directory.js";
import { tags } from "./filters.js";
import {
  CHANNELS, PRIORITIES, STATUSES, TYPES, channelWord, options, priorityWord, statusWord, typeWord,
} from "./words.js";

/** @typedef {import("api").components["schemas"]["ConditionIn"]} Condition */

const OPERATORS = {
  choice: ["in", "not_in", "present", "absent"],
  list: ["has_any", "has_all", "has_none", "present", "absent"],
  text: ["is", "is_not", "present", "absent"],
  tree: ["is", "is_not", "under", "present", "absent"],
  whether: ["present", "absent"],
};
/** @type {Record<string, keyof typeof OPERATORS>} */
const FIELDS = {
  status: "choice", priority: "choice", type: "choice", channel: "choice", assignee_id: "choice", team_id: "choice",
  queue_id: "choice", brand: "choice", tags: "list", topic: "tree", language: "text", tension: "choice",
  spam: "choice", incident: "choice", snoozed_until: "whether",
};
const WITHOUT_VALUE = ["present", "absent"];
// What stands for whoever looks cannot be one of several values.
const STANDS = ["me", "my_teams"];

/** @param {string} field @returns {Condition} */
function fresh(field) {
  return { field, operator: /** @type {any} */ (OPERATORS[FIELDS[field]][0]), value: [] };
}

/** What the API is sent: one that stands for whoever looks is asked with `is`. @param {Condition[]} rows @returns {any[]} */
export function stated(rows) {
  return rows.map(({ field, operator, value }) => {
    if (WITHOUT_VALUE.includes(operator)) return { field, operator };
    const only = Array.isArray(value) ? value.find((each) => STANDS.includes(String(each))) : undefined;
    return only === undefined ? { field, operator, value } : { field, operator: "is", value: only };
  });
}

/** As the editor has them: `is` of a choice is a list of one. @param {any[]} rows @returns {Condition[]} */
export function edited(rows) {
  return rows.map((each) => {
    if (FIELDS[each.field] !== "choice" || Array.isArray(each.value)) return each;
    if (each.operator === "is") return { ...each, operator: "in", value: [each.value] };
    return each.operator === "is_not" ? { ...each, operator: "not_in", value: [each.value] } : each;
  });
}

/**
 * @param {{ rows: Condition[], onChange: (rows: Condition[]) => void, title: string }} props
 */
export function Conditions({ rows, onChange, title }) {
  const set = (/** @type {number} */ place, /** @type {Condition} */ row) => onChange(
    rows.map((each, index) => (index === place ? row : each)),
  );
  return html`<fieldset class="stack inbox-conditions">
    <legend>${title}</legend>
    ${rows.map((row, place) => html`<div class="row" key=${place}>
      <${Row} row=${row} onChange=${(/** @type {Condition} */ changed) => set(place, changed)} />
      <${IconButton} icon="x" label=${t("inbox.condition_remove")}
        onClick=${() => onChange(rows.filter((_, index) => index !== place))} />
    </div>`)}
    <div><${Button} kind="quiet" icon="plus" onClick=${() => onChange([...rows, fresh("status")])}>
      ${t("inbox.condition_add")}</${Button}></div>
  </fieldset>`;
}

/** @param {{ row: Condition, onChange: (row: Condition) => void }} props */
function Row({ row, onChange }) {
  const kind = FIELDS[row.field] ?? "text";
  const fields = Object.keys(FIELDS).includes(row.field) ? Object.keys(FIELDS) : [row.field, ...Object.keys(FIELDS)];
  return html`
    <${Select} aria-label=${t("inbox.condition_field")} value=${row.field}
      options=${fields.map((value) => ({ value, label: value in FIELDS ? t(`inbox.field_${value}`) : value }))}
      onChange=${(/** @type {any} */ value) => onChange(fresh(value))} />
    <${Select} aria-label=${t("inbox.condition_operator")} value=${row.operator}
      options=${[...new Set([...OPERATORS[kind], row.operator])].map((value) => ({
        value, label: t(`inbox.operator_${value}`),
      }))}
      onChange=${(/** @type {any} */ value) => onChange({ ...row, operator: value })} />
    ${WITHOUT_VALUE.includes(row.operator) ? null : html`<${Value} row=${row} kind=${kind} onChange=${onChange} />`}`;
}

/** @param {{ row: Condition, kind: string, onChange: (row: Condition) => void }} props */
function Value({ row, kind, onChange }) {
  const values = useChoices(row.field);
  if (kind === "text" || kind === "tree") {
    return html`<${Input} aria-label=${t("inbox.condition_value")} value=${String(row.value ?? "")}
      onInput=${(/** @type {any} */ value) => onChange({ ...row, value: value })} />`;
  }
  const chosen = (Array.isArray(row.value) ? row.value : [row.value]).map((value) => ({
    value, label: values.find((each) => each.value === value)?.label ?? String(value),
  }));
  const load = kind === "list" ? tags : async (/** @type {string} */ typed) => values.filter(
    (each) => each.label.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase()),
  );
  return html`<${Combo} aria-label=${t("inbox.condition_value")} multiple value=${chosen} known=${values.length} load=${load}
    onChange=${(/** @type {{ value: string }[]} */ picked) => onChange({
      ...row, value: picked.map((each) => each.value),
    })} />`;
}

/** @param {string} field @returns {{ value: string, label: string }[]} */
function useChoices(field) {
  const agents = useDirectory("agents");
  const teams = useDirectory("teams");
  const queues = useDirectory("queues");
  const brands = useDirectory("brands");
  switch (field) {
    case "status": return options(STATUSES, statusWord);
    case "priority": return options(PRIORITIES, priorityWord);
    case "type": return options(TYPES, typeWord);
    case "channel": return options(CHANNELS, channelWord);
    case "assignee_id": return [{ value: "me", label: t("inbox.whoever_looks") }, ...choices(agents)];
    case "team_id": return [{ value: "my_teams", label: t("inbox.their_teams") }, ...choices(teams)];
    case "queue_id": return choices(queues);
    case "brand": return [...brands.values()].map((each) => ({ value: each.key, label: each.name }));
    case "tension": return options(["none", "raised", "high"], (value) => t(`inbox.tension_${value}`));
    case "spam": return options(["no", "suspected", "marked"], (value) => t(`inbox.spam_${value}`));
    case "incident": return options(["no", "open"], (value) => t(`inbox.incident_${value}`));
    default: return [];
  }
}
