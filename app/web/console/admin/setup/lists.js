// @ts-check
/** Controls for values that are several: words, texts by language, names with values, rows of fields. */
import { html, useState } from "../../../shared/view.js";
import { locale, t } from "../../../shared/texts.js";
import { Button, IconButton, Input, TextArea } from "../../../shared/parts.js";
import { Fields } from "./fields.js";
import { moved } from "./values.js";

/** @typedef {{value: any, onValue: (value: any) => void, label: string}} Bound */

/** What a control gives; nothing chosen is empty. @param {any} text @returns {string} */
const typed = (text) => text ?? "";

/** Words with commas between them; a comma that was just typed stays. @param {Bound & {placeholder?: string}} props */
export function Words({ value, onValue, placeholder }) {
  const [text, setText] = useState(() => (value ?? []).join(", "));
  const onInput = (/** @type {any} */ words) => {
    setText(typed(words));
    onValue(typed(words).split(",").map((word) => word.trim()).filter(Boolean));
  };
  return html`<${Input} value=${text} onInput=${onInput} placeholder=${placeholder} autocomplete="off" />`;
}

/** A text in each language. @param {Bound & {long?: boolean}} props */
export function Locales({ value, onValue, label, long }) {
  const [adding, setAdding] = useState("");
  const texts = /** @type {Record<string, string>} */ (value ?? {});
  const shown = Object.keys(texts).length ? Object.keys(texts) : [locale()];
  const put = (/** @type {string} */ code, /** @type {string} */ text) => onValue({ ...texts, [code]: text });
  const drop = (/** @type {string} */ code) => onValue(Object.fromEntries(Object.entries(texts).filter(([key]) => key !== code)));
  const add = () => {
    if (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(adding) && !(adding in texts)) put(adding, "");
    setAdding("");
  };
  return html`<div class="stack setup-tight">
    ${shown.map((code) => {
      const props = { value: texts[code] ?? "", onInput: (/** @type {any} */ to) => put(code, typed(to)) };
      const name = t("setup.in_language", { name: label, language: code });
      return html`<div class="row setup-row" key=${code}>
        <span class="kbd">${code}</span>
        ${long ? html`<${TextArea} rows="3" ...${props} aria-label=${name} lang=${code} />` : html`<${Input} ...${props} aria-label=${name} lang=${code} />`}
        ${shown.length > 1 ? html`<${IconButton} icon="x" label=${t("setup.remove_of", { name })} onClick=${() => drop(code)} />` : null}
      </div>`;
    })}
    <div class="row setup-row">
      <${Input} value=${adding} onInput=${(/** @type {string} */ code) => setAdding(typed(code).trim())} placeholder="de" aria-label=${t("setup.language_code")} class="setup-short" />
      <${Button} kind="quiet" icon="plus" onClick=${add} disabled=${!adding}>${t("setup.add_language")}<//>
    </div>
  </div>`;
}

/**
 * Names with values, as headers have them. An empty name is a row that is being written.
 * @param {Bound & {add?: string}} props
 */
export function Headers({ value, onValue, label, add }) {
  const [rows, setRows] = useState(() => /** @type {[string, string][]} */ (Object.entries(value ?? {})));
  const change = (/** @type {[string, string][]} */ next) => {
    setRows(next);
    onValue(Object.fromEntries(next.filter(([name]) => name !== "")));
  };
  const put = (/** @type {number} */ index, /** @type {[string, string]} */ row) => change(rows.map((old, at) => (at === index ? row : old)));
  return html`<div class="stack setup-tight">
    ${rows.map(
      ([name, text], index) => html`<div class="row setup-row" key=${index}>
        <${Input} value=${name} aria-label=${t("setup.name_of", { name: label })} onInput=${(/** @type {string} */ to) => put(index, [typed(to), text])} />
        <${Input} value=${text} aria-label=${t("setup.value_of", { name: name || label })} onInput=${(/** @type {string} */ to) => put(index, [name, typed(to)])} />
        <${IconButton} icon="x" label=${t("setup.remove_of", { name: name || label })} onClick=${() => change(without(rows, index))} />
      </div>`,
    )}
    <div><${Button} kind="quiet" icon="plus" onClick=${() => setRows([...rows, ["", ""]])}>${t(`setup.${add ?? "add"}`)}<//></div>
  </div>`;
}

/**
 * Rows that have fields each, in an order of their own. Each keeps its key while it moves, so what is half typed moves along.
 * @param {Bound & {name: string, fields?: import("./fields.js").FieldDef[],
 *   fieldsOf?: (row: any) => import("./fields.js").FieldDef[], tidy?: (row: any, before: any) => any, each?: string, blank?: any, add?: string, errors?: Record<string, string>}} props
 */
export function Rows({ value, onValue, label, name, fields = [], fieldsOf, tidy = (row) => row, each, blank = {}, add, errors = {} }) {
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
      const called = t("setup.numbered", { name: each ? t(`setup.${each}`) : label, number: index + 1 });
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
    <div><${Button} kind="plain" icon="plus" onClick=${append}>${t(`setup.${add ?? "add"}`)}<//></div>
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
