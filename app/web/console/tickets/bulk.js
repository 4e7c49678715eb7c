// @ts-check
/** The same change to many tickets: chosen, looked at before it is done, and followed until it is. */
import { html, useEffect, useState } from "../../shared/view.js";
import { number, t } from "../../shared/texts.js";
import { Button, Combo, Dialog, Field, Problem, Select, Spinner, TextArea } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { useSending } from "../../shared/sending.js";
import { api } from "../caller.js";
import { choices, useDirectory } from "./directory.js";
import { tags } from "./filters.js";
import { PRIORITIES, STATUSES, options, priorityWord, statusWord } from "./words.js";

/** @typedef {import("api").components["schemas"]["BulkPreview"]} Preview */
/** @typedef {import("api").components["schemas"]["JobOut"]} Job */
/** @typedef {{ ticket_ids: string[] } | { view_id: string }} Which */
/** @typedef {{ value: string, label: string }} Choice */
/**
 * @typedef {{ status: string, priority: string, assignee: string, team: string, add: Choice[], remove: Choice[],
 *   note: string }} Wanted
 */

// As many as one request may name.
export const MOST = 1_000;
const LOOK_AGAIN_MS = 1_000;

/** @param {Wanted} wanted @returns {any[]} what the API is asked to do */
export function actionsOf(wanted) {
  /** @type {any[]} */
  const actions = [];
  if (wanted.team !== "") actions.push({ type: "move", team_id: wanted.team });
  if (wanted.assignee === "me") actions.push({ type: "assign_to_me" });
  else if (wanted.assignee === "none") actions.push({ type: "unassign" });
  else if (wanted.assignee !== "") actions.push({ type: "assign", agent_id: wanted.assignee });
  if (wanted.priority !== "") actions.push({ type: "set_priority", priority: wanted.priority });
  if (wanted.add.length > 0) actions.push({ type: "add_tags", tags: wanted.add.map((each) => each.value) });
  if (wanted.remove.length > 0) actions.push({ type: "remove_tags", tags: wanted.remove.map((each) => each.value) });
  if (wanted.note.trim() !== "") actions.push({ type: "note", body: wanted.note });
  // Last: a ticket that this closes can be changed no more.
  if (wanted.status !== "") actions.push({ type: "set_status", status: wanted.status });
  return actions;
}

/** @param {{ which: Which, onClose: () => void, onDone: () => void }} props */
export function BulkDialog({ which, onClose, onDone }) {
  const [wanted, setWanted] = useState(/** @type {Wanted} */ ({
    status: "", priority: "", assignee: "", team: "", add: [], remove: [], note: "",
  }));
  const [preview, setPreview] = useState(/** @type {Preview | null} */ (null));
  const [job, setJob] = useState(/** @type {Job | null} */ (null));
  const { busy, error, send } = useSending();
  const actions = actionsOf(wanted);
  const set = (/** @type {Partial<Wanted>} */ change) => {
    setPreview(null);
    setWanted((was) => ({ ...was, ...change }));
  };
  const ask = (/** @type {string} */ path, /** @type {(answer: any) => void} */ got) => send(async () => {
    got(await api.post(path, { ...which, actions }));
  });

  if (job !== null) {
    return html`<${Dialog} title=${t("inbox.bulk")} onClose=${() => { onDone(); onClose(); }} actions=${html`
        <${Button} kind="primary" onClick=${() => { onDone(); onClose(); }}>${t("inbox.close")}</${Button}>`}>
      <${Progress} job=${job} onChange=${setJob} />
    </${Dialog}>`;
  }
  return html`<${Dialog} title=${t("inbox.bulk")} onClose=${onClose} actions=${html`
      <${Button} kind="plain" onClick=${onClose}>${t("inbox.cancel")}</${Button}>
      ${preview === null
        ? html`<${Button} kind="primary" busy=${busy} disabled=${actions.length === 0}
            onClick=${() => ask("/v1/tickets/bulk/preview", setPreview)}>${t("inbox.bulk_preview")}</${Button}>`
        : html`<${Button} kind="primary" busy=${busy} disabled=${preview.too_many || preview.tickets === 0}
            onClick=${() => ask("/v1/tickets/bulk", setJob)}>
            ${t.n("inbox.bulk_apply", preview.tickets ?? 0, { count: number(preview.tickets ?? 0) })}</${Button}>`}`}>
    <div class="stack">
      ${error === null ? null : html`<${Problem} error=${error} />`}
      <${Choices} wanted=${wanted} set=${set} />
      ${preview === null ? null : html`<${Previewed} preview=${preview} />`}
    </div>
  </${Dialog}>`;
}

/** @param {{ wanted: Wanted, set: (change: Partial<Wanted>) => void }} props */
function Choices({ wanted, set }) {
  const agents = useDirectory("agents");
  const teams = useDirectory("teams");
  const one = (
    /** @type {"status" | "priority" | "assignee" | "team"} */ name, /** @type {string} */ label,
    /** @type {Choice[]} */ values,
  ) => html`<${Field} label=${label}>
    <${Select} value=${wanted[name]} empty=${t("inbox.unchanged")} options=${values}
      onChange=${(/** @type {any} */ value) => set({ [name]: value ?? "" })} />
  </${Field}>`;
  return html`<div class="inbox-choices">
    ${one("status", t("inbox.column_status"), options(STATUSES.filter((each) => each !== "new"), statusWord))}
    ${one("priority", t("inbox.column_priority"), options(PRIORITIES, priorityWord))}
    ${one("assignee", t("inbox.column_assignee_id"), [
      { value: "me", label: t("inbox.me") }, { value: "none", label: t("inbox.nobody") },
      ...choices(agents, (each) => each.status === "active"),
    ])}
    ${one("team", t("inbox.column_team_id"), choices(teams))}
    <${Field} label=${t("inbox.tags_add")}>
      <${Combo} multiple create load=${tags} value=${wanted.add}
        onChange=${(/** @type {Choice[]} */ add) => set({ add })} />
    </${Field}>
    <${Field} label=${t("inbox.tags_remove")}>
      <${Combo} multiple load=${tags} value=${wanted.remove}
        onChange=${(/** @type {Choice[]} */ remove) => set({ remove })} />
    </${Field}>
    <${Field} label=${t("inbox.note_add")}>
      <${TextArea} rows="2" value=${wanted.note}
        onInput=${(/** @type {any} */ value) => set({ note: value })} />
    </${Field}>
  </div>`;
}

/** @param {{ preview: Preview }} props */
function Previewed({ preview }) {
  return html`<div class="stack" role="status">
    <p>${preview.too_many ? t("inbox.bulk_too_many") : t.n("inbox.bulk_count", preview.tickets ?? 0, {
      count: number(preview.tickets ?? 0),
    })}</p>
    <ul class="stack inbox-examples">
      ${preview.examples.map((each) => html`<li key=${each.ticket_id} class="card">
        <div dir="auto"><span class="muted">#${each.number}</span> ${each.subject}</div>
        ${each.would_apply
          ? each.changes.map((change) => html`<div class="small" key=${change.field}>
              ${t("inbox.change", { field: change.field, before: brief(change.before), after: brief(change.after) })}</div>`)
          : html`<div class="small muted">${t("inbox.bulk_not")}</div>`}
        ${each.outcomes.filter((outcome) => outcome.skipped !== null).map((outcome) => html`
          <div class="small muted" key=${outcome.type}>${outcome.type}: ${outcome.skipped}</div>`)}
      </li>`)}
    </ul>
  </div>`;
}

/** @param {any} value */
function brief(value) {
  if (value === null || value === undefined) return "–";
  return Array.isArray(value) ? value.join(", ") || "–" : String(value);
}

/** @param {{ job: Job, onChange: (job: Job) => void }} props */
function Progress({ job, onChange }) {
  const [error, setError] = useState(/** @type {any} */ (null));
  const [failed, setFailed] = useState(/** @type {any[]} */ ([]));
  const [turn, setTurn] = useState(0);
  const over = ["done", "failed", "cancelled"].includes(job.status);
  useEffect(() => {
    if (over) {
      api.page(`/v1/jobs/${job.id}/items`, { status: "failed", limit: 50 }).then(
        (/** @type {any} */ page) => setFailed(page.items), setError,
      );
      return undefined;
    }
    let here = true;
    const timer = setTimeout(() => api.get(`/v1/jobs/${job.id}`).then((/** @type {Job} */ found) => {
      if (here) [setError(null), onChange(found)];
    }, (/** @type {any} */ problem) => {
      // It goes on at the desk, whether that is seen or not: looked at again.
      if (here) [setError(problem), setTurn(turn + 1)];
    }), LOOK_AGAIN_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [job, turn]);
  const cancel = () => api.post(`/v1/jobs/${job.id}/cancel`).then(onChange, setError);
  const { done, total } = job.progress;
  return html`<div class="stack">
    ${error === null ? null : html`<${Problem} error=${error} />`}
    <p role="status">${over ? t(`inbox.job_${job.status}`) : t("inbox.job_running")}
      ${" "}${total === null ? number(done) : t("inbox.of", { done: number(done), total: number(total) })}</p>
    ${over ? null : html`<progress max=${total ?? 1} value=${done} aria-label=${t("inbox.job_running")}></progress>
      <div class="row"><${Spinner} label=${t("inbox.job_running")} />
        <${Button} kind="plain" onClick=${cancel}>${t("inbox.job_cancel")}</${Button}></div>`}
    ${job.error === null ? null : html`<p class="badge bad">${job.error}</p>`}
    ${failed.length === 0 ? null : html`<h3>${t("inbox.bulk_failed")}</h3>
      <ul>${failed.map((each) => html`<li key=${each.ticket_id}>
        <${Link} href=${`/console/tickets/${each.ticket_id}`}>#${each.number}</${Link}> ${each.detail ?? each.code}
      </li>`)}</ul>`}
  </div>`;
}
