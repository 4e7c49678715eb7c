// @ts-check
/** What a condition compares with: one control for each shape of value. */

import { html, useEffect, useId, useState } from "../../shared/view.js";
import { useApi } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { nameOf, ofLocale, useChoices, useObjects } from "./choices.js";
import { DurationInput, InstantInput, NumberInput, SelectInput, SeveralInput, WordsInput } from "./setup/controls.js";
import { known, shape } from "./vocabulary.js";

/** @typedef {{ field: string, operator: string, value: any, onChange: (value: any) => void, label: string }} Props */

/** The control for the value of a condition.
 * @param {Props} props */
export function ConditionValue(props) {
  const { field, operator, value, onChange, label } = props;
  switch (shape(field, operator)) {
    case "none":
      return null;
    case "seconds":
      return html`<${DurationInput} seconds=${value} onChange=${onChange} label=${label} />`;
    case "calendar":
      return html`<${OneOf} from="calendars" ...${props} />`;
    case "instant":
      return html`<${InstantInput} value=${value} onChange=${onChange} label=${label} />`;
    case "words":
      return html`<${WordsInput} values=${asList(value)} onChange=${onChange} label=${label} />`;
    case "number":
      return html`<${NumberInput} value=${value} onChange=${onChange} label=${label} />`;
    default:
      return html`<${Plain} ...${props} />`;
  }
}

/** @param {any} value @returns {any[]} */
function asList(value) {
  return Array.isArray(value) ? value : value === null || value === undefined || value === "" ? [] : [value];
}

/** @param {Props} props */
function Plain(props) {
  const { field, operator, value, onChange, label } = props;
  const { kind, values, from } = known(field);
  const many = shape(field, operator) === "list";
  if (kind === "custom") return html`<${Custom} ...${props} />`;
  if (kind === "number") return html`<${NumberList} ...${props} />`;
  if (values) {
    const options = values.map((each) => ({ value: each, label: t(`conditions.${field}_${each}`) }));
    return many
      ? html`<${SeveralInput} values=${asList(value)} options=${options} onChange=${onChange} label=${label} />`
      : html`<${SelectInput} value=${value} options=${options} none=${t("conditions.choose")} onChange=${(/** @type {string | null} */ next) => onChange(next ?? "")} label=${label} />`;
  }
  if (from === "customers" || from === "organizations") return html`<${Searched} from=${from} ...${props} />`;
  if (kind === "tags" || kind === "tree") return html`<${Suggested} from=${from} ...${props} />`;
  if (kind === "reference" && from) {
    return many ? html`<${SeveralOf} from=${from} ...${props} />` : html`<${OneOf} from=${from} ...${props} />`;
  }
  return html`<${Typed} ...${props} />`;
}

/** @param {Props & { from: string }} props */
function OneOf({ from, value, onChange, label }) {
  const options = useChoices(from);
  return html`<${SelectInput} value=${value} options=${options} none=${t("conditions.choose")} label=${label}
    onChange=${(/** @type {string | null} */ next) => onChange(next ?? "")} />`;
}

/** @param {Props & { from: string }} props */
function SeveralOf({ from, value, onChange, label }) {
  const options = useChoices(from);
  return html`<${SeveralInput} values=${asList(value)} options=${options} onChange=${onChange} label=${label} />`;
}

/** Words that may be new, with those there are to choose from.
 * @param {Props & { from: string | undefined }} props */
function Suggested({ from, ...props }) {
  const id = useId();
  const options = useChoices(from);
  return html`<${Typed} ...${props} list=${id} />
    <datalist id=${id}>${(options ?? []).slice(0, 500).map((each) => html`<option key=${each.value} value=${each.value} />`)}</datalist>`;
}

/** @param {Props & { list?: string }} props */
function Typed({ field, operator, value, onChange, label, list }) {
  if (shape(field, operator) === "list") {
    return html`<${WordsInput} values=${asList(value)} onChange=${onChange} label=${label} list=${list} />`;
  }
  return html`<input class="input" value=${value ?? ""} aria-label=${label} list=${list} autocomplete="off"
    onInput=${(/** @type {any} */ event) => onChange(event.currentTarget.value)} />`;
}

/** @param {Props} props */
function NumberList({ value, onChange, label }) {
  return html`<${WordsInput} values=${asList(value)} label=${label}
    onChange=${(/** @type {string[]} */ words) => onChange(words.map((each) => Number(each)).filter((each) => !Number.isNaN(each)))} />`;
}

/** A custom field: its options, or a value of its kind.
 * @param {Props} props */
function Custom(props) {
  const { field, operator, value, onChange, label } = props;
  const fields = useObjects("fields");
  const defined = fields?.find((each) => `custom_fields.${each.key}` === field);
  const many = shape(field, operator) === "list";
  if (defined?.kind === "boolean" && !many) {
    const options = ["true", "false"].map((each) => ({ value: each, label: t(`conditions.${each}`) }));
    return html`<${SelectInput} value=${value === "" ? null : String(value)} options=${options} label=${label}
      none=${t("conditions.choose")} onChange=${(/** @type {string | null} */ next) => onChange(next === null ? "" : next === "true")} />`;
  }
  if (defined?.options?.length) {
    const options = defined.options.map((/** @type {any} */ each) => ({
      value: each.value,
      label: ofLocale(each.labels) ?? each.value,
    }));
    return many
      ? html`<${SeveralInput} values=${asList(value)} options=${options} onChange=${onChange} label=${label} />`
      : html`<${SelectInput} value=${value} options=${options} onChange=${onChange} label=${label} none=${t("conditions.choose")} />`;
  }
  if (defined && ["number", "integer"].includes(defined.kind)) {
    return many
      ? html`<${NumberList} ...${props} />`
      : html`<${NumberInput} value=${typeof value === "number" ? value : null} onChange=${onChange} label=${label} />`;
  }
  return html`<${Typed} ...${props} />`;
}

const SEARCHED = /** @type {const} */ ({ customers: "/v1/customers", organizations: "/v1/organizations" });

/** Somebody out of many: found by a few letters, kept by id.
 * @param {Props & { from: "customers" | "organizations" }} props */
function Searched({ from, field, operator, value, onChange, label }) {
  const api = useApi();
  const [query, setQuery] = useState("");
  const [found, setFound] = useState(/** @type {{ value: string, label: string }[]} */ ([]));
  const ids = asList(value).map(String);
  useEffect(() => {
    let here = true;
    if (!query) return undefined;
    const timer = setTimeout(() => {
      api.page(SEARCHED[from], { query, limit: 20 }).then(
        (page) => here && setFound(page.items.map((/** @type {any} */ each) => ({ value: each.id, label: each.name ?? each.email ?? each.id }))),
        () => here && setFound([]),
      );
    }, 200);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [query]);
  const many = shape(field, operator) === "list";
  return html`<div class="stack">
    <input class="input" type="search" value=${query} placeholder=${t("conditions.search")} aria-label=${label}
      onInput=${(/** @type {any} */ event) => setQuery(event.currentTarget.value)} />
    <${many ? SeveralInput : SelectInput} values=${ids} value=${ids[0] ?? null} label=${label} none=${t("conditions.choose")}
      options=${[...found, ...ids.filter((id) => !found.some((each) => each.value === id)).map((id) => ({ value: id, label: nameOf(found, id) }))]}
      onChange=${(/** @type {any} */ next) => onChange(next ?? "")} />
  </div>`;
}
