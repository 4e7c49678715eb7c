// @ts-check
/** A form as its reader will see it, made of what is being written. */
import { html, useState } from "../../../shared/view.js";
import { locale, t } from "../../../shared/texts.js";
import { ofLocale, useWholeList, valueText } from "../setup/base.js";

const LONG = new Set(["body", "long_text"]);

/** @param {{draft: any}} props */
export function FormPreview({ draft }) {
  const fields = useWholeList("/v1/fields");
  const languages = [...new Set([...Object.keys(draft.titles ?? {}), ...(draft.questions ?? []).flatMap((/** @type {any} */ one) => Object.keys(one.labels ?? {}))])];
  const [chosen, setChosen] = useState(locale());
  const language = languages.includes(chosen) ? chosen : languages[0] ?? locale();
  return html`<section class="card stack" aria-label=${t("setup.preview")}>
    <div class="row"><span class="small muted grow">${t("setup.preview")}</span>
      ${languages.map((one) => html`<button type="button" class="button small" key=${one} aria-pressed=${one === language} onClick=${() => setChosen(one)}>${one}</button>`)}</div>
    <h3 lang=${language}>${ofLocale(draft.titles, language)}</h3>
    ${(draft.questions ?? []).map((/** @type {any} */ one, /** @type {number} */ index) => html`<${Question} key=${index} question=${one} field=${fields.find((each) => each.key === one.field)} language=${language} />`)}
  </section>`;
}

/** @param {{question: any, field: any, language: string}} props */
function Question({ question, field, language }) {
  const label = ofLocale(question.labels, language) || ofLocale(field?.labels, language) || (t.has(`setup.v_${question.field}`) ? valueText(question.field) : question.field);
  const hint = ofLocale(question.hints, language) || ofLocale(field?.hints, language);
  const kind = field?.kind ?? question.field;
  const when = (question.conditions?.all?.length ?? 0) + (question.conditions?.any?.length ?? 0);
  const control = field?.options?.length
    ? html`<select class="input" aria-label=${label}>${field.options.map((/** @type {any} */ option) => html`<option key=${option.value}>${ofLocale(option.labels, language) || option.value}</option>`)}</select>`
    : LONG.has(kind)
      ? html`<textarea class="input" rows="3" aria-label=${label}></textarea>`
      : kind === "boolean"
        ? html`<input type="checkbox" aria-label=${label} />`
        : html`<input class="input" aria-label=${label} type=${{ number: "number", integer: "number", date: "date", datetime: "datetime-local", email: "email", url: "url", phone: "tel" }[/** @type {string} */ (kind)] ?? "text"} />`;
  return html`<div class="field" lang=${language}><span class="label">${label}${question.required ? html`<span aria-hidden="true"> *</span>` : null}</span>${control}
    ${hint ? html`<span class="hint">${hint}</span>` : null}${when ? html`<span class="small muted">${t("setup.asked_sometimes")}</span>` : null}</div>`;
}
