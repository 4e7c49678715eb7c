// @ts-check
/** Everything about a ticket that is not in its thread, in parts from the most to the least used. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { IconButton } from "../../../shared/parts.js";
import { Section } from "./section.js";
import { Fields } from "./fields.js";
import { Actions } from "./actions.js";
import { Sla } from "./sla.js";
import { Routing } from "./routing.js";
import { Customer } from "./customer.js";
import { Suggestions } from "./suggestions.js";
import { Links } from "./links.js";
import { Strangers } from "./strangers.js";
import { Watchers } from "./watchers.js";
import { Tasks } from "./tasks.js";
import { Time } from "./time.js";
import { SideConversations } from "./side.js";
import { More } from "./more.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */
/**
 * @typedef {object} Panelled what every part gets
 * @property {TicketOut} ticket
 * @property {{ id: string, name: string, may: (permission: string) => boolean }} me
 * @property {import("../directory.js").Directory} directory
 * @property {(patch: Record<string, any>) => Promise<TicketOut | null>} change
 * @property {number} turn grows when something has happened on the ticket
 * @property {() => void} reload the ticket
 * @property {(text: string, more?: object) => void} insert into what is being written
 * @property {() => void} split begin to choose messages
 * @property {() => void} onClose put it away, where it lies over the thread
 */

/** @param {Panelled} props */
export function Panel(props) {
  return html`
    <aside class="ticket-panel" aria-label=${t("thread.panel")}>
      <div class="panel-head only-medium"><strong class="grow">${t("thread.panel")}</strong>
        <${IconButton} icon="x" label=${t("common.close")} onClick=${props.onClose} /></div>
      <${Actions} ...${props} />
      <${Strangers} ...${props} />
      <${Section} name="fields" icon="sliders-horizontal" title=${t("thread.part.fields")} open>
        ${() => html`<${Fields} ...${props} />`}<//>
      <${Section} name="customer" icon="user" title=${t("thread.part.customer")} open>
        ${() => html`<${Customer} ...${props} />`}<//>
      <${Section} name="sla" icon="timer" title=${t("thread.part.sla")} open>
        ${() => html`<${Sla} ...${props} />`}<//>
      <${Section} name="routing" icon="route" title=${t("thread.part.routing")}>
        ${() => html`<${Routing} ...${props} />`}<//>
      <${Section} name="suggestions" icon="lightbulb" title=${t("thread.part.suggestions")}>
        ${() => html`<${Suggestions} ...${props} />`}<//>
      <${Section} name="tasks" icon="list-checks" title=${t("thread.part.tasks")}>
        ${() => html`<${Tasks} ...${props} />`}<//>
      <${Section} name="links" icon="link" title=${t("thread.part.links")}>
        ${() => html`<${Links} ...${props} />`}<//>
      <${Section} name="watchers" icon="users" title=${t("thread.part.watchers")}>
        ${() => html`<${Watchers} ...${props} />`}<//>
      <${Section} name="side" icon="messages-square" title=${t("thread.part.side")}>
        ${() => html`<${SideConversations} ...${props} />`}<//>
      <${Section} name="time" icon="clock" title=${t("thread.part.time")}>
        ${() => html`<${Time} ...${props} />`}<//>
      <${Section} name="more" icon="info" title=${t("thread.part.more")}>
        ${() => html`<${More} ...${props} />`}<//>
    </aside>`;
}
