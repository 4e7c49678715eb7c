// @ts-check
/** My requests: those that are open, those that are done, and those that I only read along. */
import { useRoom } from "../shared/live.js";
import { Badge, Button, Empty, Problem, Spinner, When, useList } from "../shared/parts.js";
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
  const view = query.view === "done" || query.view === "copy" ? query.view : "open";
  const list = useList("/v1/tickets", { limit: 25, sort: "-updated_at", ...VIEWS[view] });
  useRoom("mine", () => void list.reload());
  return html`<div class="page-head"><h1>${t("portal.mine")}</h1>
      <${Button} kind="primary" icon="plus" href=${`${home}/new`}>${t("portal.new")}<//></div>
    <nav class="tabs" aria-label=${t("portal.views")}>${Object.keys(VIEWS).map((each) => html`<a key=${each} href=${`${home}?view=${each}`}
      aria-current=${each === view ? "page" : undefined} onClick=${(/** @type {Event} */ event) => { event.preventDefault(); setQuery({ view: each }, { replace: false }); }}>${t(`portal.view_${each}`)}</a>`)}</nav>
    <${Problem} error=${list.error} onRetry=${list.reload} />
    ${list.items.length > 0 && html`<ul class="portal-list">${list.items.map((/** @type {TicketOut} */ each) => html`<${Row} key=${each.id} ticket=${each} />`)}</ul>`}
    ${list.loading && list.items.length === 0 && html`<${Spinner} />`}
    ${list.done && list.items.length === 0 && html`<${Empty} icon="inbox" title=${t(`portal.none_${view}`)} />`}
    ${!list.done && list.items.length > 0 && html`<div><${Button} busy=${list.loading} onClick=${list.more}>${t("common.show_more")}<//></div>`}`;
}

/** @param {{ ticket: TicketOut }} props */
function Row({ ticket }) {
  const { tone, text } = standing(ticket.status);
  return html`<li><${Link} href=${`${home}/requests/${ticket.id}`}>
    <span class="portal-row"><strong dir="auto">${ticket.subject}</strong><${Badge} tone=${tone}>${text}<//></span>
    <span class="muted small">№ ${ticket.number} · <${When} at=${ticket.updated_at} /></span><//></li>`;
}
