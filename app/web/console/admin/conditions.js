// @ts-check
/**
 * The condition builder: all and any of questions about a ticket, in groups where the desk knows groups.
 *
 * `<Conditions value onChange vocabulary error pointer label />`; `useSentences(conditions)` says in words what they ask.
 */

import { html, useEffect, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { nameOf, ofLocale, useChoices, useObjects } from "./choices.js";
import { ConditionValue } from "./condition_value.js";
import { FIELDS, fitting, grouped, known, operators } from "./vocabulary.js";

/** @typedef {{ field?: string | null, operator?: string | null, value?: any, all?: Node[] | null, any?: Node[] | null }} Node */
/** @typedef {{ all?: Node[], any?: Node[] }} Group */
/** @typedef {import("./vocabulary.js").Vocabulary} Vocabulary */
/** @typedef {{ value: Group | null | undefined, onChange: (value: Group) => void, vocabulary: Vocabulary, label: string,
 *   hint?: string, pointer?: string, error?: (pointer: string) => string | undefined }} Props */

const DEEPEST = 3;

/** Conditions to be edited. `pointer` is where they are in the body, for the desk's refusals.
 * @param {Props} props */
export function Conditions({ value, onChange, vocabulary, label, hint, pointer = "/conditions", error }) {
  return html`<fieldset class="group conditions">
    <legend>${label}</legend>
    ${hint && html`<p class="hint">${hint}</p>`}
    <${GroupEditor} group=${value ?? {}} onChange=${onChange} vocabulary=${vocabulary} pointer=${pointer} error=${error} depth=${0} />
  </fieldset>`;
}

/** @param {{ group: Group, onChange: (value: Group) => void, vocabulary: Vocabulary, pointer: string, depth: number,
 *   error?: (pointer: string) => string | undefined }} props */
function GroupEditor({ group, onChange, vocabulary, pointer, depth, error }) {
  return /** @type {const} */ (["all", "any"]).map(
    (name) => html`<${Side} key=${name} name=${name} nodes=${group[name] ?? []} vocabulary=${vocabulary} depth=${depth}
      pointer=${`${pointer}/${name}`} error=${error}
      onChange=${(/** @type {Node[]} */ nodes) => onChange({ all: group.all ?? [], any: group.any ?? [], [name]: nodes })} />`,
  );
}

/** @param {{ name: "all" | "any", nodes: Node[], onChange: (nodes: Node[]) => void, vocabulary: Vocabulary,
 *   pointer: string, depth: number, error?: (pointer: string) => string | undefined }} props */
function Side({ name, nodes, onChange, vocabulary, pointer, depth, error }) {
  const put = (/** @type {number} */ place, /** @type {Node} */ node) =>
    onChange(nodes.map((each, other) => (other === place ? node : each)));
  const first = FIELDS[vocabulary][0] ?? "priority";
  const operator = operators(first, vocabulary)[0] ?? "is";
  return html`<div class="cond-side" role="group" aria-label=${t(`conditions.${name}`)}>
    <p class="cond-name small"><strong>${t(`conditions.${name}`)}</strong>
      ${nodes.length === 0 && depth === 0 && html`<span class="muted"> ${t(`conditions.${name}_empty`)}</span>`}</p>
    ${nodes.map((node, place) => {
      const at = `${pointer}/${place}`;
      const said = error?.(at);
      const remove = () => onChange(nodes.filter((_, other) => other !== place));
      return html`<div class="node" key=${place}>
        ${
          node.field
            ? html`<${Line} node=${node} vocabulary=${vocabulary} onChange=${(/** @type {Node} */ next) => put(place, next)} onRemove=${remove} />`
            : html`<div class="nested"><${GroupEditor} group=${node} vocabulary=${vocabulary} pointer=${at} depth=${depth + 1}
                error=${error} onChange=${(/** @type {Group} */ next) => put(place, next)} />
                <button type="button" class="button quiet" onClick=${remove}>${t("conditions.remove_group")}</button></div>`
        }
        ${said && node.field && html`<p class="error">${said}</p>`}
      </div>`;
    })}
    <div class="row">
      <button type="button" class="button quiet" onClick=${() =>
        onChange([...nodes, { field: first, operator, value: fitting(first, operator, null) }])}>+ ${t("conditions.add")}</button>
      ${
        grouped(vocabulary) &&
        depth < DEEPEST &&
        html`<button type="button" class="button quiet" onClick=${() => onChange([...nodes, { all: [], any: [] }])}>
          + ${t("conditions.add_group")}</button>`
      }
    </div>
  </div>`;
}

/** @param {{ node: Node, vocabulary: Vocabulary, onChange: (node: Node) => void, onRemove: () => void }} props */
function Line({ node, vocabulary, onChange, onRemove }) {
  const custom = useObjects("fields") ?? [];
  const field = node.field ?? "";
  const fits = operators(field, vocabulary);
  const names = [...FIELDS[vocabulary]];
  if (!names.includes(field) && !field.startsWith("custom_fields.")) names.push(field);
  const choose = (/** @type {string} */ next) => {
    const kept = known(next).kind === known(field).kind && operators(next, vocabulary).includes(node.operator ?? "");
    const operator = kept ? (node.operator ?? "is") : (operators(next, vocabulary)[0] ?? "is");
    onChange({ field: next, operator, value: fitting(next, operator, null) });
  };
  return html`<div class="condition">
    <select class="input" aria-label=${t("conditions.field")} value=${field}
      onChange=${(/** @type {any} */ event) => choose(event.currentTarget.value)}>
      <optgroup label=${t("conditions.of_ticket")}>
        ${names.map((name) => html`<option key=${name} value=${name}>${fieldName(name, custom)}</option>`)}
      </optgroup>
      ${
        (custom.length > 0 || field.startsWith("custom_fields.")) &&
        html`<optgroup label=${t("conditions.custom")}>
          ${customNames(custom, field).map((name) => html`<option key=${name} value=${name}>${fieldName(name, custom)}</option>`)}
        </optgroup>`
      }
    </select>
    <select class="input" aria-label=${t("conditions.operator")} value=${node.operator}
      onChange=${(/** @type {any} */ event) => {
        const operator = event.currentTarget.value;
        onChange({ field, operator, value: fitting(field, operator, node.value) });
      }}>
      ${fits.map((name) => html`<option key=${name} value=${name}>${t(`conditions.${name}`)}</option>`)}
    </select>
    <div class="grow"><${ConditionValue} field=${field} operator=${node.operator ?? "is"} value=${node.value}
      label=${t("conditions.value")} onChange=${(/** @type {any} */ value) => onChange({ field, operator: node.operator, value })} /></div>
    <button type="button" class="button quiet icon" aria-label=${t("conditions.remove")} onClick=${onRemove}>×</button>
  </div>`;
}

/** @param {any[]} custom @param {string} chosen @returns {string[]} */
function customNames(custom, chosen) {
  const names = custom.map((each) => `custom_fields.${each.key}`);
  return chosen.startsWith("custom_fields.") && !names.includes(chosen) ? [...names, chosen] : names;
}

/** @param {string} name @param {any[]} custom @returns {string} */
function fieldName(name, custom) {
  if (!name.startsWith("custom_fields.")) return t(`conditions.field_${name}`);
  const key = name.slice("custom_fields.".length);
  return ofLocale(custom.find((each) => each.key === key)?.labels) ?? key;
}

/** What conditions ask, a sentence for each, once their names are known.
 * @param {Group | null | undefined} group @returns {string[]} */
export function useSentences(group) {
  const custom = useObjects("fields") ?? [];
  /** @type {Record<string, import("./choices.js").Choice[] | null>} */
  const names = {};
  for (const from of /** @type {const} */ (["brands", "teams", "queues", "agents", "request_types", "calendars"])) {
    names[from] = useChoices(asks(group, from) ? from : null);
  }
  if (!group) return [];
  const said = (/** @type {Node} */ node) => sentence(node, custom, names);
  const all = (group.all ?? []).map(said);
  const any = (group.any ?? []).map(said);
  return any.length ? [...all, any.join(` ${t("conditions.or")} `)] : all;
}

/** @param {Group | Node | null | undefined} group @param {string} from @returns {boolean} */
function asks(group, from) {
  return [...(group?.all ?? []), ...(group?.any ?? [])].some((node) =>
    node.field
      ? known(node.field).from === from || (from === "calendars" && /side$/.test(node.operator ?? ""))
      : asks(node, from),
  );
}

/** @param {Node} node @param {any[]} custom @param {Record<string, any>} names @returns {string} */
function sentence(node, custom, names) {
  if (!node.field) {
    const parts = (/** @type {Node[] | null | undefined} */ nodes, /** @type {string} */ word) =>
      (nodes ?? []).map((each) => sentence(each, custom, names)).join(` ${word} `);
    const both = [parts(node.all, t("conditions.and")), parts(node.any, t("conditions.or"))].filter(Boolean);
    return `(${both.join(` ${t("conditions.and")} `)})`;
  }
  const { values, from } = known(node.field);
  const field = node.field;
  const one = (/** @type {any} */ value) => {
    if (values?.includes(value)) return t(`conditions.${field}_${value}`);
    if (from && names[from]) return nameOf(names[from], String(value));
    return typeof value === "boolean" ? t(`conditions.${value}`) : String(value);
  };
  const value = node.value === null || node.value === undefined ? [] : Array.isArray(node.value) ? node.value : [node.value];
  return [fieldName(field, custom), t(`conditions.${node.operator}`), value.map(one).join(", ")].filter(Boolean).join(" ");
}
