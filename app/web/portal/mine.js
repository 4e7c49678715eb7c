// @ts-check
/** My requests: those that are open, those that are done, and those that I only read along. */
import { useRoom } from "../shared/live.js";
import { Badge, Button, Empty, Problem, Spinner, When, useFetch, useList } from "../shared/parts.js";
import { Link, setQuery } from "../shared/router.js";
import { t } from "../shared/texts.js";
import { html } from "../shared/view.js";
import { home } from "./caller.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */

/** @type {Record<string, import("../shared/api.js").Query>} */
const VIEWS = {
  open: { status: ["new", "open", "pending", "on_hold"] },
  done: { status: ["solved", "closed"] },
  copy: { in_copy: true },
};
const SHARED = "/v1/portal/organization";

/** How a status is called to customers, and how loud. @param {string} status @returns {{ tone: string, text: string }} */
export function standing(status) {
  if (status === "pending") return { tone: "warn", text: t("portal.status_yours") };
  if (status === "solved") return { tone: "ok", text: t("portal.status_solved") };
  if (status === "closed") return { tone: "", text: t("portal.status_closed") };
  if (status === "merged") return { tone: "", text: t("portal.status_merged") };
  return { tone: "info", text: t("portal.status_ours") };
}

/** @param {{ query: Record<string, string> }} props */
export function Mine({ query }) {
  // Where nothing is shared, or this cannot be asked, one's own requests are all there is.
  const organization = useFetch(SHARED).data;
  const shared = Boolean(organization) && organization.sharing !== "off";
  const views = [...Object.keys(VIEWS), ...(shared ? ["organization"] : [])];
  const view = query.view && views.includes(query.view) ? query.view : "open";
  const ours = view === "organization";
  const list = useList(ours ? `${SHARED}/tickets` : "/v1/tickets", ours ? { limit: 25 } : { limit: 25, sort: "-updated_at", ...VIEWS[view] });
  useRoom("mine", () => void list.reload());
  return html`<div class="page-head"><h1>${t("portal.mine")}</h1>
      <${Button} kind="primary" icon="plus" href=${`${home}/new`}>${t("portal.new")}<//></div>
    <nav class="tabs" aria-label=${t("portal.views")}>${views.map((each) => html`<a key=${each} href=${`${home}?view=${each}`}
      aria-current=${each === view ? "page" : undefined} onClick=${(/** @type {Event} */ event) => { event.preventDefault(); setQuery({ view: each }, { replace: false }); }}>${each === "organization" ? html`<span dir="auto">${organization.name}</span>` : t(`portal.view_${each}`)}</a>`)}</nav>
    ${ours && html`<p class="muted small">${t(organization.sharing === "reply" ? "portal.shared_reply" : "portal.shared_read")}</p>`}
    <${Problem} error=${list.error} onRetry=${list.reload} />
    ${list.items.length > 0 && html`<ul class="portal-list">${list.items.map((/** @type {TicketOut & { mine?: boolean }} */ each) => html`<${Row} key=${each.id} ticket=${each} others=${ours && !each.mine} />`)}</ul>`}
    ${list.loading && list.items.length === 0 && html`<${Spinner} />`}
    ${list.done && list.items.length === 0 && html`<${Empty} icon="inbox" title=${t(`portal.none_${view}`)} />`}
    ${!list.done && list.items.length > 0 && html`<div><${Button} busy=${list.loading} onClick=${list.more}>${t("common.show_more")}<//></div>`}`;
}

/** @param {{ ticket: Pick<TicketOut, "id" | "number" | "subject" | "status" | "updated_at" | "requester">, others: boolean }} props */
function Row({ ticket, others }) {
  const { tone, text } = standing(ticket.status);
  return html`<li><${Link} href=${`${home}/${others ? "organization" : "requests"}/${ticket.id}`}>
    <span class="portal-row"><strong dir="auto">${ticket.subject}</strong><${Badge} tone=${tone}>${text}<//></span>
    <span class="muted small">№ ${ticket.number} · <${When} at=${ticket.updated_at} />${others && html` · <span dir="auto">${ticket.requester.name || t("portal.colleague")}</span>`}</span><//></li>`;
}
