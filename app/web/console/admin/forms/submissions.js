// @ts-check
/** What was sent with a form; what waits for a person becomes a ticket or goes. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, Button, Empty, JsonView, Problem, Spinner, When, useList } from "../../../shared/parts.js";
import { Link } from "../../../shared/router.js";
import { api, attempt, useAddress, valueText } from "../setup/base.js";
import { FilterControl, More } from "../setup/filters.js";

/** @param {{form: any}} props */
export function Submissions({ form }) {
  const address = useAddress();
  const status = address.get("status");
  const path = `/v1/forms/${form.key}/submissions`;
  const list = useList(path, status ? { status } : {});
  const act = (/** @type {string} */ id, /** @type {string} */ step) => attempt(() => api.post(`${path}/${id}/${step}`), t("setup.done")).then(list.reload);
  return html`<div class="stack">
    <div class="toolbar"><${FilterControl} filter=${{ name: "status", label: "f_status", values: ["accepted", "parked", "released", "discarded"] }} /></div>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="inbox" title=${t("setup.no_submissions")} />` : null}
    <ul class="list">
      ${list.items.map(
        (/** @type {any} */ one) => html`<li key=${one.id}><details>
          <summary class="row"><span class="grow setup-cut">${one.email ?? t("setup.nobody")}</span>${one.verdict ? html`<${Badge} tone="warn">${valueText(one.verdict)}<//>` : null}<${Badge} tone=${one.status === "parked" ? "warn" : "ok"}>${valueText(one.status)}<//><span class="small muted"><${When} at=${one.received_at} /></span></summary>
          <div class="stack setup-detail"><${JsonView} value=${one.answers} />
            ${one.ticket_id ? html`<p><${Link} href=${`/console/tickets/${one.ticket_id}`}>${t("setup.open_ticket")}<//></p>` : null}
            ${one.status === "parked" ? html`<div class="row"><${Button} kind="primary" onClick=${() => act(one.id, "release")}>${t("setup.make_ticket")}<//><${Button} kind="danger" onClick=${() => act(one.id, "discard")}>${t("setup.discard")}<//></div>` : null}</div>
        </details></li>`,
      )}
    </ul>
    <${More} list=${list} />
  </div>`;
}
