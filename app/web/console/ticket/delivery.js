// @ts-check
/** What became of a message that was sent out of the desk. */
import { html } from "../../shared/view.js";
import { Badge, Dialog, Icon, Problem, Spinner, Table, useFetch, When } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";

/** @typedef {import("./feed.js").Shown} Shown */

const ICONS = { queued: "clock", sent: "check", delivered: "check-check", failed: "circle-alert", bounced: "circle-alert" };

/** @param {{ message: Shown, open: () => void }} props */
export function Delivery({ message, open }) {
  const state = message.delivery;
  if (!state) return null;
  const bad = state === "failed" || state === "bounced";
  return html`<button class=${`button quiet ${bad ? "bad" : ""}`} onClick=${open}>
    <${Icon} name=${ICONS[state]} /> ${t(`thread.delivery.${state}`)}</button>`;
}

/** @param {import("api").components["schemas"]["RecipientOut"]} row */
const keyOf = (row) => row.recipient;

/** @param {{ message: Shown, onClose: () => void }} props */
export function DeliveryDialog({ message, onClose }) {
  const path = `/v1/tickets/${message.ticket_id}/messages/${message.id}/delivery`;
  const { data, error } = useFetch(path);
  const columns = [
    { key: "recipient", label: t("thread.recipient") },
    { key: "state", label: t("thread.field.state"), render: (/** @type {any} */ row) => html`
      <${Badge} tone=${row.state === "delivered" || row.state === "sent" ? "ok" : "warn"}>
        ${t(`thread.delivery.${row.state}`)}<//>` },
    { key: "detail", label: t("thread.detail") },
    { key: "at", label: t("thread.at"), render: (/** @type {any} */ row) => html`<${When} at=${row.reported_at} />` },
  ];
  return html`
    <${Dialog} title=${t("thread.delivery_label")} onClose=${onClose}>
      ${error && html`<${Problem} error=${error} />`}
      ${!data && !error && html`<${Spinner} />`}
      ${data && html`<${Table} columns=${columns} rows=${data.recipients} rowKey=${keyOf} caption=${t("thread.delivery_label")} />`}
      ${data?.read && html`<p class="small muted">${t("thread.delivery_read")}</p>`}
    <//>`;
}
