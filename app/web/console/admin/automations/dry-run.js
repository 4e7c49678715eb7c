// @ts-check
/** An automation as it is written now, tried on what happened in the last days; nothing is done. */
import { html, useState } from "../../../shared/view.js";
import { number, t } from "../../../shared/texts.js";
import { Button, Input, Problem, When } from "../../../shared/parts.js";
import { Link } from "../../../shared/router.js";
import { api } from "../setup/base.js";
import { JobProgress } from "../setup/job.js";

/** @param {{draft: any}} props */
export function DryRun({ draft }) {
  const [days, setDays] = useState("7");
  const [job, setJob] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const start = async () => {
    try {
      const { trigger, conditions, run } = draft;
      setJob(await api.post("/v1/automations/dry-run", { trigger, conditions, run, days: Number(days) }));
      setError(null);
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<section class="card stack" aria-label=${t("setup.dry_run")}>
    <h3>${t("setup.dry_run")}</h3>
    <p class="small muted">${t("setup.dry_run_about")}</p>
    <div class="row">
      <label class="row fixed">${t("setup.last_days")} <${Input} class="setup-short" type="number" min="1" max="31" value=${days} onInput=${setDays} aria-label=${t("setup.last_days")} /></label>
      <${Button} kind="plain" icon="play" onClick=${start}>${t("setup.try_it")}<//>
    </div>
    ${error ? html`<${Problem} error=${error} />` : null}
    ${job ? html`<${JobProgress} key=${job.id} job=${job}>${(/** @type {any} */ done) => html`<${Found} result=${done.result} />`}<//>` : null}
  </section>`;
}

/** @param {{result: any}} props */
function Found({ result }) {
  const days = Object.entries(result.days).sort(([one], [other]) => one.localeCompare(other));
  const most = Math.max(1, ...days.map(([, count]) => /** @type {number} */ (count)));
  return html`<div class="stack">
    <p><strong>${t.n("setup.would_fire", result.fired)}</strong> ${t.n("setup.on_tickets", result.tickets)}</p>
    <p class="small muted">${t("setup.examined", { tickets: number(result.examined.tickets), events: number(result.examined.events) })}${result.examined.complete ? "" : ` ${t("setup.not_complete")}`}</p>
    ${days.length
      ? html`<table class="table setup-days"><tbody>${days.map(([day, count]) => html`<tr key=${day}><th scope="row">${day}</th><td><meter min="0" max=${most} value=${count} aria-label=${day}></meter></td><td>${number(/** @type {number} */ (count))}</td></tr>`)}</tbody></table>`
      : null}
    <ul class="list" aria-label=${t("setup.result_tickets")}>
      ${result.examples.map(
        (/** @type {any} */ one, /** @type {number} */ index) => html`<li class="row" key=${index}>
          <${Link} class="grow setup-cut" href=${`/console/tickets/${one.ticket.id}`}>#${one.ticket.number} ${one.ticket.subject}<//>
          <span class="small muted"><${When} at=${one.at} /></span>
        </li>`,
      )}
    </ul>
  </div>`;
}
