// @ts-check
/** What the desk does in the background: jobs, what leaves it, what came in, and what of that waits for a person. */
import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Badge, Button, Empty, Problem, Spinner, Tabs, When, useList } from "../../shared/parts.js";
import { useAddress, valueText } from "./setup/base.js";
import { JOB_TONES, JobProgress, over, useJob } from "./setup/job.js";
import { FilterControl, More } from "./setup/filters.js";
import { Inbound } from "./jobs/inbound.js";
import { Items } from "./jobs/items.js";
import { Outbound } from "./jobs/outbound.js";
import { Outbox } from "./jobs/outbox.js";

const VIEWS = ["jobs", "outbound", "outbox", "inbound"];

export default function Jobs() {
  const address = useAddress();
  const view = address.get("view") || "jobs";
  return html`<div class="page">
    <div class="page-head"><div class="grow"><h1>${t("setup.jobs")}</h1><p class="muted">${t("setup.jobs_about")}</p></div></div>
    <${Tabs} label=${t("setup.jobs")} active=${view} tabs=${VIEWS.map((key) => ({ key, label: t(`setup.jobs_${key}`) }))}
      onChange=${(/** @type {string} */ key) => address.set({ view: key === "jobs" ? null : key, status: null, id: null, channel_id: null })} />
    ${view === "jobs" ? html`<${List} />` : null}
    ${view === "outbound" ? html`<${Outbound} />` : null}
    ${view === "outbox" ? html`<${Outbox} />` : null}
    ${view === "inbound" ? html`<${Inbound} />` : null}
  </div>`;
}

function List() {
  const address = useAddress();
  const list = useList("/v1/jobs");
  const chosen = address.get("id");
  const state = address.get("status");
  const shown = list.items.filter((/** @type {any} */ job) => !state || job.status === state);
  return html`<div class="stack">
    <div class="toolbar"><${FilterControl} filter=${{ name: "status", label: "f_status", values: ["queued", "running", "done", "failed", "cancelled"] }} />
      <${Button} kind="quiet" icon="refresh-cw" onClick=${list.reload}>${t("setup.reload")}<//></div>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${list.done && !list.error && !shown.length ? html`<${Empty} icon="server" title=${t("setup.no_jobs")} />` : null}
    <ul class="list">
      ${shown.map((/** @type {any} */ job) => html`<${Entry} key=${job.id} first=${job} open=${chosen === job.id} onOpen=${() => address.set({ id: chosen === job.id ? null : job.id }, true)} />`)}
    </ul>
    <${More} list=${list} />
  </div>`;
}

/** What it does, in words; a kind of a newer desk than this page is told by its code. @param {string} kind */
const kindText = (kind) => (t.has(`setup.job_kind.${kind}`) ? t(`setup.job_kind.${kind}`) : kind);

/** @param {{first: import("./setup/job.js").JobOut, open: boolean, onOpen: () => void}} props */
function Entry({ first, open, onOpen }) {
  const { job: followed, put } = useJob(first);
  const job = followed ?? first;
  return html`<li>
    <button type="button" class="setup-entry" aria-expanded=${open} onClick=${onOpen}>
      <span class="row"><span class="grow">${kindText(job.kind)}</span><${Badge} tone=${JOB_TONES[job.status]}>${valueText(job.status)}<//></span>
      <span class="small muted"><${When} at=${job.created_at} />${job.ended_at ? html` – <${When} at=${job.ended_at} />` : null}</span>
      ${job.error ? html`<span class="small setup-refused">${job.error}</span>` : null}
    </button>
    ${open ? html`<div class="stack setup-detail"><${JobProgress} job=${job} onOver=${put} />${over(job) ? html`<${Items} jobId=${job.id} />` : null}</div>` : null}
  </li>`;
}
