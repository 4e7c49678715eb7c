// @ts-check
/** Several reviewers look at the same conversation, each for themselves, and then see how far they agree. */
import { html, useState } from "../../shared/view.js";
import { Badge, Button, Combo, Dialog, Field, Input, Problem, Select, When, confirm, useApi, useFetch, useList } from "../../shared/parts.js";
import { Link, navigate } from "../../shared/router.js";
import { locale, percent, t } from "../../shared/texts.js";
import { findTickets } from "../ticket/panel/merge.js";
import { Listed, TicketLink, named, points, useTry } from "./common.js";

/** @typedef {import("api").components["schemas"]["CalibrationOut"]} Calibration */

/** @param {{ me: { id: string } }} props */
export function Calibrations({ me }) {
  const [making, setMaking] = useState(false);
  const list = useList("/v1/calibrations", { limit: 20 });
  return html`
    <div class="toolbar"><${Button} kind="primary" icon="plus" onClick=${() => setMaking(true)}>${t("reviews.new_calibration")}<//></div>
    <${Listed} list=${list} none=${t("reviews.no_calibrations")}>
      ${list.items.map((/** @type {Calibration} */ each) => html`<${One} key=${each.id} one=${each} me=${me} reload=${list.reload} />`)}<//>
    ${making && html`<${NewCalibration} onClose=${() => setMaking(false)} onDone=${list.reload} />`}`;
}

/** @param {{ one: Calibration, me: { id: string }, reload: () => Promise<void> }} props */
function One({ one, me, reload }) {
  const api = useApi();
  const { busy, error, run } = useTry();
  const own = one.reviewers.find((each) => each.id === me.id);
  const look = () => run(async () => {
    // Asked again it is the same draft: the list knows only of what was handed in.
    const mine = (await api.get("/v1/reviews", { calibration_id: one.id, reviewer_id: me.id, limit: 1 })).items[0];
    const made = mine ?? await api.post("/v1/reviews", { calibration_id: one.id });
    navigate(`/console/reviews/${made.id}`);
  });
  const close = async () => {
    if (await confirm(t("reviews.close_question"), { action: t("reviews.close") })) {
      await run(async () => {
        await api.post(`/v1/calibrations/${one.id}/close`);
        await reload();
      });
    }
  };
  return html`<article class="card stack" aria-label=${one.name}>
    <div class="card-head"><h2>${one.name}</h2><${Badge} tone=${one.closed_at ? "ok" : "info"}>${t(one.closed_at ? "reviews.closed" : "reviews.is_open")}<//></div>
    <p class="row small"><${TicketLink} ticket=${one.ticket} /><span class="muted">${one.scorecard.name} · <${When} at=${one.created_at} /></span></p>
    <ul class="list">${one.reviewers.map((each) => html`<li class="row"><span class="grow">${each.name ?? "–"}</span>
      ${each.review_id && one.closed_at ? html`<${Link} href=${`/console/reviews/${each.review_id}`}>${points(each.score)}<//>`
        : html`<span class="small muted">${t(each.handed_in ? "reviews.has_handed_in" : "reviews.not_handed_in")}</span>`}</li>`)}</ul>
    ${one.total && html`<p>${t("reviews.agreement", { exact: one.total.exact === null ? "–" : percent(one.total.exact), pairs: String(one.total.pairs) })}</p>`}
    ${one.criteria && html`<ul class="list">${one.criteria.map((each) => html`<li class="row"><span class="grow">${each.titles[locale()] ?? each.title}</span>
      <span class="number">${each.exact === null ? "–" : percent(each.exact)}</span></li>`)}</ul>`}
    <${Problem} error=${error} />
    ${!one.closed_at && html`<div class="row">
      ${own && html`<${Button} small kind="primary" busy=${busy} onClick=${look}>${t(own.handed_in ? "reviews.my_view" : "reviews.give_view")}<//>`}
      ${one.made_by.id === me.id && html`<${Button} small busy=${busy} onClick=${() => void close()}>${t("reviews.close")}<//>`}</div>`}
  </article>`;
}

/** @param {{ onClose: () => void, onDone: () => Promise<void> }} props */
function NewCalibration({ onClose, onDone }) {
  const api = useApi();
  const [name, setName] = useState("");
  const [ticket, setTicket] = useState(/** @type {{ value: string, label: string } | null} */ (null));
  const [card, setCard] = useState(/** @type {string | null} */ (null));
  const [who, setWho] = useState(/** @type {{ value: string, label: string }[]} */ ([]));
  const cards = useFetch("/v1/scorecards", { limit: 200 });
  const { busy, error, run } = useTry();
  const by = card ?? cards.data?.items[0]?.id ?? null;
  const load = async (/** @type {string} */ text) => {
    const found = await api.get("/v1/agents", { limit: 200 });
    return named(found.items.filter((/** @type {any} */ each) => each.role !== "agent" && each.name.toLowerCase().includes(text.toLowerCase())));
  };
  const make = () => run(async () => {
    await api.post("/v1/calibrations", { name: name.trim(), ticket_id: ticket?.value, scorecard_id: by, reviewer_ids: who.map((each) => each.value) });
    await onDone();
    onClose();
  });
  return html`<${Dialog} title=${t("reviews.new_calibration")} onClose=${onClose} actions=${html`
    <${Button} kind="primary" busy=${busy} disabled=${!name.trim() || !ticket || !by || !who.length} onClick=${make}>${t("reviews.begin_calibration")}<//>`}>
    <${Field} label=${t("reviews.name")} required><${Input} value=${name} onInput=${setName} maxlength="255" /><//>
    <${Field} label=${t("reviews.conversation")} hint=${t("reviews.conversation_hint")} required>
      <${Combo} value=${ticket} onChange=${setTicket} load=${(/** @type {string} */ text) => findTickets(text, "")} /><//>
    <${Field} label=${t("reviews.scorecard")} required><${Select} value=${by} options=${named(cards.data?.items ?? [])} onChange=${setCard} /><//>
    <${Field} label=${t("reviews.reviewers")} required><${Combo} multiple value=${who} onChange=${setWho} load=${load} /><//>
    <${Problem} error=${error ?? cards.error} />
  <//>`;
}
