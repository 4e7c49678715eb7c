// @ts-check
/** Several of many, found by typing: of words that are known, or of a list of the desk. */
import { html } from "../../../shared/view.js";
import { Combo } from "../../../shared/parts.js";
import { findTickets } from "../../ticket/panel/merge.js";
import { nameOf, useWholeList } from "./base.js";

const SHOWN = 30;

/** @param {{value: string, label: string}[]} all @param {string} text */
function having(all, text) {
  const words = text.trim().toLowerCase();
  return all.filter((one) => one.label.toLowerCase().includes(words)).slice(0, SHOWN);
}

/** @param {{values: readonly string[], value: string[], onValue: (value: string[]) => void, label: string}} props */
export function PickWords({ values, value, onValue, label }) {
  const all = values.map((one) => ({ value: one, label: one }));
  const load = async (/** @type {string} */ text) => having(all.filter((one) => !(value ?? []).includes(one.value)), text);
  const chosen = (value ?? []).map((one) => ({ value: one, label: one }));
  return html`<${Combo} multiple load=${load} value=${chosen} aria-label=${label} onChange=${(/** @type {any[]} */ next) => onValue(next.map((one) => one.value))} />`;
}

/** @param {{from: string, key?: string, called?: (item: any) => string, value: string|null, onValue: (value: string|null) => void, label: string}} props */
export function PickOne({ from, key = "id", called, value, onValue, label }) {
  const items = useWholeList(from);
  const all = items.map((item) => ({ value: item[key], label: nameOf(item, called) }));
  const chosen = value ? all.find((one) => one.value === value) ?? { value, label: value } : null;
  return html`<${Combo} known=${all.length} load=${async (/** @type {string} */ text) => having(all, text)} value=${chosen} aria-label=${label}
    onChange=${(/** @type {any} */ next) => onValue(next?.value ?? null)} />`;
}

/** A ticket, by its number or its words. @param {{value: any, onValue: (ticket: any) => void, label: string}} props */
export function PickTicket({ value, onValue, label }) {
  const chosen = value ? { value: value.id, label: `#${value.number} ${value.subject}` } : null;
  return html`<${Combo} load=${(/** @type {string} */ text) => findTickets(text, "")} value=${chosen} aria-label=${label}
    onChange=${(/** @type {any} */ next) => onValue(next?.ticket ?? null)} />`;
}
