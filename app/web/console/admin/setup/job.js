// @ts-check
/** A job while it runs and when it is over; it is asked about until then. */
import { html, useEffect, useRef, useState } from "../../../shared/view.js";
import { number, t } from "../../../shared/texts.js";
import { Badge, Button, JsonView, Problem } from "../../../shared/parts.js";
import { api, attempt, valueText } from "./base.js";

/** @typedef {import("api").components["schemas"]["JobOut"]} JobOut */

export const JOB_TONES = /** @type {Record<string, string>} */ ({ queued: "info", running: "info", done: "ok", failed: "bad", cancelled: "warn" });
/** It is asked about again after the first pause, and then less and less often. */
const FIRST_MS = 300;
const LAST_MS = 3_000;

/** @param {{status: string}} job */
export const over = (job) => ["done", "failed", "cancelled"].includes(job.status);

/**
 * @param {JobOut | null} first null: there is none yet
 * @param {(job: JobOut) => void} [onOver]
 * @returns {{job: JobOut | null, error: any, put: (job: JobOut) => void}}
 */
export function useJob(first, onOver) {
  const [job, setJob] = useState(first);
  const [error, setError] = useState(/** @type {any} */ (null));
  const pause = useRef(FIRST_MS);
  useEffect(() => {
    pause.current = FIRST_MS;
    setJob(first);
    setError(null);
  }, [first?.id, first?.status]);
  useEffect(() => {
    if (!job || over(job)) return undefined;
    let here = true;
    const timer = setTimeout(async () => {
      pause.current = Math.min(pause.current * 1.5, LAST_MS);
      try {
        const next = await api.get(`/v1/jobs/${job.id}`);
        if (!here) return;
        setError(null);
        setJob(next);
        if (over(next)) onOver?.(next);
      } catch (problem) {
        if (!here) return;
        setError(problem);
        setJob({ ...job });
      }
    }, pause.current);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [job]);
  return { job, error, put: setJob };
}

/** @param {{job: JobOut, onOver?: (job: JobOut) => void, children?: (job: JobOut) => any}} props */
export function JobProgress({ job: first, onOver, children }) {
  return html`<${JobState} ...${useJob(first, onOver)} onOver=${onOver}>${children}<//>`;
}

/**
 * How a job that the page follows by itself stands; without children its result is shown as it is. `quiet`: what came of
 * it is shown by the page, and a job that is done by nothing else.
 * @param {{job: JobOut | null, error: any, quiet?: boolean, put: (job: JobOut) => void, onOver?: (job: JobOut) => void, children?: (job: JobOut) => any}} props
 */
export function JobState({ job, error, put, onOver, quiet = false, children }) {
  if (!job || (quiet && job.status === "done")) return null;
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
