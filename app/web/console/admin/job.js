// @ts-check
/** A job of the desk that a page waits for: its progress, its end, and the way to stop it. */

import { html, useEffect, useState } from "../../shared/view.js";
import { Button, Problem, useApi } from "../../shared/parts.js";
import { number, t } from "../../shared/texts.js";

/** @typedef {import("api").components["schemas"]["JobOut"]} JobOut */

const OVER = ["done", "failed", "cancelled"];

/** Follow a job by id until it is over. @param {string | null} id
 * @returns {{ job: JobOut | null, error: any, cancel: () => Promise<void> }} */
export function useJob(id) {
  const api = useApi();
  const [job, setJob] = useState(/** @type {JobOut | null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  useEffect(() => {
    setJob(null);
    setError(null);
    if (!id) return undefined;
    let here = true;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const look = async (/** @type {number} */ pause) => {
      try {
        const found = await api.get(`/v1/jobs/${id}`);
        if (!here) return;
        setJob(found);
        if (!OVER.includes(found.status)) timer = setTimeout(look, pause, Math.min(pause * 1.5, 3_000));
      } catch (failure) {
        if (here) setError(failure);
      }
    };
    void look(300);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [id, api]);
  const cancel = async () => {
    await api.post(`/v1/jobs/${id}/cancel`).then(setJob, setError);
  };
  return { job, error, cancel };
}

/** @param {{ job: JobOut | null, error: any, cancel: () => Promise<void> }} props */
export function JobProgress({ job, error, cancel }) {
  if (error) return html`<${Problem} error=${error} />`;
  if (!job || job.status === "done") return null;
  if (job.status === "failed") return html`<p class="notice bad" role="alert">${job.error}</p>`;
  if (job.status === "cancelled") return html`<p class="notice">${t("resource.job_cancelled")}</p>`;
  const { done, total } = job.progress;
  return html`<div class="card stack tight" role="status"><div class="row"><span class="grow">${t(`resource.job_${job.status}`)}
      ${total ? ` ${number(done)} / ${number(total)}` : done ? ` ${number(done)}` : ""}</span><${Button} small onClick=${cancel}>${t("resource.job_stop")}<//></div>
    <progress class="grow" max=${total ?? 1} value=${total ? done : undefined} aria-label=${t("resource.job_progress")}></progress></div>`;
}
