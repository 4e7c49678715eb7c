// @ts-check
/** Where a ticket is in the work of the desk, and why it is there: in the desk's own sentences. */
import { html } from "../../../shared/view.js";
import { Badge, Problem, Spinner, When } from "../../../shared/parts.js";
import { locale, t } from "../../../shared/texts.js";
import { usePart } from "./use-part.js";

/** @typedef {import("api").components["schemas"]["RoutingStepOut"]} RoutingStepOut */

/** @param {import("./panel.js").Panelled} props */
export function Routing({ ticket, turn }) {
  const { data, error } = usePart(`/v1/tickets/${ticket.id}/routing`, turn, { language: locale(), limit: 50 });
  if (error) return html`<${Problem} error=${error} />`;
  if (!data) return html`<${Spinner} />`;
  const { now } = data;
  return html`
    <p><${Badge} tone="info">${t(`thread.routing.${now.state}`)}<//> <strong>${now.summary}</strong></p>
    <ul class="small">${now.sentences.map((/** @type {string} */ each, /** @type {number} */ index) => html`<li key=${index}>${each}</li>`)}</ul>
    ${now.position !== null && html`<p class="small">${t("thread.routing.position", { place: now.position })}</p>`}
    ${data.decisions.length > 0 && html`
      <h3 class="small">${t("thread.routing.history")}</h3>
      <ol class="steps small">${[...data.decisions].reverse().map((/** @type {RoutingStepOut} */ step) => html`
        <li key=${step.seq}><details><summary>${step.summary} <span class="muted"><${When} at=${step.at} /></span></summary>
          <ul>${step.sentences.map((each, index) => html`<li key=${index}>${each}</li>`)}</ul></details></li>`)}</ol>`}`;
}
