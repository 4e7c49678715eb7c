// @ts-check
/** Other articles of the brand that an article points to, in an order. */
import { html, useEffect, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { IconButton } from "../../../shared/parts.js";
import { wholeList } from "../setup/base.js";
import { moved } from "../setup/values.js";
import { titleOf } from "./state.js";

/** @param {{value: string[], onValue: (value: string[]) => void, record: any, label: string}} props */
export function Related({ value, onValue, record, label }) {
  const [all, setAll] = useState(/** @type {any[]} */ ([]));
  const [failed, setFailed] = useState("");
  useEffect(() => {
    wholeList(`/v1/articles?brand=${encodeURIComponent(record.brand)}`).then(setAll, (error) => setFailed(error.message));
  }, [record.brand]);
  const named = new Map(all.map((one) => [one.id, titleOf(one)]));
  const free = all.filter((one) => one.id !== record.id && !value.includes(one.id));
  return html`<div class="stack setup-tight">
    ${failed ? html`<p class="setup-refused">${failed}</p>` : null}
    ${value.map((id, index) => {
      const name = named.get(id) || id;
      return html`<div class="row" key=${id}>
        <span class="grow setup-cut">${name}</span>
        <${IconButton} icon="arrow-up" label=${t("setup.up_of", { name })} disabled=${index === 0} onClick=${() => onValue(moved(value, index, -1))} />
        <${IconButton} icon="x" label=${t("setup.remove_of", { name })} onClick=${() => onValue(value.filter((one) => one !== id))} />
      </div>`;
    })}
    <select class="input" value="" aria-label=${label} onChange=${(/** @type {any} */ event) => event.currentTarget.value && onValue([...value, event.currentTarget.value])}>
      <option value="">${t("setup.add_related")}</option>
      ${free.map((one) => html`<option key=${one.id} value=${one.id}>${titleOf(one) || one.id}</option>`)}
    </select>
  </div>`;
}
