// @ts-check
/** What was sent to a webhook: each delivery with its attempts, what was said and what was answered; any can be sent again. */
import { html } from "../../../shared/view.js";
import { duration, t } from "../../../shared/texts.js";
import { Badge, Button, Countdown, Empty, Problem, Spinner, When, useFetch, useList } from "../../../shared/parts.js";
import { CopyButton, api, attempt, useAddress, valueText } from "../setup/base.js";
import { FilterControl, More } from "../setup/filters.js";
import { EVENT_TYPES } from "../setup/vocabulary.js";

/** @typedef {import("api").components["schemas"]["WebhookDeliveryDetail"]} Delivery */
/** @typedef {import("api").components["schemas"]["WebhookAttemptOut"]} Attempt */

const TONES = /** @type {Record<string, string>} */ ({ delivered: "ok", waiting: "info", failed: "bad" });

/** @param {{hook: {id: string, enabled: boolean}, reload: () => void}} props */
export function Deliveries({ hook, reload }) {
  const address = useAddress();
  const query = Object.fromEntries(["status", "type"].map((name) => [name, address.get(name)]).filter(([, value]) => value));
  const list = useList(`/v1/webhooks/${hook.id}/deliveries`, query);
  const chosen = address.get("delivery");
  const again = () => {
    list.reload();
    reload();
  };
  return html`<div class="stack">
    <div class="toolbar">
      <${FilterControl} filter=${{ name: "status", label: "f_status", values: ["waiting", "delivered", "failed"] }} />
      <${TypeFilter} />
      <${Button} kind="quiet" icon="refresh-cw" onClick=${again}>${t("setup.reload")}<//>
    </div>
    ${list.error && !list.items.length ? html`<${Problem} error=${list.error} />` : null}
    ${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="send" title=${t("setup.no_deliveries")} />` : null}
    <ul class="list">
      ${list.items.map(
        (/** @type {Delivery} */ one) => html`<li key=${one.id}>
          <button type="button" class="setup-entry" aria-expanded=${chosen === one.id} onClick=${() => address.set({ delivery: chosen === one.id ? null : one.id }, true)}>
            <span class="row"><code class="grow">${one.type}</code>
              ${one.replay ? html`<${Badge} tone="info">${t("setup.again")}<//>` : null}
              <${Badge} tone=${TONES[one.status]}>${valueText(one.status)}<//></span>
            <span class="small muted"><${When} at=${one.created_at} /> · ${t.n("setup.attempts", one.attempts)}${one.last_status ? ` · HTTP ${one.last_status}` : ""}</span>
            ${one.last_error ? html`<span class="small setup-refused">${one.last_error}</span>` : null}
          </button>
          ${chosen === one.id ? html`<${Detail} key=${`${one.status} ${one.attempts}`} hook=${hook} id=${one.id} onSent=${again} />` : null}
        </li>`,
      )}
    </ul>
    <${More} list=${list} />
  </div>`;
}

function TypeFilter() {
  const address = useAddress();
  const label = t("setup.event_type");
  const onChange = (/** @type {any} */ event) => address.set({ type: event.currentTarget.value || null }, true);
  return html`<select class="input" aria-label=${label} value=${address.get("type")} onChange=${onChange}>
    <option value="">${t("setup.all_of", { name: label })}</option>
    ${EVENT_TYPES.map((type) => html`<option key=${type} value=${type}>${type}</option>`)}
  </select>`;
}

/** @param {{hook: {id: string, enabled: boolean}, id: string, onSent: () => void}} props */
function Detail({ hook, id, onSent }) {
  const found = useFetch(`/v1/webhooks/${hook.id}/deliveries/${id}`);
  if (found.error) return html`<${Problem} error=${found.error} />`;
  if (!found.data) return html`<${Spinner} />`;
  const one = /** @type {Delivery} */ (found.data);
  const send = () => attempt(() => api.post(`/v1/webhooks/${hook.id}/deliveries/${id}/replay`), t("setup.sent_again")).then(onSent);
  return html`<div class="stack setup-detail">
    <div class="toolbar">
      <${Button} kind="plain" icon="send" onClick=${send} disabled=${!hook.enabled || one.status === "waiting"}>${t("setup.send_again")}<//>
      <${Button} kind="quiet" icon="refresh-cw" onClick=${found.reload}>${t("setup.reload")}<//>
      ${one.next_attempt_at ? html`<span class="small muted">${t("setup.next_try")} <${Countdown} to=${one.next_attempt_at} /></span>` : null}
    </div>
    <p class="small muted">${t("setup.event_id")} <code>${one.event_id}</code></p>
    <h3>${t("setup.body_sent")}</h3>
    <${Raw} text=${one.body} label=${t("setup.body_sent")} />
    <h3>${t("setup.tries")}</h3>
    ${one.tries.length ? null : html`<p class="small muted">${t("setup.no_tries")}</p>`}
    ${one.tries.map((attempted) => html`<${Try} key=${attempted.number} attempted=${attempted} />`)}
  </div>`;
}

/** @param {{attempted: Attempt}} props */
function Try({ attempted }) {
  const good = attempted.status !== null && attempted.status >= 200 && attempted.status < 300;
  return html`<details class="card" open=${!good}>
    <summary class="row">
      <span>${t("setup.numbered", { name: t("setup.try"), number: attempted.number })}</span>
      <${Badge} tone=${good ? "ok" : "bad"}>${attempted.status === null ? t("setup.no_answer") : `HTTP ${attempted.status}`}<//>
      <span class="small muted"><${When} at=${attempted.at} /> · ${attempted.took_ms < 1000 ? t("setup.ms", { count: attempted.took_ms }) : duration(attempted.took_ms / 1000)}</span>
    </summary>
    ${attempted.error ? html`<p class="setup-refused">${attempted.error}</p>` : null}
    <${Names} title=${t("setup.request_headers")} values=${attempted.request_headers} />
    ${attempted.response_headers ? html`<${Names} title=${t("setup.response_headers")} values=${attempted.response_headers} />` : null}
    ${attempted.response_body ? html`<h4>${t("setup.response_body")}</h4><${Raw} text=${attempted.response_body} label=${t("setup.response_body")} />` : null}
  </details>`;
}

/** @param {{title: string, values: Record<string, string>}} props */
function Names({ title, values }) {
  return html`<h4>${title}</h4>
    <dl class="setup-names">${Object.entries(values).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Bytes as text: JSON is laid out, anything else is shown as it is. @param {{text: string|null, label: string}} props */
export function Raw({ text, label }) {
  if (text === null || text === undefined) return html`<p class="small muted">${t("setup.kept_no_more")}</p>`;
  return html`<div class="setup-raw">
    <${CopyButton} text=${text} label=${t("setup.copy_of", { name: label })} />
    <pre class="code" tabindex="0" aria-label=${label}>${laidOut(text)}</pre>
  </div>`;
}

/** @param {string} text */
function laidOut(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Not every body is JSON, and an answer is whatever the other side said.
    return text;
  }
}
