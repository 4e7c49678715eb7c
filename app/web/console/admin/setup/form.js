// @ts-check
/** The fields of a form that is laid out by hand: each knows its place in the body, so that what the desk refuses stands at its field. */

import { html, useMemo, useState } from "../../../shared/view.js";
import { wordsOf } from "../../../shared/refusals.js";
import { t } from "../../../shared/texts.js";
import { useChoices } from "../choices.js";
import { CheckInput, ChecksInput, DurationInput, InstantInput, NumberInput, SelectInput, SeveralInput, TextsInput, WordsInput } from "./controls.js";
import { Group, Row } from "./row.js";

/** @typedef {import("../../../shared/refusals.js").Refusal} FieldError */
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

/** @param {Named} props */
export function CheckField({ form, name, label, hint }) {
  return html`<${CheckInput} label=${label} hint=${hint} error=${form.error(`/${name}`)} value=${form.draft[name]}
    onChange=${(/** @type {boolean} */ on) => form.set({ [name]: on })} />`;
}

/** One of a few; `none` is what no choice is called, and leads to `null`.
 * @param {Named & { options: readonly { value: string, label: string }[] | null, none?: string, fixed?: boolean }} props */
export function SelectField({ form, name, label, hint, required, options, none, fixed }) {
  return html`<${Row} label=${label} hint=${hint} required=${required} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<${SelectInput} tie=${tie} value=${form.draft[name]} options=${options} none=${none} disabled=${fixed}
        onChange=${(/** @type {string | null} */ value) => form.set({ [name]: value })} />`} />`;
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

/** Several of a few, all of them to be seen, as check boxes.
 * @param {Named & { options: readonly { value: string, label: string }[] }} props */
export function ChecksField({ form, name, label, hint, options }) {
  return html`<${Group} label=${label} hint=${hint} error=${form.error(`/${name}`)}>
    <${ChecksInput} values=${form.draft[name] ?? []} options=${options} onChange=${(/** @type {string[]} */ values) => form.set({ [name]: values })} /><//>`;
}

/** Words with commas between them: a list of texts.
 * @param {Named & { placeholder?: string }} props */
export function WordsField({ form, name, label, hint, placeholder }) {
  return html`<${Row} label=${label} hint=${hint ?? t("resource.with_commas")} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<${WordsInput} tie=${tie} values=${form.draft[name] ?? []} placeholder=${placeholder}
        onChange=${(/** @type {string[]} */ values) => form.set({ [name]: values })} />`} />`;
}

/** A time span: a number and its unit, kept in seconds.
 * @param {Named & { none?: boolean }} props */
export function DurationField({ form, name, label, hint, required, none }) {
  return html`<${Row} label=${label} hint=${hint} required=${required} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<${DurationInput} tie=${tie} seconds=${form.draft[name]} label=${label} none=${none}
        onChange=${(/** @type {number | null} */ seconds) => form.set({ [name]: seconds })} />`} />`;
}

/** @param {{ label: string, hint?: string, error?: string, required?: boolean, rows?: number,
 *   texts: Record<string, string> | null | undefined, onChange: (texts: Record<string, string>) => void }} props */
export function TextsRow({ label, hint, error, required, rows, texts, onChange }) {
  return html`<${Row} label=${label} hint=${hint} error=${error} required=${required} control=${(/** @type {any} */ tie) =>
    html`<${TextsInput} tie=${tie} label=${label} rows=${rows} texts=${texts ?? {}} onChange=${onChange} />`} />`;
}

/** One text per language: `{"en": "Region"}`. @param {Named & { rows?: number }} props */
export function TextsField({ form, name, ...rest }) {
  return html`<${TextsRow} ...${rest} error=${form.error(`/${name}`)} texts=${form.draft[name]}
    onChange=${(/** @type {Record<string, string>} */ texts) => form.set({ [name]: texts })} />`;
}

/** @param {Named} props */
export function InstantField({ form, name, label, hint, required }) {
  return html`<${Row} label=${label} hint=${hint} required=${required} error=${form.error(`/${name}`)}
    control=${(/** @type {any} */ tie) =>
      html`<${InstantInput} tie=${tie} value=${form.draft[name]}
        onChange=${(/** @type {string | null} */ value) => form.set({ [name]: value })} />`} />`;
}
