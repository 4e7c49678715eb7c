// @ts-check
/** Controls for one value each: they get the value and what ties them to their label, and give the value itself. */

import { html, useEffect, useId, useState } from "../../../shared/view.js";
import { t, unitWord } from "../../../shared/texts.js";

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

const UNITS = /** @type {const} */ ([["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]]);

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
      ${UNITS.map(([name]) => html`<option key=${name} value=${name}>${unitWord(shown ?? 0, name)}</option>`)}
    </select>
  </span>`;
}

const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** One text per language. A language without words is left out.
 * @param {{ texts: Record<string, string>, label: string, rows?: number, tie?: Record<string, any>, onChange: (texts: Record<string, string>) => void }} props */
export function TextsInput({ texts, label, rows, tie, onChange }) {
  const [more, setMore] = useState("");
  const [added, setAdded] = useState(/** @type {string[]} */ ([]));
  const locales = [...new Set(["en", "ru", ...Object.keys(texts), ...added])];
  const write = (/** @type {string} */ locale, /** @type {string} */ text) => {
    const { [locale]: _, ...rest } = texts;
    onChange(text === "" ? rest : { ...rest, [locale]: text });
  };
  return html`<div class="locales">
    ${locales.map((locale, place) => {
      const input = {
        ...(place === 0 ? tie : {}),
        class: "input",
        lang: locale,
        dir: "auto",
        "aria-label": t("setup.in_language", { name: label, language: locale }),
        value: texts[locale] ?? "",
        onInput: (/** @type {any} */ event) => write(locale, event.currentTarget.value),
      };
      return html`<div class="locale" key=${locale}><span class="small muted" aria-hidden="true">${locale}</span>
        ${rows ? html`<textarea ...${input} rows=${rows}></textarea>` : html`<input ...${input} />`}</div>`;
    })}
    <div class="locale"><span></span><span class="row">
      <input class="input short" value=${more} placeholder="de" maxlength="35" aria-label=${t("resource.language_tag")}
        onInput=${(/** @type {any} */ event) => setMore(event.currentTarget.value.trim())} />
      <button type="button" class="button quiet" disabled=${!LOCALE.test(more) || locales.includes(more)}
        onClick=${() => [setAdded([...added, more]), setMore("")]}>${t("resource.add_language")}</button></span></div>
  </div>`;
}

/** An instant as this device's clock would show it, for `datetime-local`.
 * @param {string | null | undefined} iso @returns {string} */
export function localOf(iso) {
  if (!iso) return "";
  const at = new Date(iso);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** @param {string} local @returns {string | null} */
export function isoOf(local) {
  const at = new Date(local);
  return local === "" || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** @param {{ tie?: Record<string, any>, value: string | null | undefined, label?: string,
 *   onChange: (value: string | null) => void }} props */
export function InstantInput({ tie, value, onChange, label }) {
  return html`<input ...${tie} class="input" type="datetime-local" aria-label=${label} value=${localOf(value)}
    onInput=${(/** @type {any} */ event) => onChange(isoOf(event.currentTarget.value))} />`;
}

/** Yes or no, with its own label. @param {{ label: string, hint?: string, error?: string, value: any, onChange: (on: boolean) => void }} props */
export function CheckInput({ label, hint, error, value, onChange }) {
  const id = useId();
  return html`<div class="field check">
    <label><input type="checkbox" checked=${Boolean(value)} aria-describedby=${hint ? `${id}-hint` : undefined}
        onChange=${(/** @type {any} */ event) => onChange(event.currentTarget.checked)} />
      <span>${label}</span></label>
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    ${error && html`<p class="error">${error}</p>`}
  </div>`;
}

/** Several of a few, all of them to be seen, as check boxes.
 * @param {{ values: readonly string[], options: readonly { value: string, label: string }[], onChange: (values: string[]) => void }} props */
export function ChecksInput({ values, options, onChange }) {
  if (!options.length) return html`<p class="small muted">${t("setup.nothing_to_choose")}</p>`;
  return html`<div class="setup-checks">${options.map(
    (each) => html`<label key=${each.value} class="setup-check"><input type="checkbox" checked=${values.includes(each.value)}
        onChange=${() => onChange(values.includes(each.value) ? values.filter((value) => value !== each.value) : [...values, each.value])} /> <span>${each.label}</span></label>`,
  )}</div>`;
}

/** Any JSON; what is not JSON yet is kept as it is typed, and said.
 * @param {{ tie?: Record<string, any>, value: any, onChange: (value: any) => void, rows?: number, label?: string }} props */
export function JsonInput({ tie, value, onChange, rows = 8, label }) {
  const shown = value === undefined ? "" : JSON.stringify(value, null, 2);
  const [text, setText] = useState(shown);
  const [said, setSaid] = useState(shown);
  const [wrong, setWrong] = useState("");
  // What is typed stays as it is typed, unless the value was changed from elsewhere.
  useEffect(() => {
    if (shown !== said) [setText(shown), setSaid(shown), setWrong("")];
  }, [shown]);
  const put = (/** @type {string} */ typed) => {
    setText(typed);
    try {
      const next = typed.trim() === "" ? null : JSON.parse(typed);
      setSaid(JSON.stringify(next, null, 2));
      setWrong("");
      onChange(next);
    } catch (error) {
      setWrong(t("setup.not_json", { detail: /** @type {Error} */ (error).message }));
    }
  };
  return html`<textarea ...${tie} class="input setup-mono" rows=${rows} value=${text} spellcheck=${false} aria-label=${tie?.id ? undefined : label}
      onInput=${(/** @type {any} */ event) => put(event.currentTarget.value)}></textarea>
    ${wrong && html`<p class="setup-refused" role="alert">${wrong}</p>`}`;
}
