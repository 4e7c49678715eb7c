// @ts-check
/** Who else is here: looking at the ticket, or typing. */
import { html } from "../../shared/view.js";
import { Icon } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";

/** @param {Map<string, string>} people */
function names(people) {
  return [...people.values()].filter(Boolean).join(", ");
}

/** @param {{ typists: Map<string, string>, viewers: Map<string, string> }} props */
export function People({ typists, viewers }) {
  return html`
    <p class="ticket-people small muted" role="status">
      ${viewers.size > 0 && html`<span class="warn"><${Icon} name="eye" /> ${
        t.n("thread.looking", viewers.size, { names: names(viewers) })}</span>`}
      ${typists.size > 0 && html`<span><${Icon} name="pencil" /> ${
        t.n("thread.typing", typists.size, { names: names(typists) || t("thread.customer") })}</span>`}
    </p>`;
}
