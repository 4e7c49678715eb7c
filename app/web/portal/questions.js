// @ts-check
/** The questions of a form: those that are asked with these answers, each by its kind. */
import { Checkbox, Field, Input, Select, TextArea } from "../shared/parts.js";
import { html } from "../shared/view.js";

/**
 * @typedef {import("api").components["schemas"]["QuestionOut"]} Question
 * @typedef {Record<string, any>} Answers by the names of questions
 */

/** Two values that are the same to the desk: texts whatever their case. @param {any} one @param {any} other */
function same(one, other) {
  return typeof one === "string" && typeof other === "string" ? one.toLowerCase() === other.toLowerCase() : one === other;
}

/** @param {any} found */
function listed(found) {
  return Array.isArray(found) ? found : found === undefined || found === null || found === "" ? [] : [found];
}

/** As the desk judges it (`app/rules/conditions.py`); what it knows and the page does not is taken to hold. @type {Record<string, (found: any, value: any) => boolean>} */
const HOLDS = {
  is: (found, value) => listed(found).length > 0 && same(found, value),
  is_not: (found, value) => !listed(found).length || !same(found, value),
  in: (found, value) => listed(value).some((each) => same(found, each)),
  not_in: (found, value) => !listed(value).some((each) => same(found, each)),
  has_any: (found, value) => listed(found).some((each) => listed(value).includes(each)),
  has_all: (found, value) => listed(value).every((each) => listed(found).includes(each)),
  has_none: (found, value) => !listed(found).some((each) => listed(value).includes(each)),
  present: (found) => listed(found).length > 0,
  absent: (found) => listed(found).length === 0,
  at_least: (found, value) => found !== undefined && found !== "" && found >= value,
  at_most: (found, value) => found !== undefined && found !== "" && found <= value,
};

/** The questions that are asked now. @param {Question[]} questions @param {Answers} answers @returns {Question[]} */
export function asked(questions, answers) {
  const names = new Set(questions.map((each) => each.field));
  const holds = (/** @type {any} */ each) => !names.has(each.field) || (HOLDS[each.operator]?.(answers[each.field], each.value) ?? true);
  return questions.filter((each) => !each.known && each.field !== "attachments" && !each.field.startsWith("requester.")
    && each.conditions.all.every(holds) && (each.conditions.any.length === 0 || each.conditions.any.some(holds)));
}

/** The body of a ticket with these answers. @param {Question[]} questions those that are asked @param {Answers} answers */
export function body(questions, answers) {
  /** @type {Record<string, any>} */
  const made = {};
  /** @type {Record<string, any>} */
  const custom = {};
  for (const each of questions) {
    let value = answers[each.field];
    if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)) continue;
    if (each.kind === "integer" || each.kind === "number") value = Number(value);
    if (each.kind === "datetime") value = new Date(value).toISOString();
    if (each.field.startsWith("custom_fields.")) custom[each.field.slice("custom_fields.".length)] = value;
    else made[each.field] = value;
  }
  return { ...made, ...(Object.keys(custom).length ? { custom_fields: custom } : {}) };
}

const TYPES = /** @type {Record<string, string>} */ ({ email: "email", phone: "tel", url: "url", date: "date", datetime: "datetime-local", number: "number", integer: "number" });

/** @param {{ question: Question, value: any, error?: string, onChange: (value: any) => void }} props */
export function QuestionField({ question, value, error, onChange }) {
  const { kind, label, hint, required, options } = question;
  if (kind === "boolean") {
    return html`<div class="field"><${Checkbox} checked=${value === true} onChange=${onChange}>${label}<//>${hint && html`<span class="hint">${hint}</span>`}
      ${error && html`<span class="error" role="alert">${error}</span>`}</div>`;
  }
  if (kind === "multi_select") {
    const chosen = /** @type {any[]} */ (value ?? []);
    return html`<fieldset class="stack tight"><legend>${label}</legend>${hint && html`<span class="muted small">${hint}</span>`}
      ${options.map((each) => html`<${Checkbox} key=${each.value} checked=${chosen.includes(each.value)}
        onChange=${(/** @type {boolean} */ on) => onChange(on ? [...chosen, each.value] : chosen.filter((other) => other !== each.value))}>${each.label}<//>`)}
      ${error && html`<span class="text-bad small" role="alert">${error}</span>`}</fieldset>`;
  }
  const inside = options.length > 0 ? html`<${Select} value=${value} onChange=${onChange} options=${options} empty="—" />`
    : kind === "long_text" ? html`<${TextArea} value=${value} onInput=${onChange} grow rows="5" dir="auto" maxlength="65000" />`
      : html`<${Input} type=${TYPES[kind] ?? "text"} value=${value} onInput=${onChange} dir="auto" step=${kind === "number" ? "any" : undefined} />`;
  return html`<${Field} ...${{ label, hint, required, error }}>${inside}<//>`;
}
