// @ts-check
/** What came in by channels: taken, parked because it did not fit, held for a decision; tried again or thrown away. */
import { html, useState } from "../../../shared/view.js";
import { bytes, t } from "../../../shared/texts.js";
import { Badge, Button, Empty, Input, Problem, Spinner, When, useList } from "../../../shared/parts.js";
import { Link } from "../../../shared/router.js";
import { api, attempt, useAddress, valueText } from "../setup/base.js";
import { JobProgress } from "../setup/job.js";
import { FilterControl, More } from "../setup/filters.js";

const TONES = /** @type {Record<string, string>} */ ({ waiting: "info", done: "ok", parked: "bad", held: "warn", discarded: "" });

/** @param {{channelId?: string}} props */
export function Inbound({ channelId }) {
  const address = useAddress();
  const [job, setJob] = useState(/** @type {any} */ (null));
  const channel = channelId ?? address.get("channel_id");
  const query = Object.fromEntries([["status", address.get("status")], ["channel_id", channel]].filter(([, value]) => value));
  const list = useList("/v1/inbound", query);
  const replay = () => attempt(() => api.post("/v1/inbound/replay", channel ? { channel_id: channel } : {})).then((made) => made && setJob(made));
  return html`<div class="stack">
    <div class="toolbar">
      <${FilterControl} filter=${{ name: "status", label: "f_status", values: ["waiting", "done", "parked", "held", "discarded"] }} />
      ${channelId ? null : html`<${FilterControl} filter=${{ name: "channel_id", label: "f_channel", from: "/v1/channels" }} />`}
      <${Button} kind="quiet" icon="refresh-cw" onClick=${list.reload}>${t("setup.reload")}<//>
      <${Button} kind="plain" onClick=${replay}>${t("setup.replay_parked")}<//>
    </div>
    ${job ? html`<${JobProgress} job=${job} onOver=${list.reload}>${() => null}<//>` : null}
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="inbox" title=${t("setup.nothing_here")} />` : null}
    <ul class="list">${list.items.map((/** @type {any} */ one) => html`<li key=${one.id}><${Entry} one=${one} onChanged=${list.reload} /></li>`)}</ul>
    <${More} list=${list} />
  </div>`;
}

/** @param {{one: any, onChanged: () => void}} props */
function Entry({ one, onChanged }) {
  const [reason, setReason] = useState("");
  const again = () => attempt(() => api.post(`/v1/inbound/${one.id}/replay`), t("setup.done")).then(onChanged);
  const discard = () => attempt(() => api.post(`/v1/inbound/${one.id}/discard`, { reason }), t("setup.done")).then(onChanged);
  const download = () => attempt(async () => {
    const response = await api.raw("GET", `/v1/inbound/${one.id}/raw`);
    const address = URL.createObjectURL(await response.blob());
    Object.assign(document.createElement("a"), { href: address, download: `${one.id}.bin` }).click();
    URL.revokeObjectURL(address);
  });
  return html`<details>
    <summary class="row"><span class="grow setup-cut">${one.problem ?? one.outcome ?? one.external_id ?? one.id}</span><${Badge}>${valueText(one.door)}<//><${Badge} tone=${TONES[one.status]}>${valueText(one.status)}<//><span class="small muted"><${When} at=${one.received_at} /></span></summary>
    <div class="stack setup-detail">
      <p class="small muted"><code>${one.external_id ?? ""}</code> · ${bytes(one.size)} · ${t.n("setup.attempts", one.attempts)}</p>
      ${one.problem ? html`<p class="setup-refused">${one.problem}</p>` : null}${one.reason ? html`<p class="muted">${one.reason}</p>` : null}
      <div class="row">
        ${one.ticket_id ? html`<${Link} class="button" href=${`/console/tickets/${one.ticket_id}`}>${t("setup.open_ticket")}<//>` : null}
        ${one.has_raw ? html`<${Button} kind="plain" icon="download" onClick=${download}>${t("setup.download")}<//>` : null}
        ${["parked", "held"].includes(one.status)
          ? html`<${Button} kind="primary" onClick=${again}>${t("setup.try_again")}<//><${Input} value=${reason} onInput=${setReason} aria-label=${t("setup.reason")} placeholder=${t("setup.reason")} /><${Button} kind="danger" disabled=${!reason} onClick=${discard}>${t("setup.discard")}<//>`
          : null}
      </div>
    </div>
  </details>`;
}
