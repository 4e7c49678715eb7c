// @ts-check
/** Where a source's JSON holds a ticket's fields: a path for most, a rule (JMESPath, Liquid, a constant, a lookup) as JSON, or never. */
import { html, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Button, IconButton, Input } from "../../../shared/parts.js";
import { JsonInput } from "../setup/controls.js";

const FIELDS = [
  "external_id", "subject", "body", "status", "priority", "type", "topic", "tags", "language", "requester.email", "requester.name",
  "requester.external_id", "request_type", "updated_at", "comment_id", "custom_fields.",
];

/** @param {any} rule @returns {"path"|"rule"|"never"} */
const kindOf = (rule) => (rule === null ? "never" : typeof rule === "string" ? "path" : "rule");

/** @param {{value: Record<string, any>, onValue: (value: Record<string, any>) => void}} props */
export function Mapping({ value, onValue }) {
  const [rows, setRows] = useState(() => Object.entries(value ?? {}));
  const change = (/** @type {[string, any][]} */ next) => {
    setRows(next);
    onValue(Object.fromEntries(next.filter(([name]) => name)));
  };
  const put = (/** @type {number} */ index, /** @type {[string, any]} */ row) => change(rows.map((old, at) => (at === index ? row : old)));
  const blank = /** @type {Record<string, any>} */ ({ path: "", rule: { jmespath: "" }, never: null });
  return html`<div class="stack setup-tight">
    <datalist id="setup-mapped">${FIELDS.map((name) => html`<option key=${name} value=${name}></option>`)}</datalist>
    ${rows.map(([name, rule], index) => {
      const called = name || t("setup.numbered", { name: t("setup.field"), number: index + 1 });
      const kind = kindOf(rule);
      return html`<div class="setup-mapping" key=${index}>
        <${Input} list="setup-mapped" value=${name} aria-label=${t("setup.field_of_ticket")} placeholder="subject" onInput=${(/** @type {string} */ text) => put(index, [text, rule])} />
        <select class="input" aria-label=${t("setup.how_of", { name: called })} value=${kind} onChange=${(/** @type {any} */ event) => put(index, [name, blank[event.currentTarget.value]])}>
          ${["path", "rule", "never"].map((one) => html`<option key=${one} value=${one} selected=${one === kind}>${t(`setup.map_${one}`)}</option>`)}
        </select>
        ${kind === "path" ? html`<${Input} value=${rule} aria-label=${t("setup.path_of", { name: called })} placeholder="order.problem" onInput=${(/** @type {string} */ text) => put(index, [name, text])} />` : null}
        ${kind === "rule" ? html`<div class="grow"><${JsonInput} rows=${3} value=${rule} label=${t("setup.rule_of", { name: called })} onChange=${(/** @type {any} */ next) => put(index, [name, next])} /></div>` : null}
        <${IconButton} icon="x" label=${t("setup.remove_of", { name: called })} onClick=${() => change(rows.filter((_row, at) => at !== index))} />
      </div>`;
    })}
    <div><${Button} kind="quiet" icon="plus" onClick=${() => setRows([...rows, ["", ""]])}>${t("setup.add_field")}<//></div>
  </div>`;
}
