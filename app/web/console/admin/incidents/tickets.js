// @ts-check
/** The tickets behind an incident: those that are linked, and those that its rule suggests. */
import { html, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, Button, Empty, Field, Problem, Spinner, When, useList } from "../../../shared/parts.js";
import { Link } from "../../../shared/router.js";
import { api, attempt, useAddress, valueText } from "../setup/base.js";
import { JobProgress } from "../setup/job.js";
import { PickTicket } from "../setup/pick.js";
import { More } from "../setup/filters.js";

const STATES = ["linked", "suggested", "waiting", "dismissed", "elsewhere", "gone", "failed"];

/** @param {{incident: any}} props */
export function IncidentTickets({ incident }) {
  const address = useAddress();
  const state = address.get("state") || "linked";
  const path = `/v1/incidents/${incident.id}/tickets`;
  const list = useList(path, { state });
  const [job, setJob] = useState(/** @type {any} */ (null));
  const link = (/** @type {any} */ body) => attempt(() => api.post(path, body)).then((made) => made && setJob(made));
  const dismiss = (/** @type {string} */ id) => attempt(() => api.post(`${path}/dismiss`, { ticket_ids: [id] }), t("setup.done")).then(list.reload);
  return html`<div class="stack">
    <div class="toolbar">
      <select class="input" aria-label=${t("setup.f_status")} value=${state} onChange=${(/** @type {any} */ event) => address.set({ state: event.currentTarget.value }, true)}>
        ${STATES.map((one) => html`<option key=${one} value=${one} selected=${one === state}>${valueText(one)}</option>`)}
      </select>
      ${state === "suggested" ? html`<${Button} kind="primary" disabled=${!list.items.length} onClick=${() => link({ suggested: true })}>${t("setup.link_all")}<//>` : null}
    </div>
    <${Field} label=${t("setup.link_ticket")}><${PickTicket} value=${null} label=${t("setup.link_ticket")} onValue=${(/** @type {any} */ ticket) => ticket && link({ ticket_ids: [ticket.id] })} /><//>
    ${job ? html`<${JobProgress} key=${job.id} job=${job} onOver=${list.reload} />` : null}
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="inbox" title=${t("setup.nothing_here")} />` : null}
    <ul class="list">
      ${list.items.map(
        (/** @type {any} */ one) => html`<li class="row" key=${one.ticket_id}>
          <${Link} class="grow setup-cut" href=${`/console/tickets/${one.ticket_id}`}>#${one.number} ${one.subject}<//>
          <${Badge}>${valueText(one.status)}<//><span class="small muted"><${When} at=${one.at} /></span>
          ${state === "suggested" ? html`<${Button} small kind="plain" onClick=${() => link({ ticket_ids: [one.ticket_id] })}>${t("setup.link")}<//>` : null}
          ${["suggested", "linked"].includes(state) ? html`<${Button} small kind="quiet" onClick=${() => dismiss(one.ticket_id)}>${t("setup.take_away")}<//>` : null}
        </li>`,
      )}
    </ul>
    <${More} list=${list} />
  </div>`;
}
