// @ts-check
/** The criteria of a scorecard with what is said of each: written in a form, or read. */
import { html } from "../../shared/view.js";
import { Badge, Checkbox, Field, Input, Select } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { locale, number, t } from "../../shared/texts.js";
import { titleOf } from "./common.js";

/** @typedef {import("./common.js").Criterion} Criterion */
/** @typedef {import("api").components["schemas"]["ReviewAnswerIn"]} Answer */

/** The answers by criterion, as they are sent. @param {import("./common.js").Review} review @returns {Record<string, Answer>} */
export function answersOf(review) {
  return Object.fromEntries(review.answers.map(({ points: _, ...answer }) => [answer.criterion, answer]));
}

/** Those that say something. @param {Record<string, Answer>} answers @returns {Answer[]} */
export function said(answers) {
  return Object.values(answers).filter((each) => each.not_applicable || (each.value !== null && each.value !== undefined));
}

/** @param {Criterion} criterion @returns {{ value: string, label: string, is: boolean | number | string }[]} what may be answered */
function choices(criterion) {
  if (criterion.kind === "yes_no") return [true, false].map((is) => ({ value: String(is), label: t(is ? "reviews.yes" : "reviews.no"), is }));
  if (criterion.kind === "choice") {
    return criterion.options.map(({ key, texts }) => ({ value: key, label: texts[locale()] ?? texts.en ?? Object.values(texts)[0] ?? key, is: key }));
  }
  const steps = criterion.max - criterion.min + 1;
  return Array.from({ length: steps }, (_, step) => criterion.max - step).map((is) => ({ value: String(is), label: number(is), is }));
}

/** @param {{ criteria: Criterion[], answers: Record<string, Answer>, set: (answers: Record<string, Answer>) => void, missing: string[] }} props */
export function CriteriaForm({ criteria, answers, set, missing }) {
  return criteria.map((criterion) => {
    const { title, help } = titleOf(criterion);
    const all = choices(criterion);
    const answer = answers[criterion.key];
    const change = (/** @type {Partial<Answer>} */ more) => {
      const before = answer ?? { criterion: criterion.key, value: null, not_applicable: false, comment: null, message_id: null };
      set({ ...answers, [criterion.key]: { ...before, ...more } });
    };
    return html`<fieldset class="card stack" key=${criterion.key}>
      <legend class="row"><strong>${title}</strong> ${criterion.critical && html`<${Badge} tone="bad">${t("reviews.critical")}<//>`}
        <span class="small muted">${t("reviews.weight", { weight: number(criterion.weight) })}</span></legend>
      ${help && html`<p class="small muted">${help}</p>`}
      <div class="row top">
        <${Field} label=${t("reviews.answer")} error=${missing.includes(criterion.key) ? t("reviews.missing") : null}>
          <${Select} value=${answer?.value === null || answer?.value === undefined ? null : String(answer.value)} empty="–" disabled=${answer?.not_applicable}
            options=${all} onChange=${(/** @type {string | null} */ value) => change({ value: all.find((each) => each.value === value)?.is ?? null })} /><//>
        <${Field} class="grow" label=${t("reviews.comment")}>
          <${Input} maxlength="2000" value=${answer?.comment ?? ""} onInput=${(/** @type {string} */ comment) => change({ comment: comment || null })} /><//>
      </div>
      ${criterion.not_applicable && html`<${Checkbox} label=${t("reviews.not_applicable")} checked=${answer?.not_applicable}
        onChange=${(/** @type {boolean} */ not) => change({ not_applicable: not, ...(not ? { value: null } : {}) })} />`}
    </fieldset>`;
  });
}

/** @param {{ criteria: Criterion[], review: import("./common.js").Review }} props */
export function CriteriaRead({ criteria, review }) {
  const of = new Map(review.answers.map((each) => [each.criterion, each]));
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label=${t("reviews.answers")}><table class="table">
    <thead><tr><th scope="col">${t("reviews.criterion")}</th><th scope="col">${t("reviews.answer")}</th><th scope="col" class="number">${t("reviews.points")}</th>
      <th scope="col">${t("reviews.comment")}</th></tr></thead>
    <tbody>${criteria.map((criterion) => {
      const answer = of.get(criterion.key);
      const value = choices(criterion).find((each) => each.is === answer?.value)?.label;
      return html`<tr key=${criterion.key}><th scope="row">${titleOf(criterion).title} ${review.failed.includes(criterion.key) && html`<${Badge} tone="bad">${t("reviews.failed")}<//>`}</th>
        <td>${answer?.not_applicable ? t("reviews.not_applicable") : value ?? "–"}</td>
        <td class="number">${answer?.points === null || answer?.points === undefined ? "–" : number(answer.points)}</td>
        <td>${answer?.comment ?? ""} ${answer?.message_id && html`<${Link} class="small" href=${`/console/tickets/${review.ticket.id}#m-${answer.message_id}`}>${t("reviews.its_message")}<//>`}</td></tr>`;
    })}</tbody></table></div>`;
}
