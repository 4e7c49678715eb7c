// @ts-check
/** The head of the page: what the ticket is about, and what is done with it most. */
import { html, useState } from "../../shared/view.js";
import { Badge, Button, Countdown, IconButton, Input, Menu } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { t, when } from "../../shared/texts.js";
import { STATUSES, fieldName, tone, valueName } from "./words.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */

/** @param {{ ticket: TicketOut, change: (patch: Record<string, any>) => Promise<unknown>, copy: () => void,
 *   toggle: () => void, aside: boolean }} props */
export function Head({ ticket, change, copy, toggle, aside }) {
  const [subject, setSubject] = useState(/** @type {string | null} */ (null));
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (subject?.trim() && subject !== ticket.subject) await change({ subject: subject.trim() });
    setSubject(null);
  };
  // What is closed or part of another stays so: its customer's next words open a new one.
  const over = ticket.status === "closed" || ticket.status === "merged";
  const statuses = STATUSES.filter((each) => each !== "new").map((each) => ({
    label: valueName("status", each), checked: each === ticket.status, run: () => void change({ status: each }) }));
  return html`
    <header class="ticket-head">
      <div class="row fixed">
        <${Button} kind="quiet" class="icon" icon="arrow-left" href="/console/tickets" aria-label=${t("thread.key.back")} />
        <div class="grow">
          ${subject === null
            ? html`<h1 class="ticket-subject"><bdi>${ticket.subject}</bdi>
                <${IconButton} icon="pencil" label=${t("thread.edit_subject")} onClick=${() => setSubject(ticket.subject)} /></h1>`
            : html`<form class="row fixed" onSubmit=${save}><${Input} class="grow" value=${subject} onInput=${setSubject}
                aria-label=${t("thread.field.subject")} maxlength="255" autofocus />
                <${Button} type="submit" kind="primary" small>${t("thread.save")}<//>
                <${Button} small onClick=${() => setSubject(null)}>${t("thread.cancel")}<//></form>`}
          <p class="row small muted">
            <span>#${ticket.number}</span>
            <${Badge} tone=${tone(ticket.status)}>${valueName("status", ticket.status)}<//>
            ${ticket.priority !== "normal" && html`<${Badge} tone=${ticket.priority === "urgent" ? "bad" : ticket.priority === "high" ? "warn" : ""}>
              ${valueName("priority", ticket.priority)}<//>`}
            ${ticket.tension && ticket.tension !== "none" && html`<${Badge} tone=${ticket.tension === "high" ? "bad" : "warn"}>${fieldName("tension")}: ${valueName("tension", ticket.tension)}<//>`}
            ${ticket.spam && ticket.spam !== "no" && html`<${Badge} tone="warn">${valueName("spam", ticket.spam)}<//>`}
            ${ticket.approval && html`<${Badge} tone="info">${valueName("approval", ticket.approval)}<//>`}
            ${ticket.snoozed_until && html`<${Badge} tone="info">${t("thread.snoozed_until", { at: when(ticket.snoozed_until) })}<//>`}
            ${ticket.next_due_at && html`<${Countdown} to=${ticket.next_due_at} />`}
            ${ticket.merged_into && html`<${Link} href=${`/console/tickets/${ticket.merged_into.id}`}>
              ${t("thread.merged_into", { number: ticket.merged_into.number })}<//>`}
          </p>
        </div>
        ${ticket.status === "solved"
          ? html`<${Button} icon="rotate-ccw" onClick=${() => void change({ status: "open" })}>${t("thread.open_again")}<//>`
          : !over && html`<${Menu} label=${t("thread.set_status", { status: valueName("status", ticket.status) })} items=${statuses} end>
              ${valueName("status", ticket.status)}<//>`}
        <${IconButton} icon="link" label=${t("thread.copy_link")} onClick=${copy} />
        <${IconButton} icon="panel-right" class="only-medium" label=${t("thread.panel")} aria-expanded=${aside} onClick=${toggle} />
      </div>
    </header>`;
}
