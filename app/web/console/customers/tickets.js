// @ts-check
/** All tickets of a customer. */
import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { useFeed } from "../tickets/feed.js";
import { TicketTable } from "../tickets/table.js";

const COLUMNS = ["number", "subject", "status", "priority", "assignee_id", "created_at", "updated_at"];
const NOTHING = new Set();

/** @param {{ customer: { id: string } }} props */
export function CustomerTickets({ customer }) {
  const feed = useFeed("/v1/tickets", { requester_id: customer.id });
  return html`<div class="inbox-boxed"><${TicketTable} feed=${feed} columns=${COLUMNS} selected=${NOTHING} onSelect=${null}
    label=${t("inbox.part_tickets")} /></div>`;
}
