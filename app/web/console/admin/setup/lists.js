// @ts-check
/** Controls for values that are several: names with values, rows of fields. */
import { html, useEffect, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Button, IconButton, Input } from "../../../shared/parts.js";
import { word } from "./base.js";
import { moved, same } from "./values.js";

/** @typedef {{value: any, onValue: (value: any) => void, label: string}} Bound */

/**
 * Names with values, as headers have them. An empty name is a row that is being written.
 * @param {Bound & {add?: string}} props
 */
export function Headers({ value, onValue, label, add }) {
  const [rows, setRows] = useState(() => /** @type {[string, string][]} */ (Object.entries(value ?? {})));
  const said = (/** @type {[string, string][]} */ all) => Object.fromEntries(all.filter(([name]) => name !== ""));
  // A row that is being written stays, unless the value was changed from elsewhere.
  useEffect(() => {
    if (!same(said(rows), value ?? {})) setRows(Object.entries(value ?? {}));
  }, [JSON.stringify(value)]);
  const change = (/** @type {[string, string][]} */ next) => {
    setRows(next);
    onValue(said(next));
  };
  const put = (/** @type {number} */ index, /** @type {[string, string]} */ row) => change(rows.map((old, at) => (at === index ? row : old)));
  return html`<div class="stack setup-tight">
    ${rows.map(
      ([name, text], index) => html`<div class="row setup-row" key=${index}>
        <${Input} value=${name} aria-label=${t("setup.name_of", { name: label })} onInput=${(/** @type {string} */ to) => put(index, [to, text])} />
        <${Input} value=${text} aria-label=${t("setup.value_of", { name: name || label })} onInput=${(/** @type {string} */ to) => put(index, [name, to])} />
        <${IconButton} icon="x" label=${t("setup.remove_of", { name: name || label })} onClick=${() => change(without(rows, index))} />
      </div>`,
    )}
    <div><${Button} kind="quiet" icon="plus" onClick=${() => setRows([...rows, ["", ""]])}>${word(add ?? "add")}<//></div>
  </div>`;
}

/**
 * Rows that have fields each, in an order of their own. Each keeps its key while it moves, so what is half typed moves along.
 * @param {Bound & {name: string, fields?: import("./fields.js").FieldDef[],
 *   fieldsOf?: (row: any) => import("./fields.js").FieldDef[], tidy?: (row: any, before: any) => any, each?: string, blank?: any, add?: string, errors?: Record<string, string>,
 *   Fields: any}} props `Fields`: what draws the fields of a row; they may have rows themselves
 */
export function Rows({ value, onValue, label, name, fields = [], fieldsOf, tidy = (row) => row, each, blank = {}, add, errors = {}, Fields }) {
  const rows = /** @type {any[]} */ (value ?? []);
  const [next, setNext] = useState(rows.length);
  const [keys, setKeys] = useState(() => rows.map((_row, index) => index));
  const change = (/** @type {any[]} */ items, /** @type {number[]} */ order) => {
    setKeys(order);
    onValue(items);
  };
  const append = () => {
    setNext(next + 1);
    change([...rows, structuredClone(blank)], [...keys, next]);
  };
  return html`<div class="stack">
    ${rows.map((row, index) => {
      const called = t("setup.numbered", { name: each ? word(each) : label, number: index + 1 });
      const move = (/** @type {number} */ by) => change(moved(rows, index, by), moved(keys, index, by));
      const drop = () => change(without(rows, index), without(keys, index));
      const put = (/** @type {any} */ to) => onValue(rows.map((old, at) => (at === index ? tidy(to, old) : old)));
      return html`<div class="card setup-item" key=${keys[index] ?? `row${index}`} role="group" aria-label=${called}>
        <div class="row setup-item-head">
          <span class="small muted grow">${called}</span>
          <${IconButton} icon="arrow-up" label=${t("setup.up_of", { name: called })} disabled=${index === 0} onClick=${() => move(-1)} />
          <${IconButton} icon="arrow-down" label=${t("setup.down_of", { name: called })} disabled=${index === rows.length - 1} onClick=${() => move(1)} />
          <${IconButton} icon="trash" label=${t("setup.remove_of", { name: called })} onClick=${drop} />
        </div>
        <${Fields} key=${row.type ?? row.kind} defs=${fieldsOf?.(row) ?? fields} value=${row} errors=${within(errors, `${name}.${index}`)} onValue=${put} />
      </div>`;
    })}
    <div><${Button} kind="plain" icon="plus" onClick=${append}>${word(add ?? "add")}<//></div>
  </div>`;
}

/** @template T @param {T[]} items @param {number} index @returns {T[]} */
function without(items, index) {
  return items.filter((_item, at) => at !== index);
}

/** The refusals of one row. @param {Record<string, string>} errors @param {string} prefix */
export function within(errors, prefix) {
  return Object.fromEntries(
    Object.entries(errors).filter(([key]) => key.startsWith(`${prefix}.`)).map(([key, words]) => [key.slice(prefix.length + 1), words]),
  );
}
