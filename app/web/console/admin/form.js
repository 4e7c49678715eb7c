// @ts-check
/** The fields of admin forms: each knows its place in the body, so that what the desk refuses stands at its field. */

import { html, useEffect, useId, useMemo, useState } from "../../shared/view.js";
import { wordsOf } from "../../shared/refusals.js";
import { t } from "../../shared/texts.js";
import { useChoices } from "./choices.js";

/** @typedef {import("../../shared/refusals.js").Refusal} FieldError */
/**
 * A draft that is edited, and what the desk said of it.
 * @typedef {{ draft: any, set: (change: Record<string, any>) => void, error: (pointer: string) => string | undefined,
 *   isNew: boolean, fixed?: boolean }} Form
 */
/** @typedef {{ form: Form, name: string, label: string, hint?: string, required?: boolean }} Named */

/** What the desk refused in the body, by JSON pointer: the words at a place and below it.
 * @param {any} error @returns {(pointer: string) => string | undefined} */
export function errorsAt(error) {
  /** @type {FieldError[]} */
  const errors = error?.problem?.errors ?? [];
  return (pointer) => {
    const found = errors.filter(
      (each) => each.pointer !== undefined && (each.pointer === pointer || each.pointer.startsWith(`${pointer}/`)),
    );
    return found.length ? found.map(wordsOf).join("; ") : undefined;
  };
}

/** A form over a draft that stands by itself (not a resource of a list).
 * @param {any} blank @param {any} [error] @returns {Form & { replace: (draft: any) => void }} */
export function useForm(blank, error) {
  const [draft, setDraft] = useState(blank);
  const at = useMemo(() => errorsAt(error), [error]);
  return {
    draft,
    set: (change) => setDraft((/** @type {any} */ now) => ({ ...now, ...change })),
    replace: setDraft,
    error: at,
    isNew: true,
  };
}

/** A labelled row around one control; `control` gets what ties it to its label, hint and error.
 * @param {{ label: string, hint?: string, error?: string, required?: boolean,
 *   control: (tie: Record<string, any>) => any }} props */
export function Row({ label, hint, error, required, control }) {
  const id = useId();
  const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return html`<div class=${error ? "field bad" : "field"}>
    <label class="label" for=${id}>${label}${required && html`<span class="muted" aria-hidden="true"> *</span>`}</label>
    ${control({
      id,
      "aria-describedby": about || undefined,
      "aria-invalid": error ? "true" : undefined,
      "aria-required": required ? "true" : undefined,
    })}
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    ${error && html`<p class="error" id=${`${id}-error`}>${error}</p>`}
  </div>`;
}

/** A group of controls under one name.
 * @param {{ label: string, hint?: string, error?: string, children?: any, class?: string }} props */
export function Group({ label, hint, error, children, class: kind }) {
  return html`<fieldset class=${`group ${kind ?? ""}`}>
    <legend>${label}</legend>
    ${hint && html`<p class="hint">${hint}</p>`}
    ${error && html`<p class="error">${error}</p>`} ${children}
  </fieldset>`;
}

/** @param {Named & { type?: string, placeholder?: string, mono?: boolean, fixed?: boolean, list?: string }} props */
export function TextField({ form, name, label, hint, required, type = "text", placeholder, mono, fixed, list }) {
  return html`<${Row} label=${label} hint=${hint} required=${required} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<input ...${tie} class=${mono ? "input code" : "input"} type=${type} value=${form.draft[name] ?? ""}
        placeholder=${placeholder} readonly=${fixed} list=${list} autocomplete="off"
        onInput=${(/** @type {any} */ event) => form.set({ [name]: event.currentTarget.value })} />`} />`;
}

/** @param {Named & { rows?: number, mono?: boolean }} props */
export function AreaField({ form, name, label, hint, required, rows = 3, mono }) {
  return html`<${Row} label=${label} hint=${hint} required=${required} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<textarea ...${tie} class=${mono ? "input code" : "input"} rows=${rows} value=${form.draft[name] ?? ""}
        onInput=${(/** @type {any} */ event) => form.set({ [name]: event.currentTarget.value })}></textarea>`} />`;
}

/** A number, or nothing (`null`).
 * @param {Named & { min?: number, max?: number, step?: number | "any", unit?: string }} props */
export function NumberField({ form, name, label, hint, required, min, max, step = 1, unit }) {
  return html`<${Row} label=${label} hint=${hint} required=${required} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<span class="row fixed"><${NumberInput} tie=${tie} min=${min} max=${max} step=${step}
          value=${form.draft[name]} onChange=${(/** @type {number | null} */ value) => form.set({ [name]: value })} />
        ${unit && html`<span class="muted">${unit}</span>`}</span>`} />`;
}

/** @param {{ tie?: Record<string, any>, value: number | null | undefined, onChange: (value: number | null) => void,
 *   min?: number, max?: number, step?: number | "any", label?: string }} props */
export function NumberInput({ tie, value, onChange, min, max, step = 1, label }) {
  return html`<input ...${tie} class="input short" type="number" inputmode="decimal" min=${min} max=${max} step=${step}
    aria-label=${label} value=${value ?? ""}
    onInput=${(/** @type {any} */ event) => {
      const typed = event.currentTarget.value;
      onChange(typed === "" || Number.isNaN(Number(typed)) ? null : Number(typed));
    }} />`;
}

/** @param {Named} props */
export function CheckField({ form, name, label, hint }) {
  const id = useId();
  const error = form.error(`/${name}`);
  return html`<div class="field check">
    <label><input type="checkbox" checked=${Boolean(form.draft[name])} aria-describedby=${hint ? `${id}-hint` : undefined}
        onChange=${(/** @type {any} */ event) => form.set({ [name]: event.currentTarget.checked })} />
      <span>${label}</span></label>
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    ${error && html`<p class="error">${error}</p>`}
  </div>`;
}

/** One of a few; `none` is what no choice is called, and leads to `null`.
 * @param {Named & { options: readonly { value: string, label: string }[] | null, none?: string, fixed?: boolean }} props */
export function SelectField({ form, name, label, hint, required, options, none, fixed }) {
  return html`<${Row} label=${label} hint=${hint} required=${required} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<${SelectInput} tie=${tie} value=${form.draft[name]} options=${options} none=${none} disabled=${fixed}
        onChange=${(/** @type {string | null} */ value) => form.set({ [name]: value })} />`} />`;
}

/** @param {{ tie?: Record<string, any>, value: any, options: readonly { value: string, label: string }[] | null,
 *   none?: string, onChange: (value: any) => void, label?: string, disabled?: boolean }} props */
export function SelectInput({ tie, value, options, none, onChange, label, disabled }) {
  const known = options ?? [];
  const gone = value !== null && value !== undefined && value !== "" && !known.some((each) => each.value === value);
  return html`<select ...${tie} class="input" aria-label=${label} value=${value ?? ""} disabled=${disabled}
    onChange=${(/** @type {any} */ event) => onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)}>
    ${none !== undefined && html`<option value="">${none}</option>`}
    ${gone && html`<option value=${value}>${options === null ? "…" : String(value)}</option>`}
    ${known.map((each) => html`<option key=${each.value} value=${each.value} selected=${each.value === value}>${each.label}</option>`)}
  </select>`;
}

/** One of a list of the desk's (`from`: teams, calendars …).
 * @param {Named & { from: string, none?: string }} props */
export function ReferenceField({ from, ...rest }) {
  const options = useChoices(from);
  return html`<${SelectField} ...${rest} options=${options} />`;
}

/** Several of a few, as chips with a list to add from.
 * @param {Named & { from?: string, options?: readonly { value: string, label: string }[], ordered?: boolean }} props */
export function SeveralField({ form, name, label, hint, from, options }) {
  const found = useChoices(options ? null : from);
  return html`<${Row} label=${label} hint=${hint} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<${SeveralInput} tie=${tie} values=${form.draft[name] ?? []} options=${options ?? found} label=${label}
        onChange=${(/** @type {string[]} */ values) => form.set({ [name]: values })} />`} />`;
}

/** @param {{ tie?: Record<string, any>, values: string[], options: readonly { value: string, label: string }[] | null,
 *   onChange: (values: string[]) => void, label: string }} props */
export function SeveralInput({ tie, values, options, onChange, label }) {
  const rest = (options ?? []).filter((each) => !values.includes(each.value));
  const named = (/** @type {string} */ value) => options?.find((each) => each.value === value)?.label ?? value;
  return html`<div class="chips">
    ${values.map(
      (value) => html`<span class="chip" key=${value}>${named(value)}
        <button type="button" aria-label=${t("resource.take_away", { name: named(value) })}
          onClick=${() => onChange(values.filter((each) => each !== value))}>×</button></span>`,
    )}
    <select ...${tie} class="input" aria-label=${tie?.id ? undefined : label} value=""
      onChange=${(/** @type {any} */ event) => {
        if (event.currentTarget.value) onChange([...values, event.currentTarget.value]);
        event.currentTarget.value = "";
      }}>
      <option value="">${rest.length || options === null ? t("resource.add_one") : t("resource.no_more")}</option>
      ${rest.map((each) => html`<option key=${each.value} value=${each.value}>${each.label}</option>`)}
    </select>
  </div>`;
}

/** Several of a few, all of them to be seen, as check boxes.
 * @param {Named & { options: readonly { value: string, label: string }[] }} props */
export function ChecksField({ form, name, label, hint, options }) {
  /** @type {string[]} */
  const values = form.draft[name] ?? [];
  return html`<${Group} label=${label} hint=${hint} error=${form.error(`/${name}`)} class="checks">
    ${options.map(
      (each) => html`<label key=${each.value}><input type="checkbox" checked=${values.includes(each.value)}
          onChange=${() =>
            form.set({
              [name]: values.includes(each.value)
                ? values.filter((value) => value !== each.value)
                : [...values, each.value],
            })} /> <span>${each.label}</span></label>`,
    )}
  <//>`;
}

/** Words with commas between them: a list of texts.
 * @param {Named & { placeholder?: string }} props */
export function WordsField({ form, name, label, hint, placeholder }) {
  return html`<${Row} label=${label} hint=${hint ?? t("resource.with_commas")} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<${WordsInput} tie=${tie} values=${form.draft[name] ?? []} placeholder=${placeholder}
        onChange=${(/** @type {string[]} */ values) => form.set({ [name]: values })} />`} />`;
}

/** @param {{ tie?: Record<string, any>, values: readonly any[], onChange: (values: string[]) => void,
 *   placeholder?: string, label?: string, list?: string }} props */
export function WordsInput({ tie, values, onChange, placeholder, label, list }) {
  const [typed, setTyped] = useState(values.join(", "));
  const split = (/** @type {string} */ text) => text.split(",").map((each) => each.trim()).filter(Boolean);
  // What is typed stays as it is typed ("a, b, "), unless the list was changed from elsewhere.
  useEffect(() => {
    if (JSON.stringify(split(typed)) !== JSON.stringify(values.map(String))) setTyped(values.join(", "));
  }, [JSON.stringify(values)]);
  return html`<input ...${tie} class="input" value=${typed} placeholder=${placeholder} aria-label=${label} list=${list}
    autocomplete="off" onInput=${(/** @type {any} */ event) => {
      setTyped(event.currentTarget.value);
      onChange(split(event.currentTarget.value));
    }} />`;
}

const UNITS = /** @type {const} */ ([["days", 86_400], ["hours", 3_600], ["minutes", 60], ["seconds", 1]]);

/** A time span: a number and its unit, kept in seconds.
 * @param {Named & { none?: boolean }} props */
export function DurationField({ form, name, label, hint, required, none }) {
  return html`<${Row} label=${label} hint=${hint} required=${required} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<${DurationInput} tie=${tie} seconds=${form.draft[name]} label=${label} none=${none}
        onChange=${(/** @type {number | null} */ seconds) => form.set({ [name]: seconds })} />`} />`;
}

/** @param {{ tie?: Record<string, any>, seconds: number | null | undefined, label: string, none?: boolean,
 *   onChange: (seconds: number | null) => void }} props */
export function DurationInput({ tie, seconds, onChange, label, none }) {
  const best = UNITS.find(([, size]) => seconds && seconds % size === 0) ?? UNITS[2];
  const [unit, setUnit] = useState(/** @type {string} */ (best[0]));
  const size = UNITS.find(([name]) => name === unit)?.[1] ?? 60;
  const shown = seconds === null || seconds === undefined ? null : seconds / size;
  return html`<span class="row duration">
    <${NumberInput} tie=${tie} label=${tie?.id ? undefined : label} min=${0} step="any"
      value=${shown === null ? null : Math.round(shown * 1_000) / 1_000}
      onChange=${(/** @type {number | null} */ value) =>
        onChange(value === null ? (none ? null : 0) : Math.round(value * size))} />
    <select class="input" aria-label=${t("resource.unit_of", { name: label })} value=${unit}
      onChange=${(/** @type {any} */ event) => {
        const next = UNITS.find(([name]) => name === event.currentTarget.value)?.[1] ?? 60;
        setUnit(event.currentTarget.value);
        if (shown !== null) onChange(Math.round(shown * next));
      }}>
      ${UNITS.map(([name]) => html`<option key=${name} value=${name}>${t(`resource.${name}`)}</option>`)}
    </select>
  </span>`;
}

/** Whether two JSON values are one.
 * @param {any} one @param {any} other @returns {boolean} */
export function same(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => same(one[name], other[name]));
}
