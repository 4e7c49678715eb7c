// @ts-check
/** The desk's own fields of a ticket, each with the control that its kind asks for. */
import { html, useEffect, useRef, useState } from "../../../shared/view.js";
import { Checkbox, Combo, Field, Input, Select, TextArea, useFetch } from "../../../shared/parts.js";
import { t } from "../../../shared/texts.js";
import { applies, isThere } from "./applies.js";
import { labelOf } from "../words.js";
import { useChosen } from "../../use-chosen.js";

/** @typedef {import("./panel.js").Panelled} Panelled */
/** @typedef {import("api").components["schemas"]["FieldOut"]} FieldOut */

/** @param {Pick<Panelled, "ticket" | "change" | "directory">} props */
export function CustomFields({ ticket, change, directory }) {
  const { data } = useFetch("/v1/fields", { limit: 200, archived: false });
  const asked = useAsked(ticket.request_type);
  /** @type {FieldOut[]} */
  const all = (data?.items ?? []).filter((/** @type {FieldOut} */ each) => (
    !each.archived && !each.of_customer && applies(each, ticket)));
  // What gets a value while the page is open stays where it was.
  const [began] = useState(() => new Set(Object.entries(ticket.custom_fields).filter(([, value]) => isThere(value)).map(([key]) => key)));
  const own = all.filter((each) => began.has(each.key) || asked.has(each.key) || isOfThis(each));
  const more = all.filter((each) => !own.includes(each));
  const control = (/** @type {FieldOut} */ field) => html`
    <${Custom} key=${field.key} field=${field} value=${ticket.custom_fields[field.key] ?? null} directory=${directory}
      save=${(/** @type {unknown} */ value) => change({ custom_fields: { [field.key]: value } })} />`;
  return html`${own.map(control)}
    ${more.length > 0 && html`<details><summary class="small">${t.n("thread.more_fields", more.length)}</summary>
      <div class="stack panel-more">${more.map(control)}</div></details>`}`;
}

/** Whether it is for tickets like this one more than for any other. @param {FieldOut} field */
function isOfThis({ ticket_types: types, brands, conditions, required_to_solve: required }) {
  return Boolean(types?.length || brands?.length || conditions?.all?.length || conditions?.any?.length || required);
}

/** The keys of the fields that the form of this kind of request asks for. @param {string | null} key @returns {Set<string>} */
function useAsked(key) {
  const { data: kind } = useFetch(key ? `/v1/request-types/${encodeURIComponent(key)}` : null);
  const { data: form } = useFetch(kind?.form ? `/v1/forms/${encodeURIComponent(kind.form)}` : null);
  return new Set((form?.questions ?? []).map((/** @type {{ field: string }} */ each) => each.field.replace("custom_fields.", "")));
}

/** @param {{ field: FieldOut, value: any, save: (value: unknown) => Promise<unknown>, directory: Panelled["directory"] }} props */
function Custom({ field, value, save, directory }) {
  const label = labelOf(field.labels, field.key) + (field.required_to_solve ? ` ${t("thread.to_solve")}` : "");
  if (field.kind === "boolean") return html`<${Checkbox} label=${label} checked=${value === true} onChange=${save} />`;
  return html`
    <${Field} label=${label} hint=${labelOf(field.hints ?? {}, "")}>
      <${Control} field=${field} value=${value} save=${save} directory=${directory} /><//>`;
}

/** @param {{ field: FieldOut, value: any, save: (value: unknown) => Promise<unknown>, directory: Panelled["directory"] }} props */
function Control({ field, value, save, directory }) {
  const options = (field.options ?? []).filter((each) => !each.archived || each.value === value)
    .map((each) => ({ value: each.value, label: labelOf(each.labels, each.value) }));
  switch (field.kind) {
    case "select": return html`<${Select} value=${value} options=${options} empty="–" onChange=${save} />`;
    case "multi_select": return html`<${Several} options=${options} value=${value} save=${save} />`;
    case "agent": return html`
      <${Select} value=${value} empty="–" onChange=${save}
        options=${directory.agents.map((each) => ({ value: each.id, label: each.name }))} />`;
    default: return html`<${Typed} field=${field} value=${value} save=${save} />`;
  }
}

/** @param {{ options: { value: string, label: string }[], value: string[] | null, save: (value: unknown) => Promise<unknown> }} props */
function Several({ options, value, save }) {
  const [chosen, put] = useChosen(value ?? [], save);
  return html`<${Combo} multiple value=${chosen.map((each) => options.find((option) => option.value === each) ?? { value: each, label: each })}
    load=${async (/** @type {string} */ query) => options.filter((each) => each.label.toLowerCase().includes(query.toLowerCase()))}
    onChange=${(/** @type {{ value: string }[]} */ items) => put(items.map((each) => each.value))} />`;
}

/** @type {Record<string, string>} */
const TYPES = { number: "number", integer: "number", date: "date", datetime: "datetime-local", url: "url", email: "email",
  phone: "tel" };

/** Saved when the reader is done with it, not with every key.
 * @param {{ field: FieldOut, value: any, save: (value: unknown) => Promise<unknown> }} props */
function Typed({ field, value, save }) {
  const shown = value === null ? "" : field.kind === "datetime" ? String(value).slice(0, 16) : String(value);
  const [text, setText] = useState(shown);
  const latest = useRef(shown);
  const saving = useRef(/** @type {string | null} */ (null));
  useEffect(() => {
    const was = latest.current;
    latest.current = shown;
    // Somebody who writes on while it is saved loses nothing.
    setText((now) => (now === was ? shown : now));
  }, [shown]);
  const done = async () => {
    // Enter saves it, and so does leaving the field: a question about it takes the focus away.
    if (text === shown || text === saving.current) return;
    saving.current = text;
    const kept = await save(typed(field.kind, text));
    saving.current = null;
    // What somebody else wrote meanwhile was left standing. What was refused stays, to be put right.
    if (kept === null && latest.current !== shown) setText(latest.current);
  };
  const control = { value: text, onInput: setText, onBlur: done };
  if (field.kind === "long_text") return html`<${TextArea} rows="3" ...${control} />`;
  return html`<${Input} type=${TYPES[field.kind] ?? "text"} step=${field.kind === "number" ? "any" : undefined} ...${control}
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === "Enter" && void done()} />`;
}

/** What was typed as the desk takes it. @param {string} kind @param {string} text */
function typed(kind, text) {
  if (text === "") return null;
  if (kind === "number" || kind === "integer") return Number(text);
  if (kind === "datetime") return new Date(text).toISOString();
  return text;
}
