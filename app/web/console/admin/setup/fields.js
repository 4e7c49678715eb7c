// @ts-check
/** The fields of a form, from a table that says what each holds; a refusal stands at the field that it is about. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { nameOf, options, useKnownList, word } from "./base.js";
import { CheckInput, ChecksInput, DurationInput, InstantInput, JsonInput, NumberInput, SelectInput, TextsInput, WordsInput } from "./controls.js";
import { Headers, Rows } from "./lists.js";
import { Group, Row } from "./row.js";
import { read, refusal, write } from "./values.js";

/**
 * @typedef {object} FieldDef
 * @property {string} name dotted: `opens.incident`
 * @property {"text"|"area"|"code"|"number"|"seconds"|"switch"|"select"|"checks"|"words"|"texts"|"map"|"json"|"ref"|"refs"|"moment"|"rows"|"own"} kind
 * @property {string} [at] what the desk calls it in a refusal, where a draft holds it under another name
 * @property {string} [label] a text; `f_name` of the last part of the name without it
 * @property {string} [hint] a key of `setup`
 * @property {boolean} [required]
 * @property {"new"|"old"} [only] asked only when a record is made, or only afterwards
 * @property {readonly string[]} [values] of `select` and `checks`
 * @property {string} [words] what the values are called: the beginning of the keys of their texts
 * @property {boolean} [none] whether nothing (null) may be chosen
 * @property {string} [from] of `ref` and `refs`: the list to choose from
 * @property {string} [key] of those: what is stored of a record, `id` without it
 * @property {(item: any) => string} [called] of those: what a record is called
 * @property {readonly string[]} [also] of `ref`: what may be chosen besides the records
 * @property {number} [rows]
 * @property {number} [min]
 * @property {number} [max]
 * @property {boolean} [long] of `texts`: several lines each
 * @property {FieldDef[]} [fields] of `rows`
 * @property {(row: any) => FieldDef[]} [fieldsOf] of `rows`, where they depend on the row
 * @property {(row: any, before: any) => any} [tidy] of `rows`: what a changed row becomes
 * @property {boolean} [bare] of `own`: it has its own name and refusals
 * @property {any} [blank] of `rows`: a new one
 * @property {string} [each] of `rows`: what one of them is called, a key of `setup`
 * @property {string} [add] of `rows`: the words of the button, a key of `setup`
 * @property {string} [placeholder]
 * @property {(value: any) => boolean} [when] whether it is asked of this record
 * @property {(props: {value: any, onValue: (value: any) => void, record: any, label: string, errors: Record<string, string>,
 *   error: (pointer: string) => string|undefined}) => any} [own] of `own`
 */

/** @param {FieldDef} def */
export function labelOf(def) {
  return word(def.label ?? `f_${def.name.split(".").pop()}`);
}

/**
 * @param {{defs: readonly FieldDef[], value: any, onValue: (value: any) => void, errors?: Record<string, string>,
 *   made?: boolean, record?: any}} props `made`: the record is there already; `record`: with what the form does not change
 */
export function Fields({ defs, value, record = value, onValue, errors = {}, made = false }) {
  const asked = defs.filter((def) => (def.only ? (def.only === "old") === made : true) && (!def.when || def.when(record)));
  return html`<div class="stack">
    ${asked.map(
      (def) => html`<${One}
        key=${def.name}
        def=${def}
        record=${record}
        value=${read(value, def.name)}
        onValue=${(/** @type {any} */ to) => onValue(write(value, def.name, to))}
        error=${refusal(errors, def.at ?? def.name)}
        errors=${errors}
      />`,
    )}
  </div>`;
}

/** Fields whose control is a group of controls have a group's name, not a label. */
const GROUPS = new Set(["checks", "texts", "map", "refs", "rows", "own"]);

/** @param {{def: FieldDef, record: any, value: any, onValue: (value: any) => void, error?: string, errors: any}} props */
function One({ def, record, value, onValue, error, errors }) {
  const label = labelOf(def);
  const hint = def.hint ? word(def.hint) : undefined;
  if (def.kind === "switch") return html`<${CheckInput} label=${label} hint=${hint} error=${error} value=${value} onChange=${onValue} />`;
  if (def.kind === "own" && def.bare) return ownOf(def, { record, value, onValue, label, errors });
  if (GROUPS.has(def.kind)) {
    return html`<${Group} label=${label} hint=${hint} error=${def.kind === "rows" ? undefined : error}>
      <${Several} def=${def} record=${record} value=${value} onValue=${onValue} label=${label} errors=${errors} /><//>`;
  }
  return html`<${Row} label=${label} hint=${hint} error=${error} required=${def.required}
    control=${(/** @type {any} */ tie) => html`<${Single} def=${def} tie=${tie} value=${value} onValue=${onValue} label=${label} />`} />`;
}

/** @param {FieldDef} def @param {{record: any, value: any, onValue: (value: any) => void, label: string, errors: any}} bound */
function ownOf(def, { record, value, onValue, label, errors }) {
  return def.own?.({
    value, onValue, record, label, errors, error: (pointer) => refusal(errors, pointer.replace(/^\//, "").replaceAll("/", ".")),
  });
}

/** What there is to choose from, null until it is known. @param {FieldDef} def */
function useOptions(def) {
  const items = useKnownList(def.from ?? null);
  if (!def.from) return [...options(def.also ?? []), ...options(def.values ?? [], def.words)];
  return items && [...options(def.also ?? []), ...items.map((item) => ({ value: item[def.key ?? "id"], label: nameOf(item, def.called) }))];
}

/** A control of one value. @param {{def: FieldDef, tie: any, value: any, onValue: (value: any) => void, label: string}} props */
function Single({ def, tie, value, onValue, label }) {
  const bound = { tie, value, label, onChange: onValue };
  const onInput = (/** @type {any} */ event) => onValue(event.currentTarget.value === "" && def.none ? null : event.currentTarget.value);
  switch (def.kind) {
    case "area":
    case "code":
      return html`<textarea ...${tie} class=${def.kind === "code" ? "input setup-mono" : "input"} rows=${def.rows ?? (def.kind === "code" ? 8 : 4)} value=${value ?? ""}
        placeholder=${def.placeholder} spellcheck=${def.kind !== "code"} onInput=${onInput}></textarea>`;
    case "number":
      return html`<${NumberInput} ...${bound} label=${undefined} min=${def.min} max=${def.max} step="any" />`;
    case "seconds":
      return html`<${DurationInput} tie=${tie} seconds=${value} label=${label} none onChange=${onValue} />`;
    case "select":
    case "ref":
      return html`<${Choice} def=${def} tie=${tie} value=${value} onValue=${onValue} />`;
    case "words":
      return html`<${WordsInput} tie=${tie} values=${value ?? []} placeholder=${def.placeholder} onChange=${onValue} />`;
    case "json":
      return html`<${JsonInput} ...${bound} rows=${def.rows} />`;
    case "moment":
      return html`<${InstantInput} tie=${tie} value=${value} onChange=${onValue} />`;
    default:
      return html`<input ...${tie} class="input" type="text" value=${value ?? ""} placeholder=${def.placeholder} autocomplete="off" onInput=${onInput} />`;
  }
}

/** @param {{def: FieldDef, tie: any, value: any, onValue: (value: any) => void}} props */
function Choice({ def, tie, value, onValue }) {
  return html`<${SelectInput} tie=${tie} value=${value} options=${useOptions(def)} none=${def.none || !value ? t("setup.none") : undefined} onChange=${onValue} />`;
}

/** Controls of one value that is several. @param {{def: FieldDef, record: any, value: any, onValue: (value: any) => void, label: string, errors: any}} props */
function Several({ def, record, value, onValue, label, errors }) {
  const choices = useOptions(def);
  switch (def.kind) {
    case "texts":
      return html`<${TextsInput} texts=${value ?? {}} label=${label} rows=${def.long ? 3 : undefined} onChange=${onValue} />`;
    case "map":
      return html`<${Headers} value=${value} onValue=${onValue} label=${label} add=${def.add} />`;
    case "rows":
      return html`<${Rows} ...${def} value=${value} onValue=${onValue} label=${label} errors=${errors} Fields=${Fields} />`;
    case "own":
      return ownOf(def, { record, value, onValue, label, errors });
    default:
      return choices && html`<${ChecksInput} values=${value ?? []} options=${choices} onChange=${onValue} />`;
  }
}
