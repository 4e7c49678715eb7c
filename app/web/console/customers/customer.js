// @ts-check
/** `/console/customers/{id}`: everything about one customer, whichever way they came. */
import { html, useEffect, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Avatar, Badge, Button, Problem, Spinner, Tabs, useFetch } from "../../shared/parts.js";
import { Link, setQuery } from "../../shared/router.js";
import NewTicket from "../tickets/new-ticket.js";
import { Edit } from "./edit.js";
import { Identities } from "./identities.js";
import { Merges } from "./merges.js";
import { Notes } from "./notes.js";
import { OptOuts } from "./opt-outs.js";
import { Overview } from "./overview.js";
import { CustomerTickets } from "./tickets.js";
import { Timeline } from "./timeline.js";
import { nameOf } from "./words.js";

/** @typedef {import("api").components["schemas"]["CustomerOut"]} Customer */

const PARTS = {
  overview: Overview, timeline: Timeline, tickets: CustomerTickets, notes: Notes, identities: Identities, merges: Merges,
  opt_outs: OptOuts,
};

/** @param {{ params: Record<string, string>, query: Record<string, string> }} props */
export default function CustomerPage({ params: { id }, query }) {
  const tab = /** @type {keyof typeof PARTS} */ (query.tab in PARTS ? query.tab : "overview");
  const found = useFetch(`/v1/customers/${id}`, { include: "overview" });
  const [open, setOpen] = useState(/** @type {"edit" | "ticket" | null} */ (null));
  const customer = /** @type {Customer | null} */ (found.data ?? null);
  useEffect(() => { if (customer !== null) document.title = `${nameOf(customer)} · Otklik`; }, [customer]);
  if (found.error) return html`<div class="page"><${Problem} error=${found.error} /></div>`;
  if (customer === null) return html`<div class="page"><${Spinner} label=${t("inbox.loading")} /></div>`;
  const Part = PARTS[tab];
  return html`<div class="page">
    <header class="page-head row">
      <${Avatar} name=${nameOf(customer)} />
      <div class="grow">
        <h1 dir="auto">${nameOf(customer)}</h1>
        <p class="small muted row">
          ${customer.email === null ? null : html`<a href=${`mailto:${customer.email}`}>${customer.email}</a>`}
          ${customer.phone === null ? null : html`<a href=${`tel:${customer.phone}`}>${customer.phone}</a>`}
          ${customer.tier === null ? null : html`<${Badge} tone="info">${customer.tier}</${Badge}>`}
          ${customer.overview?.organization ? html`<${Link}
            href=${`/console/organizations/${customer.overview.organization.id}`} dir="auto">
            ${customer.overview.organization.name}</${Link}>` : null}
        </p>
      </div>
      <${Button} kind="plain" icon="pencil" onClick=${() => setOpen("edit")}>${t("inbox.change_do")}</${Button}>
      <${Button} kind="primary" icon="plus" onClick=${() => setOpen("ticket")}>${t("inbox.new_ticket")}</${Button}>
    </header>
    ${customer.merged_into === null ? null : html`<p class="badge warn">${t("inbox.customer_merged")}${" "}
      <${Link} href=${`/console/customers/${customer.merged_into}`}>${t("inbox.customer_open")}</${Link}></p>`}
    <${Tabs} active=${tab} label=${t("inbox.customer_parts")} tabs=${Object.keys(PARTS).map((each) => ({
      key: each, label: t(`inbox.part_${each}`),
    }))} onChange=${(/** @type {string} */ key) => setQuery({ tab: key === "overview" ? null : key })} />
    <${Part} key=${`${tab} ${id}`} customer=${customer} reload=${found.reload} />
    ${open === "edit" ? html`<${Edit} customer=${customer} onClose=${() => setOpen(null)} onDone=${found.reload} />` : null}
    ${open === "ticket" ? html`<${NewTicket} requester=${customer} onClose=${() => setOpen(null)} />` : null}
  </div>`;
}
