// @ts-check
/** A job while it runs and when it is over; it is asked about until then. */
import { html, useEffect, useState } from "../../../shared/view.js";
import { number, t } from "../../../shared/texts.js";
import { Badge, Button, JsonView, Problem } from "../../../shared/parts.js";
import { api, attempt, valueText } from "./base.js";

/** @typedef {import("api").components["schemas"]["JobOut"]} JobOut */

export const JOB_TONES = /** @type {Record<string, string>} */ ({ queued: "info", running: "info", done: "ok", failed: "bad", cancelled: "warn" });
const EVERY_MS = 1000;

/** @param {{status: string}} job */
export const over = (job) => ["done", "failed", "cancelled"].includes(job.status);

/**
 * @param {JobOut} first
 * @param {(job: JobOut) => void} [onOver]
 * @returns {{job: JobOut, error: any, put: (job: JobOut) => void}}
 */
export function useJob(first, onOver) {
  const [job, setJob] = useState(first);
  const [error, setError] = useState(/** @type {any} */ (null));
  useEffect(() => setJob(first), [first.id, first.status]);
  useEffect(() => {
    if (over(job)) return undefined;
    const timer = setTimeout(async () => {
      try {
        const next = await api.get(`/v1/jobs/${job.id}`);
        setError(null);
        setJob(next);
        if (over(next)) onOver?.(next);
      } catch (problem) {
        setError(problem);
        setJob({ ...job });
      }
    }, EVERY_MS);
    return () => clearTimeout(timer);
  }, [job]);
  return { job, error, put: setJob };
}

/** @param {{job: JobOut, onOver?: (job: JobOut) => void, children?: (job: JobOut) => any}} props */
export function JobProgress({ job: first, onOver, children }) {
  const { job, error, put } = useJob(first, onOver);
  const cancel = async () => {
    const next = await attempt(() => api.post(`/v1/jobs/${job.id}/cancel`));
    if (next) put(next);
    if (next && over(next)) onOver?.(next);
  };
  const { done, total } = job.progress;
  return html`<div class="card stack" role="status">
    <div class="row">
      <${Badge} tone=${JOB_TONES[job.status]}>${valueText(job.status)}<//>
      <span class="grow">${total === null ? t("setup.job_done", { done: number(done) }) : t("setup.job_done_of", { done: number(done), total: number(total) })}</span>
      ${over(job) ? null : html`<${Button} kind="quiet" onClick=${cancel}>${t("setup.cancel")}<//>`}
    </div>
    ${over(job) ? null : html`<progress class="setup-progress" value=${total ? done : undefined} max=${total ?? undefined} aria-label=${t("setup.progress")}></progress>`}
    ${job.error ? html`<p class="setup-refused">${job.error}</p>` : null} ${error ? html`<${Problem} error=${error} />` : null}
    ${over(job) && job.result ? (children ? children(job) : html`<${JsonView} value=${job.result} />`) : null}
  </div>`;
}
