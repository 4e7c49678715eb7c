// @ts-check
/** What a source posted and did not fit: why, the whole of it, tried again once the mapping is mended, or thrown away. */
import { html, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, Button, Empty, Input, Problem, Spinner, When, useFetch, useList } from "../../../shared/parts.js";
import { Link } from "../../../shared/router.js";
import { api, attempt, useAddress, valueText } from "../setup/base.js";
import { JobProgress } from "../setup/job.js";
import { FilterControl, More } from "../setup/filters.js";
import { Raw } from "../webhooks/deliveries.js";

/** @param {{source: any}} props */
export function Parked({ source }) {
  const address = useAddress();
  const path = `/v1/sources/${source.id}/parked`;
  const list = useList(path, { status: address.get("status") || "parked" });
  const [job, setJob] = useState(/** @type {any} */ (null));
  const all = () => attempt(() => api.post(`${path}/replay`)).then((made) => made && setJob(made));
  return html`<div class="stack">
    <div class="toolbar">
      <${FilterControl} filter=${{ name: "status", label: "f_status", values: ["parked", "replayed", "discarded"] }} />
      <${Button} kind="plain" icon="refresh-cw" onClick=${all} disabled=${!list.items.length}>${t("setup.replay_all")}<//>
    </div>
    ${job ? html`<${JobProgress} job=${job} onOver=${list.reload} />` : null}
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="inbox" title=${t("setup.nothing_parked")} />` : null}
    <ul class="list">${list.items.map((/** @type {any} */ one) => html`<li key=${one.id}><${Entry} path=${path} one=${one} onChanged=${list.reload} /></li>`)}</ul>
    <${More} list=${list} />
  </div>`;
}

/** @param {{path: string, one: any, onChanged: () => void}} props */
function Entry({ path, one, onChanged }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const found = useFetch(open ? `${path}/${one.id}` : null);
  const again = () => attempt(() => api.post(`${path}/${one.id}/replay`), t("setup.done")).then(onChanged);
  const discard = () => attempt(() => api.post(`${path}/${one.id}/discard`, { reason }), t("setup.done")).then(onChanged);
  return html`<button type="button" class="setup-entry" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      <span class="row"><span class="grow setup-cut">${one.problem.detail}</span><${Badge} tone=${one.status === "parked" ? "warn" : "info"}>${valueText(one.status)}<//></span>
      <span class="small muted"><code>${one.external_id ?? one.webhook_id}</code> · <${When} at=${one.received_at} /></span>
    </button>
    ${open
      ? html`<div class="stack setup-detail">
          <ul>${(one.problem.errors ?? []).map((/** @type {any} */ each, /** @type {number} */ index) => html`<li key=${index}><code>${each.pointer}</code> ${each.detail}</li>`)}</ul>
          ${one.ticket_id ? html`<p><${Link} href=${`/console/tickets/${one.ticket_id}`}>${t("setup.open_ticket")}<//></p>` : null}
          ${one.reason ? html`<p class="muted">${one.reason}</p>` : null}
          ${found.error ? html`<${Problem} error=${found.error} />` : null}${found.data ? html`<${Raw} text=${found.data.body} label=${t("setup.body_came")} />` : html`<${Spinner} />`}
          ${one.status === "parked"
            ? html`<div class="row"><${Button} kind="primary" onClick=${again}>${t("setup.try_again")}<//>
                <${Input} value=${reason} onInput=${setReason} placeholder=${t("setup.reason")} aria-label=${t("setup.reason")} /><${Button} kind="danger" disabled=${!reason} onClick=${discard}>${t("setup.discard")}<//></div>`
            : null}
        </div>`
      : null}`;
}
