// @ts-check
/** Mails and calls of the desk's own (notifications, automations): what waits, what failed, sent again by hand. */
import { html, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, Button, Countdown, Empty, Problem, Spinner, When, useList } from "../../../shared/parts.js";
import { api, attempt, useAddress, valueText } from "../setup/base.js";
import { FilterControl, More } from "../setup/filters.js";
import { SecretOnce } from "../setup/secret.js";
import { OUT_TONES } from "./outbound.js";

export function Outbox() {
  const address = useAddress();
  const [secret, setSecret] = useState("");
  const query = Object.fromEntries(["status", "kind"].map((name) => [name, address.get(name)]).filter(([, value]) => value));
  const list = useList("/v1/outbox", query);
  const again = (/** @type {string} */ id) => attempt(() => api.post(`/v1/outbox/${id}/retry`), t("setup.done")).then(list.reload);
  const show = () => attempt(() => api.get("/v1/outbox/signing-secret")).then((found) => found && setSecret(found.secret));
  return html`<div class="stack">
    <div class="toolbar">
      <${FilterControl} filter=${{ name: "status", label: "f_status", values: ["waiting", "sending", "sent", "failed"] }} />
      <${FilterControl} filter=${{ name: "kind", label: "f_kind", values: ["mail", "webhook"] }} />
      <${Button} kind="quiet" icon="refresh-cw" onClick=${list.reload}>${t("setup.reload")}<//>
      <${Button} kind="plain" icon="key-round" onClick=${show}>${t("setup.signing_secret")}<//>
    </div>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="send" title=${t("setup.nothing_here")} />` : null}
    <ul class="list">
      ${list.items.map(
        (/** @type {any} */ one) => html`<li class="stack setup-tight setup-out" key=${one.id}>
          <div class="row"><span class="grow setup-cut">${one.target}</span><${Badge}>${valueText(one.kind)}<//><${Badge} tone=${OUT_TONES[one.status]}>${valueText(one.status)}<//></div>
          <div class="row small muted"><span class="grow">${one.about} · <${When} at=${one.created_at} /> · ${t.n("setup.attempts", one.attempts)}</span>
            ${one.next_attempt_at && one.status === "waiting" ? html`<span>${t("setup.next_try")} <${Countdown} to=${one.next_attempt_at} /></span>` : null}
            ${["failed", "waiting"].includes(one.status) ? html`<${Button} kind="plain" small onClick=${() => again(one.id)}>${t("setup.send_now")}<//>` : null}</div>
          ${one.last_error ? html`<p class="small setup-refused">${one.last_error}</p>` : null}
        </li>`,
      )}
    </ul>
    <${More} list=${list} />
    ${secret ? html`<${SecretOnce} title=${t("setup.signing_secret")} again secrets=${[{ label: t("setup.signing_secret"), value: secret }]} onClose=${() => setSecret("")} />` : null}
  </div>`;
}
