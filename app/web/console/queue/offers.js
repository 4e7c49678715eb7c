// @ts-check
/** Chats that are offered to me and calls that ring, over whatever page is open: accept, decline, and how long there is. */
import { html, useEffect, useState } from "../../shared/view.js";
import { duration, now, t } from "../../shared/texts.js";
import { Button, Icon, toast } from "../../shared/parts.js";
import { Link, navigate, useRoute } from "../../shared/router.js";
import { lineOf } from "../../shared/refusals.js";
import { api } from "../caller.js";
import { dropOffer, refreshOffers, useMine } from "./store.js";

/** @typedef {import("./store.js").Chat} Chat */
/** @typedef {import("./store.js").Call} Call */

const PAGES = ["/console", "/console/queue"];

export default function OffersPanel() {
  const { offers, calls } = useMine();
  const { path } = useRoute();
  // There they are in the page itself.
  const shown = PAGES.includes(path) ? { offers: [], calls: [] } : { offers, calls };
  return html`<section class="inbox-offers" aria-label=${t("inbox.offers")} aria-live="assertive">
    ${shown.offers.map((each) => html`<${Offer} key=${each.id} chat=${each} />`)}
    ${shown.calls.map((each) => html`<${Ringing} key=${each.id} call=${each} />`)}
  </section>`;
}

/** @param {{ chat: Chat }} props */
export function Offer({ chat }) {
  const [busy, setBusy] = useState(/** @type {string | null} */ (null));
  const answer = async (/** @type {"accept" | "decline"} */ what) => {
    setBusy(what);
    try {
      await api.post(`/v1/chats/${chat.id}/${what}`);
      dropOffer(chat.id);
      if (what === "accept") navigate(`/console/tickets/${chat.ticket_id}`);
    } catch (problem) {
      // It went on to somebody else meanwhile, or the desk is away: said, and looked at again.
      toast(lineOf(problem), { tone: "bad" });
      refreshOffers();
    } finally {
      setBusy(null);
    }
  };
  return html`<article class="card inbox-offer">
    <div class="row">
      <${Icon} name="message-circle" />
      <strong class="grow" dir="auto">${chat.customer.name ?? t("inbox.visitor")}</strong>
      <${Left} to=${chat.offer?.expires_at ?? null} />
    </div>
    <p class="small" dir="auto">${chat.subject}</p>
    ${chat.handover === null ? null : html`<p class="small muted">${t("inbox.offer_warm", {
      name: chat.agent?.name ?? "",
    })}</p>`}
    <div class="row">
      <${Button} kind="primary" busy=${busy === "accept"} disabled=${busy !== null} onClick=${() => answer("accept")}>
        ${t("inbox.accept")}</${Button}>
      <${Button} kind="plain" busy=${busy === "decline"} disabled=${busy !== null} onClick=${() => answer("decline")}>
        ${t("inbox.decline")}</${Button}>
      <${Link} class="small" href=${`/console/tickets/${chat.ticket_id}`}>${t("inbox.look")}</${Link}>
    </div>
  </article>`;
}

/** @param {{ call: Call }} props */
export function Ringing({ call }) {
  return html`<article class="card inbox-offer">
    <div class="row">
      <${Icon} name="phone-call" />
      <strong class="grow" dir="auto">${call.customer?.name ?? call.shown ?? call.number ?? t("inbox.somebody")}</strong>
      ${call.customer?.name && html`<span class="small muted">${call.number}</span>`}
    </div>
    <p class="small">${t("inbox.call_rings")}</p>
    <ul class="small">
      ${call.tickets.map((each) => html`<li key=${each.id}>
        <${Link} href=${`/console/tickets/${each.id}`} dir="auto">#${each.number} ${each.subject}</${Link}></li>`)}
    </ul>
    ${call.customer === null ? null : html`<${Link} class="small" href=${`/console/customers/${call.customer.id}`}>
      ${t("inbox.customer_open")}</${Link}>`}
  </article>`;
}

/**
 * Seconds that are left, by the desk's clock; when there are none the offer is over.
 * @param {{ to: string | null }} props
 */
function Left({ to }) {
  const [, draw] = useState(0);
  const seconds = to === null ? 0 : Math.max(0, (new Date(to).getTime() - now()) / 1000);
  useEffect(() => {
    const timer = setInterval(() => {
      draw((count) => count + 1);
      if (to !== null && new Date(to).getTime() < now()) {
        clearInterval(timer);
        refreshOffers();
      }
    }, 500);
    return () => clearInterval(timer);
  }, [to]);
  // Read out once, with the offer: a voice that counts down every second says nothing else.
  return html`<span class="badge warn" aria-live="off">${duration(Math.ceil(seconds))}</span>`;
}
