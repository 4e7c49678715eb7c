// @ts-check
/** Messages that leave by channels: on their way, sent, failed; each can be sent again or let go. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, Button, Countdown, Empty, Problem, Spinner, When, useList } from "../../../shared/parts.js";
import { Link } from "../../../shared/router.js";
import { api, attempt, useAddress, valueText } from "../setup/base.js";
import { FilterControl, More } from "../setup/filters.js";

export const OUT_TONES = /** @type {Record<string, string>} */ ({ waiting: "info", sending: "info", handing: "info", sent: "ok", failed: "bad", unsure: "warn", skipped: "" });
const STATES = ["waiting", "sending", "handing", "sent", "failed", "unsure", "skipped"];

/** @param {{channelId?: string}} props */
export function Outbound({ channelId }) {
  const address = useAddress();
  const query = Object.fromEntries([["status", address.get("status")], ["channel_id", channelId ?? address.get("channel_id")]].filter(([, value]) => value));
  const list = useList("/v1/outbound", query);
  const act = (/** @type {string} */ id, /** @type {string} */ step) => attempt(() => api.post(`/v1/outbound/${id}/${step}`), t("setup.done")).then(list.reload);
  return html`<div class="stack">
    <div class="toolbar"><${FilterControl} filter=${{ name: "status", label: "f_status", values: STATES }} />
      ${channelId ? null : html`<${FilterControl} filter=${{ name: "channel_id", label: "f_channel", from: "/v1/channels" }} />`}
      <${Button} kind="quiet" icon="refresh-cw" onClick=${list.reload}>${t("setup.reload")}<//></div>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="send" title=${t("setup.nothing_here")} />` : null}
    <ul class="list">
      ${list.items.map(
        (/** @type {any} */ one) => html`<li class="stack setup-tight setup-out" key=${one.id}>
          <div class="row"><span class="grow setup-cut">${one.recipient}</span><${Badge}>${one.channel_name}<//><${Badge} tone=${OUT_TONES[one.status]}>${valueText(one.status)}<//></div>
          <div class="row small muted"><span><${When} at=${one.created_at} /> · ${t.n("setup.attempts", one.attempts)}</span>
            ${one.next_attempt_at && one.status === "waiting" ? html`<span>${t("setup.next_try")} <${Countdown} to=${one.next_attempt_at} /></span>` : null}
            <${Link} href=${`/console/tickets/${one.ticket_id}`}>${t("setup.open_ticket")}<//>
            ${["failed", "unsure", "waiting"].includes(one.status) ? html`<${Button} kind="plain" small onClick=${() => act(one.id, "retry")}>${t("setup.send_now")}<//>` : null}
            ${one.status === "waiting" ? html`<${Button} kind="quiet" small onClick=${() => act(one.id, "cancel")}>${t("setup.let_go")}<//>` : null}</div>
          ${one.last_error ? html`<p class="small setup-refused">${one.last_error}</p>` : null}
        </li>`,
      )}
    </ul>
    <${More} list=${list} />
  </div>`;
}
