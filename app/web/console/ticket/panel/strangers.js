// @ts-check
/** Strangers who wrote into a ticket, above all else that is beside it: what they said waits for an agent. */
import { html } from "../../../shared/view.js";
import { Button, When } from "../../../shared/parts.js";
import { Plain } from "../../../shared/plain.js";
import { t } from "../../../shared/texts.js";
import { api } from "../desk.js";
import { useDoing, usePart } from "./use-part.js";

/** @typedef {import("./panel.js").Panelled} Panelled */
/** @typedef {import("api").components["schemas"]["ParticipantOut"]} ParticipantOut */

/** Who wrote into the ticket without being of it: their mails wait until an agent has decided. @param {Panelled} props */
export function Strangers({ ticket, turn, reload: ticketAgain }) {
  const path = `/v1/tickets/${ticket.id}/participants`;
  const { data, reload } = usePart(path, turn, { status: "pending", limit: 50 });
  const { busy, run } = useDoing(async () => {
    await reload();
    ticketAgain();
  });
  if (!data?.items.length) return null;
  return html`
    <section class="ticket-strangers panel-body" aria-label=${t("thread.strangers")}>
      <h2>${t("thread.strangers")}</h2>
      ${data.items.map((/** @type {ParticipantOut} */ each) => {
        const decide = (/** @type {string} */ what, /** @type {object | undefined} */ how = undefined) => () => void run(
          () => api.post(`${path}/${each.id}/${what}`, how));
        return html`
          <article class="notice warn small stack" key=${each.id} aria-label=${each.name ?? each.address}>
            <p><strong dir="auto">${each.name ?? each.address}</strong> ${each.name && each.address}</p>
            <p class="muted">${t(`thread.stranger.why.${each.reason}`)}</p>
            ${each.mails.map((mail, place) => html`
              <details key=${mail.inbound_id} open=${place === 0}>
                <summary><bdi>${mail.subject}</bdi> <${When} at=${mail.received_at} /></summary>
                <${Plain} text=${mail.text} /></details>`)}
            <div class="row">
              <${Button} small busy=${busy} onClick=${decide("approve")}>${t("thread.stranger.in")}<//>
              <${Button} small busy=${busy} onClick=${decide("decline", { own_ticket: true })}>${t("thread.stranger.own")}<//>
              <${Button} small busy=${busy} onClick=${decide("decline", { own_ticket: false })}>${t("thread.stranger.away")}<//>
            </div>
          </article>`;
      })}
    </section>`;
}
