// @ts-check
/** All tickets of a customer, and all of an organization. */
import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Empty } from "../../shared/parts.js";
import { useFeed } from "../tickets/feed.js";
import { TicketTable } from "../tickets/table.js";

const COLUMNS = ["number", "subject", "status", "priority", "assignee_id", "created_at", "updated_at"];
const OF_SEVERAL = ["number", "subject", "requester", "status", "priority", "assignee_id", "updated_at"];
const NOTHING = new Set();

/** @param {{ customer: { id: string } }} props */
export function CustomerTickets({ customer }) {
  return html`<${Listed} asked=${{ requester_id: customer.id }} columns=${COLUMNS} />`;
}

/** @param {{ organization: { id: string } }} props */
export function OrganizationTickets({ organization }) {
  return html`<${Listed} asked=${{ organization_id: organization.id }} columns=${OF_SEVERAL} />`;
}

/** @param {{ asked: Record<string, string>, columns: string[] }} props */
function Listed({ asked, columns }) {
  const feed = useFeed("/v1/tickets", asked);
  return html`<div class="inbox-boxed"><${TicketTable} feed=${feed} columns=${columns} selected=${NOTHING} onSelect=${null}
    label=${t("inbox.part_tickets")} empty=${html`<${Empty} icon="inbox" title=${t("inbox.part_tickets_none")} />`} /></div>`;
}
