// @ts-check
/** One review: filled in and published by who reviews, answered by whose work it is, settled where they do not agree. */
import { html, useState } from "../../shared/view.js";
import { Button, Field, Notice, Problem, Select, Spinner, TextArea, When, confirm, toast, useApi, useFetch } from "../../shared/parts.js";
import { navigate } from "../../shared/router.js";
import { Plain } from "../../shared/plain.js";
import { t } from "../../shared/texts.js";
import { useMe } from "../who.js";
import { NoteDialog } from "./coaching.js";
import { Saying, State, TicketLink, points, titleOf, useTry } from "./common.js";
import { CriteriaForm, CriteriaRead, answersOf, said } from "./criteria.js";

/** @typedef {import("./common.js").Review} Review */
/** @typedef {import("./common.js").Criterion} Criterion */

/** @param {{ params: { id: string } }} props */
export default function ReviewPage({ params }) {
  const read = useFetch(`/v1/reviews/${params.id}`);
  /** @type {Review | null} */
  const review = read.data;
  const versions = useFetch(review && `/v1/scorecards/${review.scorecard.id}/versions`, { limit: 200 });
  /** @type {Criterion[] | null} as they were when the review was begun */
  const criteria = versions.data && (versions.data.items.find((/** @type {any} */ each) => each.number === review?.scorecard.number)?.criteria ?? []);
  if (!review || !criteria) return html`<div class="page"><${Problem} error=${read.error ?? versions.error} onRetry=${read.reload} />${!read.error && html`<${Spinner} />`}</div>`;
  return html`<${Shown} key=${review.id} review=${review} criteria=${criteria} set=${read.set} reload=${read.reload} />`;
}

/** @param {{ review: Review, criteria: Criterion[], set: (review: Review) => void, reload: () => Promise<void> }} props */
function Shown({ review, criteria, set, reload }) {
  const me = useMe();
  const draft = review.state === "draft" && review.reviewer.id === me.id;
  return html`<div class="page narrow">
    <div class="page-head"><h1>${t("reviews.of", { number: String(review.ticket.number) })}</h1><${State} state=${review.state} /></div>
    <dl class="pairs">
      <dt>${t("reviews.conversation")}</dt><dd><${TicketLink} ticket=${review.ticket} /></dd>
      <dt>${t("reviews.agent")}</dt><dd>${review.agent.name ?? "–"}</dd>
      <dt>${t("reviews.reviewer")}</dt><dd>${review.reviewer.name ?? "–"}</dd>
      <dt>${t("reviews.scorecard")}</dt><dd>${review.scorecard.name}</dd>
      <dt>${t("reviews.score")}</dt><dd><strong>${points(review.score)}</strong> ${t("reviews.of_100")}
        ${review.failed.length > 0 && html` · ${t("reviews.failed_by", { what: review.failed.map((key) => name(criteria, key)).join(", ") })}`}</dd>
    </dl>
    ${draft ? html`<${Draft} review=${review} criteria=${criteria} set=${set} />` : html`
      ${review.state === "draft" && html`<${Notice}>${t("reviews.draft_of_other")}<//>`}
      <${CriteriaRead} criteria=${criteria} review=${review} />
      ${review.comment && html`<section class="card"><h2>${t("reviews.comment")}</h2><${Plain} text=${review.comment} /></section>`}
      <${Answering} review=${review} criteria=${criteria} me=${me} set=${set} reload=${reload} />`}
    ${review.history.length > 0 && html`<section><h2>${t("reviews.history")}</h2><ol class="list">${review.history.map((each) => html`<li>
      <strong>${each.by.name ?? "–"}</strong> ${t(`reviews.did.${each.what}`)} <span class="small muted"><${When} at=${each.at} /></span>
      ${typeof each.score_before === "number" && html` <span class="small muted">${t("reviews.score_before", { score: points(each.score_before) })}</span>`}
      ${each.said && html`<${Plain} text=${each.said} />`}</li>`)}</ol></section>`}
  </div>`;
}

/** @param {Criterion[]} criteria @param {string} key */
function name(criteria, key) {
  const found = criteria.find((each) => each.key === key);
  return found ? titleOf(found).title : key;
}

/** @param {{ review: Review, criteria: Criterion[], set: (review: Review) => void }} props */
function Draft({ review, criteria, set }) {
  const api = useApi();
  const [answers, setAnswers] = useState(() => answersOf(review));
  const [comment, setComment] = useState(review.comment ?? "");
  const [missing, setMissing] = useState(/** @type {string[]} */ ([]));
  const { busy, error, run } = useTry();
  const path = `/v1/reviews/${review.id}`;
  const saved = async () => {
    const kept = await api.patch(path, { answers: said(answers), comment: comment.trim() || null }, { ifMatch: `"${review.version}"` });
    set(kept);
    return kept;
  };
  const publish = () => run(async () => {
    const kept = await saved();
    setMissing(kept.missing);
    if (kept.missing.length) {
      toast(t("reviews.answer_first", { what: kept.missing.map((/** @type {string} */ key) => name(criteria, key)).join(", ") }), { tone: "warn" });
      return;
    }
    set(await api.post(`${path}/publish`));
    toast(t(review.calibration_id ? "reviews.handed_in" : "reviews.now_published"), { tone: "ok" });
  });
  const remove = async () => {
    if (!(await confirm(t("reviews.remove_draft"), { action: t("reviews.remove"), danger: true }))) return;
    if (await run(() => api.delete(path, { ifMatch: `"${review.version}"` }))) navigate("/console/reviews");
  };
  return html`<div class="stack">
    <${CriteriaForm} criteria=${criteria} answers=${answers} set=${setAnswers} missing=${missing} />
    <${Field} label=${t("reviews.comment_on_all")}><${TextArea} rows="4" maxlength="2000" value=${comment} onInput=${setComment} /><//>
    <${Problem} error=${error} />
    <div class="row">
      <${Button} kind="primary" busy=${busy} onClick=${publish}>${t(review.calibration_id ? "reviews.hand_in" : "reviews.publish")}<//>
      <${Button} busy=${busy} onClick=${() => run(saved, t("reviews.saved"))}>${t("reviews.save")}<//>
      <${Button} kind="quiet" onClick=${() => void remove()}>${t("reviews.remove")}<//>
    </div>
  </div>`;
}

/** What its agent says to it, and what who reviews decides then. @param {{ review: Review, criteria: Criterion[], me: { id: string, may: (permission: string) => boolean }, set: (review: Review) => void, reload: () => Promise<void> }} props */
function Answering({ review, criteria, me, set, reload }) {
  const api = useApi();
  const [dialog, setDialog] = useState(/** @type {string | null} */ (null));
  const path = `/v1/reviews/${review.id}`;
  const mine = review.agent.id === me.id;
  // What is opened while the desk still answers the one before stays open.
  const closing = (/** @type {string} */ which) => () => setDialog((now) => (now === which ? null : now));
  if (review.calibration_id || review.state === "draft" || review.state === "withdrawn") return null;
  const decides = !mine && me.may("reviews:write");
  return html`<div class="row">
      ${mine && review.state !== "acknowledged" && review.state !== "disputed" && html`<${Button} kind="primary" onClick=${() => setDialog("acknowledge")}>${t("reviews.acknowledge")}<//>`}
      ${mine && review.state === "published" && html`<${Button} onClick=${() => setDialog("dispute")}>${t("reviews.dispute")}<//>`}
      ${decides && html`<${Button} kind=${review.state === "disputed" ? "primary" : "plain"} onClick=${() => setDialog("settle")}>${t(review.state === "disputed" ? "reviews.settle" : "reviews.put_right")}<//>
        <${Button} onClick=${() => setDialog("coach")}>${t("reviews.new_note")}<//>`}
    </div>
    ${dialog === "acknowledge" && html`<${Saying} title=${t("reviews.acknowledge")} label=${t("reviews.comment")} optional onClose=${closing("acknowledge")}
      go=${async (/** @type {string} */ comment) => set(await api.post(`${path}/acknowledge`, { comment: comment || null }))} />`}
    ${dialog === "dispute" && html`<${Saying} title=${t("reviews.dispute")} label=${t("reviews.reason")} onClose=${closing("dispute")}
      go=${async (/** @type {string} */ reason) => set(await api.post(`${path}/dispute`, { reason }))} />`}
    ${dialog === "settle" && html`<${Settling} review=${review} criteria=${criteria} onClose=${closing("settle")} onDone=${reload} />`}
    ${dialog === "coach" && html`<${NoteDialog} of=${{ agent: review.agent.id, review: review.id }} onClose=${closing("coach")} />`}`;
}

/** @param {{ review: Review, criteria: Criterion[], onClose: () => void, onDone: () => Promise<void> }} props */
function Settling({ review, criteria, onClose, onDone }) {
  const api = useApi();
  // Only what somebody disputes can be left as it is.
  const outcomes = review.state === "disputed" ? ["upheld", "changed", "withdrawn"] : ["changed", "withdrawn"];
  const [outcome, setOutcome] = useState(outcomes[0]);
  const [answers, setAnswers] = useState(() => answersOf(review));
  const [text, setText] = useState("");
  const { busy, error, run } = useTry();
  const go = () => run(async () => {
    const more = outcome === "changed" ? { answers: said(answers) } : {};
    await api.post(`/v1/reviews/${review.id}/settle`, { outcome, said: text.trim(), ...more });
    // Closed first: what is opened once the review is seen anew stays open.
    onClose();
    await onDone();
  });
  return html`<section class="card stack" aria-label=${t("reviews.settle")}>
    <h2>${t("reviews.settle")}</h2>
    <${Field} label=${t("reviews.outcome")}><${Select} value=${outcome} onChange=${setOutcome} options=${outcomes.map((value) => ({ value, label: t(`reviews.outcome.${value}`) }))} /><//>
    ${outcome === "changed" && html`<${CriteriaForm} criteria=${criteria} answers=${answers} set=${setAnswers} missing=${error?.problem?.missing ?? []} />`}
    <${Field} label=${t("reviews.said")} required><${TextArea} rows="3" maxlength="2000" value=${text} onInput=${setText} /><//>
    <${Problem} error=${error} />
    <div class="row"><${Button} kind="primary" busy=${busy} disabled=${!text.trim()} onClick=${go}>${t("reviews.settle_now")}<//>
      <${Button} onClick=${onClose}>${t("reviews.cancel")}<//></div>
  </section>`;
}
