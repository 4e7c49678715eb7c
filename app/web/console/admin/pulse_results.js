// @ts-check
/** What a pulse of agents has brought: only what cannot point at anybody. */

import { html } from "../../shared/view.js";
import { Problem, useFetch } from "../../shared/parts.js";
import { number, t } from "../../shared/texts.js";
import { ofLocale } from "./choices.js";

/** @param {{ campaign: string, run: string }} props */
export function PulseResults({ campaign, run }) {
  const { data, error, reload } = useFetch(`/v1/survey-campaigns/${campaign}/runs/${run}/results`);
  if (error) return html`<${Problem} error=${error} onRetry=${reload} />`;
  if (!data) return null;
  if (data.withheld) return html`<p class="notice">${t(`admin.withheld_${data.withheld}`, { count: data.minimum_group })}</p>`;
  return html`<div class="stack">${data.questions.map((/** @type {any} */ each) => html`<figure class="card" key=${each.key}><figcaption><strong>${ofLocale(each.title)}</strong>
      <span class="small muted">${each.count === null ? t("admin.withheld_too_few_answers", { count: data.minimum_group }) : t("admin.answers_n", { count: number(each.count) })}${each.mean === null ? "" : ` · ${t("admin.mean")} ${number(each.mean)}`}</span></figcaption>
    <div class="bars">${[...each.bands.map((/** @type {any} */ band) => [`${band.first}–${band.last}`, band.count]), ...each.options.map((/** @type {any} */ option) => [option.key ?? "…", option.count])].map(([name, count]) => html`<div key=${name}><span>${name}</span>
      <span><span class="bar" style=${{ inlineSize: `${each.count ? (count / each.count) * 100 : 0}%` }}></span></span><span class="small number">${number(count)}</span></div>`)}</div>
    ${each.teams.map((/** @type {any} */ team) => html`<p class="small" key=${team.team.id}>${team.team.name}: ${number(team.mean)} (${number(team.count)})</p>`)}
    ${each.texts.length > 0 && html`<ul>${each.texts.map((/** @type {string} */ text, /** @type {number} */ place) => html`<li key=${place} class="wrap" dir="auto">${text}</li>`)}</ul>`}</figure>`)}</div>`;
}
