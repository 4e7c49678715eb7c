// @ts-check
/** The rest: spam and tension with their reasons, calls, surveys, incidents, and what automations did. */
import { html, useState } from "../../../shared/view.js";
import { Badge, Button, Problem, Select, When, copy, useFetch } from "../../../shared/parts.js";
import { duration, languageName, t, word } from "../../../shared/texts.js";
import { api } from "../desk.js";
import { nameOf } from "../directory.js";
import { valueName } from "../words.js";
import { useDoing, usePart } from "./use-part.js";

/** @typedef {import("./panel.js").Panelled} Panelled */
/** @typedef {import("api").components["schemas"]["CallOut"]} CallOut */
/** @typedef {import("api").components["schemas"]["SignOut"]} SignOut */
/** @typedef {import("api").components["schemas"]["SignalOut"]} SignalOut */
/** @typedef {import("api").components["schemas"]["SurveyInvitationOut"]} SurveyInvitationOut */

/** @param {Panelled} props */
export function More(props) {
  const { ticket } = props;
  return html`
    <dl class="pairs small">
      <dt>${t("thread.field.channel")}</dt><dd>${word("channel", ticket.channel)}</dd>
      <dt>${t("thread.field.language")}</dt><dd>${languageName(ticket.language) || "–"}</dd>
      <dt>${t("thread.field.brand")}</dt><dd>${ticket.brand ?? "–"}</dd>
      <dt>${t("thread.field.queue_id")}</dt><dd>${ticket.queue_id ? nameOf(ticket.queue_id) : "–"}</dd>
      <dt>${t("thread.created")}</dt><dd><${When} at=${ticket.created_at} /></dd>
      ${ticket.external_id && html`<dt>${t("thread.external_id")}</dt><dd>${ticket.external_id}</dd>`}
    </dl>
    <${Tension} ...${props} /><${Spam} ...${props} /><${Calls} ...${props} />
    <${Surveys} ...${props} /><${Incidents} ...${props} /><${Runs} ...${props} />`;
}

/** @param {Panelled} props */
function Tension({ ticket, turn }) {
  const { data } = usePart(`/v1/tickets/${ticket.id}/tension`, turn);
  if (!data || data.level === "none") return null;
  return html`
    <h3 class="small">${t("thread.field.tension")} <${Badge} tone="bad">${valueName("tension", data.level)}<//></h3>
    <ul class="small">${data.signals.map((/** @type {SignalOut} */ each) => html`
      <li key=${each.kind}>${t(`thread.signal.${each.kind}`)} ${each.found.length > 0 && html`<span class="muted">${each.found.join(", ")}</span>`}</li>`)}</ul>`;
}

/** @param {Panelled} props */
function Spam({ ticket, turn, reload: ticketAgain }) {
  const path = `/v1/tickets/${ticket.id}/spam`;
  const { data, error, reload } = usePart(path, turn);
  const { busy, run } = useDoing(async () => {
    await reload();
    ticketAgain();
  });
  if (error) return html`<${Problem} error=${error} />`;
  if (!data) return null;
  const marked = data.spam === "marked";
  return html`
    <h3 class="small">${t("thread.field.spam")} <${Badge} tone=${data.spam === "no" ? "" : "warn"}>${valueName("spam", data.spam)}<//></h3>
    <ul class="small">${data.signs.map((/** @type {SignOut} */ each) => html`
      <li key=${each.kind}>${t(`thread.sign.${each.kind}`)} <span class="muted">${each.found.join(", ")}</span></li>`)}</ul>
    <div class="row">
      <${Button} small busy=${busy} onClick=${() => void run(() => api.put(path, { spam: !marked }))}>
        ${t(marked ? "thread.spam.unmark" : "thread.spam.mark")}<//>
      ${data.spam === "suspected" && html`<${Button} small busy=${busy}
        onClick=${() => void run(() => api.put(path, { spam: false }))}>${t("thread.spam.unmark")}<//>`}</div>`;
}

/** @param {Panelled} props */
function Calls({ ticket, turn }) {
  const { data } = usePart("/v1/calls", turn, { ticket_id: ticket.id, limit: 20 });
  if (!data?.items.length) return null;
  return html`
    <h3 class="small">${t("thread.calls")}</h3>
    <ul class="list small">${data.items.map((/** @type {CallOut} */ each) => html`
      <li key=${each.id}>${t(`thread.call.${each.direction}`)} ${each.shown ?? each.number}
        <${Badge}>${t(`thread.call.${each.state}`)}<//> ${each.duration_seconds !== null && duration(each.duration_seconds)}
        <span class="muted"><${When} at=${each.started_at} /></span>
        ${each.recording_url && html` <a href=${each.recording_url} target="_blank" rel="noopener">${t("thread.call.recording")}</a>`}</li>`)}</ul>`;
}

/** @param {Panelled} props */
function Surveys({ ticket, turn }) {
  const path = `/v1/tickets/${ticket.id}/survey-links`;
  const { data, reload } = usePart(path, turn, { limit: 20 });
  const { busy, run } = useDoing(reload);
  if (!data) return null;
  const link = () => void run(async () => {
    const { url } = await api.post(path, { channel: "link" });
    if (url) await copy(new URL(url, location.origin).href, { seen: false });
  });
  return html`
    <h3 class="small">${t("thread.surveys")}</h3>
    <ul class="small">${data.items.map((/** @type {SurveyInvitationOut} */ each) => html`
      <li key=${each.id}>${each.survey ?? each.metric}: ${t(`thread.survey.${each.state}`)} <${When} at=${each.sent_at ?? each.created_at} /></li>`)}</ul>
    <div class="row"><${Button} small busy=${busy} onClick=${() => void run(() => api.post(path, { channel: "mail" }))}>${t("thread.survey.by_mail")}<//>
      <${Button} small busy=${busy} onClick=${link}>${t("thread.survey.by_link")}<//></div>`;
}

/** @param {Panelled} props */
function Incidents({ ticket, me, reload }) {
  const { data } = useFetch(me.may("incidents:read") ? "/v1/incidents" : null, { limit: 50 });
  const { run } = useDoing(reload);
  const [chosen, setChosen] = useState(/** @type {string | null} */ (null));
  const open = (data?.items ?? []).filter((/** @type {any} */ each) => each.status !== "resolved");
  if (!open.length) return null;
  const name = (/** @type {any} */ each) => String(Object.values(each.texts)[0] ?? each.id);
  return html`
    <h3 class="small">${t("thread.incident.label")}</h3>
    <div class="row"><${Select} value=${chosen} empty=${t("thread.choose_one")} aria-label=${t("thread.incident.label")}
        options=${open.map((/** @type {any} */ each) => ({ value: each.id, label: name(each) }))} onChange=${setChosen} />
      <${Button} small disabled=${!chosen} onClick=${() => void run(
        () => api.post(`/v1/incidents/${chosen}/tickets`, { ticket_ids: [ticket.id] }))}>${t("thread.incident.link")}<//></div>`;
}

/** @param {Panelled} props */
function Runs({ ticket, turn }) {
  const { data } = usePart(`/v1/tickets/${ticket.id}/automation-runs`, turn, { limit: 20 });
  if (!data?.items.length) return null;
  return html`
    <h3 class="small">${t("thread.automations")}</h3>
    <ul class="small">${data.items.map((/** @type {import("api").components["schemas"]["AutomationRunOut"]} */ each) => html`
      <li key=${each.id}>${each.automation.name} <span class="muted">${
        t(`thread.run.${each.status}`)} <${When} at=${each.at} /></span></li>`)}</ul>`;
}
