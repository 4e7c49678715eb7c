// @ts-check
/** Controls for one value each: text, number, time, choice, JSON. They give the value itself, never an event. */
import { html, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Input, Select, TextArea } from "../../../shared/parts.js";
import { options, useWholeList } from "./base.js";

/** @typedef {{value: any, onValue: (value: any) => void, label?: string}} Bound */

/** What a control gives; nothing chosen is empty. @param {any} text @returns {string} */
const typed = (text) => text ?? "";

/** @param {Bound & {rows?: number, mono?: boolean, required?: boolean, placeholder?: string, none?: boolean, type?: string}} props */
export function Text({ value, onValue, rows, mono, required, placeholder, none, type }) {
  const onInput = (/** @type {any} */ event) => onValue(typed(event) === "" && none ? null : typed(event));
  const shared = { value: value ?? "", onInput, required, placeholder };
  if (rows) return html`<${TextArea} ...${shared} rows=${rows} class=${mono ? "setup-mono" : ""} spellcheck=${!mono} />`;
  return html`<${Input} ...${shared} type=${type ?? "text"} autocomplete="off" />`;
}

/** @param {Bound & {min?: number, max?: number, required?: boolean}} props an empty one is null */
export function Numeric({ value, onValue, min, max, required }) {
  const onInput = (/** @type {any} */ event) => onValue(typed(event) === "" ? null : Number(typed(event)));
  return html`<${Input} type="number" value=${value ?? ""} onInput=${onInput} min=${min} max=${max} required=${required} step="any" />`;
}

const UNITS = /** @type {const} */ ([
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
]);

/** The largest unit in which a length is a whole number. @param {number} seconds */
function unitOf(seconds) {
  return (UNITS.find(([, size]) => seconds && seconds % size === 0) ?? UNITS[2])[0];
}

/** A length of time in the unit that a person would say it in. @param {Bound & {label: string}} props */
export function Seconds({ value, onValue, label }) {
  const [unit, setUnit] = useState(() => unitOf(value ?? 0));
  const size = UNITS.find(([name]) => name === unit)?.[1] ?? 1;
  const onInput = (/** @type {any} */ event) => onValue(typed(event) === "" ? null : Math.round(Number(typed(event)) * size));
  const choose = (/** @type {any} */ event) => {
    const next = /** @type {typeof unit} */ (typed(event));
    setUnit(next);
    if (value !== null && value !== undefined) onValue((value / size) * (UNITS.find(([name]) => name === next)?.[1] ?? 1));
  };
  return html`<span class="row setup-row">
    <${Input} type="number" min="0" step="any" value=${value === null || value === undefined ? "" : value / size} onInput=${onInput} aria-label=${label} />
    <${Select} id=${undefined} value=${unit} onChange=${choose} options=${options(UNITS.map(([name]) => name))} aria-label=${t("setup.unit")} />
  </span>`;
}

/** The instant in the reader's own zone, as the browser's control wants it. @param {string|null|undefined} iso */
function local(iso) {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

/** @param {Bound & {required?: boolean}} props an instant as the API says it, or null */
export function Moment({ value, onValue, required }) {
  const onInput = (/** @type {any} */ event) => onValue(typed(event) ? new Date(typed(event)).toISOString() : null);
  return html`<${Input} type="datetime-local" value=${local(value)} onInput=${onInput} required=${required} />`;
}

/**
 * @param {Bound & {values?: readonly string[], none?: boolean, from?: string, key?: string, called?: (item: any) => string,
 *   also?: readonly string[]}} props
 */
export function Choice({ value, onValue, values, none, from, key = "id", called, also = [] }) {
  const items = useWholeList(from ?? null);
  const listed = from ? items.map((item) => ({ value: item[key], label: nameOf(item, called) })) : options(values ?? []);
  const found = [...options(also), ...listed];
  const known = value === null || value === undefined || value === "" || found.some((option) => option.value === value);
  const all = [
    ...(none || !value ? [{ value: "", label: t("setup.none") }] : []),
    ...found,
    // What is archived since is still what the record says.
    ...(known ? [] : [{ value, label: String(value) }]),
  ];
  const onChange = (/** @type {any} */ event) => onValue(typed(event) || null);
  return html`<${Select} value=${value ?? ""} onChange=${onChange} options=${all} />`;
}

/** @param {any} item @param {((item: any) => string)|undefined} called @returns {string} */
export function nameOf(item, called) {
  return called ? called(item) : String(item.name ?? item.title ?? item.key ?? item.id);
}

/** Several of a few. @param {Bound & {values?: readonly string[], from?: string, key?: string, called?: (item: any) => string}} props */
export function Choices({ value, onValue, values, from, key = "id", called }) {
  const items = useWholeList(from ?? null);
  const found = from ? items.map((item) => ({ value: item[key], label: nameOf(item, called) })) : options(values ?? []);
  const chosen = new Set(value ?? []);
  const flip = (/** @type {string} */ one) => {
    if (chosen.has(one)) chosen.delete(one);
    else chosen.add(one);
    onValue([...chosen]);
  };
  if (!found.length) return html`<p class="small muted">${t("setup.nothing_to_choose")}</p>`;
  return html`<div class="setup-checks">
    ${found.map(
      (option) => html`<label key=${option.value} class="setup-check">
        <input type="checkbox" checked=${chosen.has(option.value)} onChange=${() => flip(option.value)} /> ${option.label}
      </label>`,
    )}
  </div>`;
}

/** Any JSON; what is not JSON yet is kept as it is typed, and said. @param {Bound & {rows?: number, label: string}} props */
export function Json({ value, onValue, rows = 8 }) {
  const [text, setText] = useState(() => (value === undefined ? "" : JSON.stringify(value, null, 2)));
  const [wrong, setWrong] = useState("");
  const onInput = (/** @type {any} */ event) => {
    setText(typed(event));
    try {
      onValue(typed(event).trim() === "" ? null : JSON.parse(typed(event)));
      setWrong("");
    } catch (error) {
      setWrong(t("setup.not_json", { detail: /** @type {Error} */ (error).message }));
    }
  };
  return html`<${TextArea} class="setup-mono" rows=${rows} value=${text} onInput=${onInput} spellcheck=${false} />
    ${wrong ? html`<p class="setup-refused" role="alert">${wrong}</p>` : null}`;
}
