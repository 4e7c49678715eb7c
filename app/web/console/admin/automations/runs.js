// @ts-check
/** What an automation did: on which ticket, why, what each of its actions came to. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, Empty, Problem, Spinner, When, useList } from "../../../shared/parts.js";
import { Link } from "../../../shared/router.js";
import { useAddress, valueText } from "../setup/base.js";
import { FilterControl, More } from "../setup/filters.js";

const TONES = /** @type {Record<string, string>} */ ({ done: "ok", stopped: "warn", failed: "bad" });

/** @param {{item: {id: string}}} props */
export function Runs({ item }) {
  const address = useAddress();
  const status = address.get("status");
  const list = useList(`/v1/automations/${item.id}/runs`, status ? { status } : {});
  return html`<div class="stack">
    <div class="toolbar"><${FilterControl} filter=${{ name: "status", label: "f_status", values: ["done", "stopped", "failed"] }} /></div>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="zap" title=${t("setup.no_runs")} />` : null}
    <ul class="list">
      ${list.items.map(
        (/** @type {any} */ run) => html`<li key=${run.id}><details>
          <summary class="row"><span class="grow setup-cut">#${run.ticket.number} ${run.ticket.subject}</span><${Badge} tone=${TONES[run.status]}>${valueText(run.status)}<//><span class="small muted"><${When} at=${run.at} /></span></summary>
          <div class="stack setup-detail">
            <p><${Link} href=${`/console/tickets/${run.ticket.id}`}>${t("setup.open_ticket")}<//> <span class="small muted">${t("setup.version_number", { number: run.automation.number })}</span></p>
            ${run.reason ? html`<p class="setup-note">${t.has(`setup.run_${run.reason}`) ? t(`setup.run_${run.reason}`) : run.reason}</p>` : null}
            <ul>${run.matched.map((/** @type {any} */ one, /** @type {number} */ index) => html`<li key=${index}><code>${one.field} ${one.operator} ${JSON.stringify(one.value)}</code> — ${JSON.stringify(one.found)}</li>`)}</ul>
            <${Outcomes} outcomes=${run.outcomes} />
          </div>
        </details></li>`,
      )}
    </ul>
    <${More} list=${list} />
  </div>`;
}

/** What became of each action. @param {{outcomes: {type: string, skipped: string|null, details: any}[]}} props */
export function Outcomes({ outcomes }) {
  return html`<ul class="list">
    ${outcomes.map(
      (one, index) => html`<li class="row" key=${index}>
        <span class="grow">${t(`setup.a_${one.type}`)}</span>
        <${Badge} tone=${one.skipped ? (one.skipped === "already_so" ? "info" : "warn") : "ok"}>${one.skipped ? (t.has(`setup.skip_${one.skipped}`) ? t(`setup.skip_${one.skipped}`) : one.skipped) : t("setup.v_done")}<//>
      </li>`,
    )}
  </ul>`;
}
