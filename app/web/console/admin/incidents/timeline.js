// @ts-check
/** What happened to an incident, by whom and when. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { JsonView, Problem, Spinner, When, useList } from "../../../shared/parts.js";
import { More } from "../setup/filters.js";

/** @param {{incident: any}} props */
export function IncidentTimeline({ incident }) {
  const list = useList(`/v1/incidents/${incident.id}/timeline`);
  return html`<div class="stack">
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    <ul class="list">
      ${list.items.map(
        (/** @type {any} */ one) => html`<li key=${one.id}><details><summary class="row"><code class="grow">${one.type}</code><span class="small muted">${one.by?.name ?? t("setup.the_desk")} · <${When} at=${one.at} /></span></summary><${JsonView} value=${one.data} /></details></li>`,
      )}
    </ul>
    <${More} list=${list} />
  </div>`;
}
