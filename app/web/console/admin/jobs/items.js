// @ts-check
/** What became of each ticket of a job that changed many. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, useList } from "../../../shared/parts.js";
import { Link } from "../../../shared/router.js";
import { valueText } from "../setup/base.js";
import { More } from "../setup/filters.js";

/** @param {{jobId: string}} props most jobs are about no tickets, and then there is nothing to show */
export function Items({ jobId }) {
  const list = useList(`/v1/jobs/${jobId}/items`);
  if (!list.items.length) return null;
  return html`<ul class="list" aria-label=${t("setup.result_tickets")}>
      ${list.items.map((/** @type {any} */ one) => html`<li class="row" key=${one.ticket_id}><${Link} class="grow" href=${`/console/tickets/${one.ticket_id}`}>#${one.number}<//><${Badge} tone=${one.status === "failed" ? "bad" : one.status === "done" ? "ok" : "info"}>${valueText(one.status)}<//>${one.detail ? html`<span class="small">${one.detail}</span>` : null}</li>`)}
    </ul><${More} list=${list} />`;
}
