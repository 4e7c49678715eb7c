// @ts-check
/** What a survey has brought: how many answered, the figure with its interval, each question as bars, and the words. */

import { html, useState } from "../../shared/view.js";
import { Button, Problem, useFetch, useList, When } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { now, number, percent, t } from "../../shared/texts.js";
import { ofLocale } from "./choices.js";
import { InstantInput } from "./setup/controls.js";
import { Row } from "./setup/row.js";

/** @param {{ value: number, low: number, high: number } | null} estimate @param {(value: number) => string} say @returns {string} */
export function interval(estimate, say) {
  return estimate ? `${say(estimate.value)} (${say(estimate.low)} – ${say(estimate.high)})` : "–";
}

/** @param {number} value @returns {string} */
const share = (value) => percent(value, 1);
/** @param {number} value @returns {string} */
const plain = (value) => number(value, { maximumFractionDigits: 1 });

/** @param {{ item: any }} props */
export function SurveyResults({ item }) {
  const [from, setFrom] = useState(() => new Date(now() - 90 * 86_400_000).toISOString());
  const [to, setTo] = useState(/** @type {string | null} */ (null));
  const found = useFetch(item.audience === "customers" ? `/v1/surveys/${item.id}/results` : null, { from, to: to ?? undefined });
  const texts = useList(item.audience === "customers" ? `/v1/surveys/${item.id}/texts` : null, { from, to: to ?? undefined, limit: 20 });
  if (item.audience !== "customers") return html`<p class="notice">${t("admin.pulse_results")}</p>`;
  const result = found.data;
  return html`<section class="card stack" aria-label=${t("admin.results")}><h3>${t("admin.results")}</h3>
    <div class="form-grid"><${Row} label=${t("admin.since")} control=${(/** @type {any} */ tie) => html`<${InstantInput} tie=${tie} value=${from} onChange=${(/** @type {any} */ value) => setFrom(value ?? from)} />`} />
      <${Row} label=${t("admin.until")} control=${(/** @type {any} */ tie) => html`<${InstantInput} tie=${tie} value=${to} onChange=${setTo} />`} /></div>
    ${found.error && html`<${Problem} error=${found.error} onRetry=${found.reload} />`}
    ${result && html`<dl class="pairs"><dt>${t("admin.sent")}</dt><dd>${number(result.sent)}</dd><dt>${t("admin.answered")}</dt><dd>${number(result.answered)}</dd>
        <dt>${t("admin.response_rate")}</dt><dd>${interval(result.response_rate, share)}</dd>
        ${result.csat && html`<dt>CSAT</dt><dd>${interval(result.csat, share)}</dd>`}${result.nps && html`<dt>NPS</dt><dd>${interval(result.nps, plain)}</dd>`}${result.mean && html`<dt>${t("admin.mean")}</dt><dd>${interval(result.mean, plain)}</dd>`}</dl>
      <p class="small muted">${t("admin.interval_hint")}</p>
      ${result.questions.map((/** @type {any} */ each) => html`<${Bars} key=${each.key} question=${each} />`)}`}
    ${texts.items.length > 0 && html`<h4>${t("admin.in_words")}</h4><ul class="list">${texts.items.map((each) => html`<li key=${`${each.feedback_id}${each.question}`}><p class="wrap" dir="auto">${each.text}</p>
      <span class="small muted">${each.score !== null && `${each.score} · `}<${When} at=${each.created_at} /> ${each.ticket_id && html`<${Link} href=${`/console/tickets/${each.ticket_id}`}>${t("admin.ticket")}<//>`}</span></li>`)}</ul>
      ${!texts.done && html`<${Button} onClick=${texts.more} busy=${texts.loading}>${t("admin.more")}<//>`}`}
  </section>`;
}

/** @param {{ question: any }} props */
function Bars({ question }) {
  const most = Math.max(1, ...question.distribution.map((/** @type {any} */ each) => each.count));
  return html`<figure class="card"><figcaption><strong>${ofLocale(question.title)}</strong> <span class="small muted">${t("admin.answers_n", { count: number(question.count) })}${question.mean ? ` · ${t("admin.mean")} ${interval(question.mean, plain)}` : ""}</span></figcaption>
    <div class="bars">${question.distribution.map((/** @type {any} */ each) => html`<div key=${each.value}><span>${each.value}</span><span><span class="bar" style=${{ inlineSize: `${(each.count / most) * 100}%` }}></span></span><span class="small number">${number(each.count)}${each.share ? ` · ${percent(each.share.value)}` : ""}</span></div>`)}</div></figure>`;
}
