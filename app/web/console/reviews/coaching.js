// @ts-check
/** Notes between whoever coaches and whoever is coached: written, read, answered. */
import { html, useState } from "../../shared/view.js";
import { Badge, Button, Dialog, Field, Input, Problem, Select, TextArea, When, confirm, useApi, useFetch, useList } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { Plain } from "../../shared/plain.js";
import { t, when } from "../../shared/texts.js";
import { AgentFilter, Listed, Saying, named, useTry } from "./common.js";

/** @typedef {import("api").components["schemas"]["CoachingNoteOut"]} Note */

/** A date, not an instant: it is the same one wherever somebody looks at it. @param {string} date */
const day = (date) => when(date, { timeZone: "UTC", dateStyle: "medium" });

/** @param {{ query: Record<string, string>, reviewer: boolean, me: { id: string } }} props */
export function Coaching({ query, reviewer, me }) {
  const api = useApi();
  const list = useList("/v1/coaching-notes", { agent_id: query.agent, limit: 50 });
  const agents = useFetch(reviewer ? "/v1/agents" : null, { limit: 200 });
  const [writing, setWriting] = useState(/** @type {Note | true | null} */ (null));
  const [answering, setAnswering] = useState(/** @type {Note | null} */ (null));
  const { error, run } = useTry();
  const remove = async (/** @type {Note} */ note) => {
    if (!(await confirm(t("reviews.remove_note"), { action: t("reviews.remove"), danger: true }))) return;
    if (await run(() => api.delete(`/v1/coaching-notes/${note.id}`, { ifMatch: `"${note.version}"` }))) await list.reload();
  };
  return html`
    ${reviewer && html`<div class="toolbar"><${AgentFilter} agents=${agents.data?.items ?? []} value=${query.agent ?? null} />
      <${Button} kind="primary" icon="plus" onClick=${() => setWriting(true)}>${t("reviews.new_note")}<//></div>`}
    <${Problem} error=${error} />
    <${Listed} list=${list} none=${t("reviews.no_notes")}>
      ${list.items.map((/** @type {Note} */ note) => html`<article class="card" key=${note.id} aria-label=${t("reviews.note_for", { name: note.agent.name ?? "" })}>
        <p class="row small muted"><strong>${note.agent.name}</strong> ${t("reviews.note_by", { name: note.author.name ?? "" })} <${When} at=${note.created_at} />
          ${note.look_again_on && html`<${Badge} tone="info">${t("reviews.look_again", { on: day(note.look_again_on) })}<//>`}
          ${note.acknowledged_at && html`<${Badge} tone="ok">${t("reviews.read_by_agent")}<//>`}</p>
        <${Plain} text=${note.body} />
        ${note.reply && html`<blockquote><${Plain} text=${note.reply} /></blockquote>`}
        <div class="row">
          ${note.review_id && html`<${Link} class="small" href=${`/console/reviews/${note.review_id}`}>${t("reviews.its_review")}<//>`}
          ${note.agent.id === me.id && !note.acknowledged_at && html`<${Button} small kind="primary" onClick=${() => setAnswering(note)}>${t("reviews.acknowledge")}<//>`}
          ${note.author.id === me.id && !note.acknowledged_at && html`<${Button} small onClick=${() => setWriting(note)}>${t("reviews.change")}<//>
            <${Button} small kind="quiet" onClick=${() => void remove(note)}>${t("reviews.remove")}<//>`}
        </div>
      </article>`)}
    <//>
    ${writing && html`<${NoteDialog} note=${writing === true ? null : writing} agents=${agents.data?.items ?? []} onClose=${() => setWriting(null)} onDone=${list.reload} />`}
    ${answering && html`<${Saying} title=${t("reviews.acknowledge")} label=${t("reviews.reply")} optional onClose=${() => setAnswering(null)}
      go=${async (/** @type {string} */ reply) => {
        await api.post(`/v1/coaching-notes/${answering.id}/acknowledge`, { reply: reply || null });
        await list.reload();
      }} />`}`;
}

/** @param {{ note?: Note | null, agents?: any[], of?: { agent: string, review: string } | null, onClose: () => void, onDone?: () => unknown }} props
 *  `of`: it comes from a review, and whom it is for is known */
export function NoteDialog({ note = null, agents = [], of = null, onClose, onDone }) {
  const api = useApi();
  const [agent, setAgent] = useState(note?.agent.id ?? of?.agent ?? null);
  const [body, setBody] = useState(note?.body ?? "");
  const [again, setAgain] = useState(note?.look_again_on ?? "");
  const { busy, error, run } = useTry();
  const save = () => run(async () => {
    const said = { body: body.trim(), look_again_on: again || null };
    if (note) await api.change(`/v1/coaching-notes/${note.id}`, said, note);
    else await api.post("/v1/coaching-notes", { ...said, agent_id: agent, review_id: of?.review ?? null });
    await onDone?.();
    onClose();
  }, t("reviews.saved"));
  return html`<${Dialog} title=${t(note ? "reviews.change" : "reviews.new_note")} onClose=${onClose} actions=${html`
    <${Button} kind="primary" busy=${busy} disabled=${!agent || !body.trim()} onClick=${save}>${t("reviews.save")}<//>`}>
    ${!note && !of && html`<${Field} label=${t("reviews.agent")} required><${Select} value=${agent} empty="–" options=${named(agents)} onChange=${setAgent} /><//>`}
    <${Field} label=${t("reviews.note")} required><${TextArea} rows="6" maxlength="16384" value=${body} onInput=${setBody} /><//>
    <${Field} label=${t("reviews.look_again_on")}><${Input} type="date" value=${again} onInput=${setAgain} /><//>
    <${Problem} error=${error} />
  <//>`;
}
