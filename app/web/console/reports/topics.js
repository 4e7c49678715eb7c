// @ts-check
/** What keeps coming back: what rises, what people ask that no article answers, who comes again, and what rules have found. */
import { Empty, Problem, Spinner, useFetch } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { number, t, when } from "../../shared/texts.js";
import { html } from "../../shared/view.js";
import { ReportCard } from "./card.js";
import { instants } from "./period.js";

/** @typedef {import("api").components["schemas"]["InsightTicketOut"]} Example */
/** @typedef {import("api").components["schemas"]["InsightAlertOut"]} Alert */
/** @typedef {import("api").components["schemas"]["RiseOut"]} Rise */
/** @typedef {import("api").components["schemas"]["KnowledgeGapOut"]} Gap */
/** @typedef {import("api").components["schemas"]["RepeatOut"]} Repeat */

/** @param {{ examples: Example[] }} props */
function Examples({ examples }) {
  return html`<ul class="report-examples small">
    ${examples.slice(0, 3).map((each) => html`<li dir="auto"><${Link} href=${`/console/tickets/${each.id}`}>#${each.number} ${each.subject}<//></li>`)}
  </ul>`;
}

/** @param {{ title: string, path: string, query: Record<string, any>, row: (item: any) => any }} props */
function Found({ title, path, query, row }) {
  const { data, error } = useFetch(path, { limit: 10, ...query });
  return html`<section class="card report-card" aria-label=${title}>
    <div class="report-head"><h2>${title}</h2></div>
    ${error && html`<${Problem} error=${error} />`} ${!data && !error && html`<div class="report-wait"><${Spinner} /></div>`}
    ${data && (data.items.length ? html`<ul class="list report-list">${data.items.map(row)}</ul>` : html`<${Empty} icon="lightbulb" title=${t("reports.topics.nothing")} />`)}
  </section>`;
}

/** @param {{ asked: import("./asked.js").Asked }} props */
export function Topics({ asked }) {
  const brand = asked.filters.brand?.[0] ?? null;
  const { from, to } = instants(asked.period);
  const period = { since: from, until: to };
  return html`
    <${ReportCard} spec=${{ report: "topics", measure: "tickets", groupBy: "topic" }} asked=${asked} />
    <${Found} title=${t("reports.topics.alerts")} path="/v1/insight-alerts" query=${{ brand }}
      row=${(/** @type {Alert} */ each) => html`<li key=${each.id}>
        <div><b dir="auto">${each.title}</b> <span class=${`badge ${each.state === "open" ? "warn" : ""}`}>${t(`reports.alert.${each.state}`)}</span></div>
        <div class="small muted">${each.why} · ${t.n("reports.tickets", each.tickets)} · ${when(each.seen_at)}</div>
        <${Examples} examples=${each.examples} />
      </li>`} />
    <${Found} title=${t("reports.topics.rising")} path="/v1/insights/rising" query=${{ by: "day", brand }}
      row=${(/** @type {Rise} */ each) => html`<li key=${each.kind + each.key}>
        <div><b dir="auto">${each.title}</b> <span class="badge bad">${t("reports.topics.rise", { observed: number(each.observed), expected: number(Math.round(each.expected * 10) / 10) })}</span></div>
        <div class="small muted">${each.why}</div>
        <${Examples} examples=${each.examples} />
      </li>`} />
    <${Found} title=${t("reports.topics.gaps")} path="/v1/insights/knowledge-gaps" query=${{ brand, ...period }}
      row=${(/** @type {Gap} */ each) => html`<li key=${each.key}>
        <div><b dir="auto">${each.title}</b> <span class="badge">${t.n("reports.people", each.people)}</span></div>
        <div class="small muted">${each.why}</div>
        <${Examples} examples=${each.examples} />
      </li>`} />
    <${Found} title=${t("reports.topics.repeats")} path="/v1/insights/repeated-contacts" query=${{ brand, ...period }}
      row=${(/** @type {Repeat} */ each) => html`<li key=${each.customer.id + each.first_at}>
        <div>
          <b><${Link} href=${`/console/customers/${each.customer.id}`}>${each.customer.name ?? t("reports.nameless")}<//></b>
          <span class="badge">${t.n("reports.contacts", each.contacts)}</span>
        </div>
        <div class="small muted">${each.why}</div>
        <${Examples} examples=${[each.first, each.last].filter((one) => one !== null)} />
      </li>`} />
  `;
}
