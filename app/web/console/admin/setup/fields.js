// @ts-check
/** The fields of a form, from a table that says what each holds; a refusal stands at the field that it is about. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Field, Switch } from "../../../shared/parts.js";
import { Headers, Locales, Rows, Words } from "./lists.js";
import { Choice, Choices, Json, Moment, Numeric, Seconds, Text } from "./inputs.js";
import { read, refusal, write } from "./values.js";

/**
 * @typedef {object} FieldDef
 * @property {string} name dotted: `opens.incident`
 * @property {"text"|"area"|"code"|"number"|"seconds"|"switch"|"select"|"checks"|"words"|"texts"|"map"|"json"|"ref"|"refs"|"moment"|"rows"|"own"} kind
 * @property {string} [label] a key of `setup`; `f_name` of the last part of the name without it
 * @property {string} [hint] a key of `setup`
 * @property {boolean} [required]
 * @property {"new"|"old"} [only] asked only when a record is made, or only afterwards
 * @property {readonly string[]} [values] of `select` and `checks`
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
  return t(`setup.${def.label ?? `f_${def.name.split(".").pop()}`}`);
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
        error=${refusal(errors, def.name)}
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
  const hint = def.hint ? t(`setup.${def.hint}`) : undefined;
  if (def.kind === "switch") {
    return html`<div class="stack setup-tight">
      <${Switch} label=${label} checked=${Boolean(value)} onChange=${onValue} />
      ${hint ? html`<p class="small muted">${hint}</p>` : null}${error ? html`<p class="setup-refused" role="alert">${error}</p>` : null}
    </div>`;
  }
  const control = controlOf(def, { record, value, onValue, label, errors });
  if (def.bare) return control;
  if (GROUPS.has(def.kind)) {
    return html`<fieldset class="setup-group">
      <legend>${label}</legend>
      ${hint ? html`<p class="small muted">${hint}</p>` : null}${control}
      ${error && def.kind !== "rows" ? html`<p class="setup-refused" role="alert">${error}</p>` : null}
    </fieldset>`;
  }
  return html`<${Field} label=${label} hint=${hint} error=${error}>${control}<//>`;
}

/**
 * @param {FieldDef} def
 * @param {{record: any, value: any, onValue: (value: any) => void, label: string, errors: any}} bound
 */
function controlOf(def, { record, value, onValue, label, errors }) {
  const props = { ...def, value, onValue, label };
  switch (def.kind) {
    case "area":
      return html`<${Text} ...${props} rows=${def.rows ?? 4} />`;
    case "code":
      return html`<${Text} ...${props} rows=${def.rows ?? 8} mono />`;
    case "number":
      return html`<${Numeric} ...${props} />`;
    case "seconds":
      return html`<${Seconds} ...${props} />`;
    case "select":
    case "ref":
      return html`<${Choice} ...${props} />`;
    case "checks":
    case "refs":
      return html`<${Choices} ...${props} />`;
    case "words":
      return html`<${Words} ...${props} />`;
    case "texts":
      return html`<${Locales} ...${props} />`;
    case "map":
      return html`<${Headers} ...${props} />`;
    case "json":
      return html`<${Json} ...${props} />`;
    case "moment":
      return html`<${Moment} ...${props} />`;
    case "rows":
      return html`<${Rows} ...${props} errors=${errors} />`;
    case "own":
      return def.own?.({
        value, onValue, record, label, errors, error: (pointer) => refusal(errors, pointer.replace(/^\//, "").replaceAll("/", ".")),
      });
    default:
      return html`<${Text} ...${props} />`;
  }
}
