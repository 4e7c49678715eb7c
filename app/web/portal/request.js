// @ts-check
/** One request: what was said, live; answering with files; saying that it is solved, and how it went. */
import { uuid } from "../shared/ids.js";
import { useThread } from "../shared/live.js";
import { Markdown } from "../shared/markdown.js";
import { Badge, Button, Empty, Icon, Notice, Problem, Spinner, When, confirm, toast, useApi, useFetch } from "../shared/parts.js";
import { Plain } from "../shared/plain.js";
import { lineOf } from "../shared/refusals.js";
import { Link } from "../shared/router.js";
import { bytes, t } from "../shared/texts.js";
import { html, useEffect, useMemo, useRef, useState } from "../shared/view.js";
import { home } from "./caller.js";
import { Composer } from "./composer.js";
import { standing } from "./mine.js";
import { refused, useRefused } from "./refused.js";

/** @typedef {import("api").components["schemas"]["MessageOut"]} MessageOut */

/** @param {{ params: Record<string, string> }} props */
export function Request({ params }) {
  const api = useApi();
  const ticket = useFetch(`/v1/tickets/${encodeURIComponent(params.id)}`);
  const thread = useThread(api, params.id);
  const survey = useSurvey(api, params.id, thread.events, ticket.data?.status);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    // What happens to it is told by the thread; how it stands then is asked.
    if (thread.events.length) void ticket.reload();
  }, [thread.events.at(-1)?.seq]);
  const latest = thread.messages.at(-1)?.seq;
  useEffect(() => {
    if (latest) thread.seen(latest);
  }, [latest]);
  if (thread.gone || ticket.error?.status === 404) {
    return html`<${Empty} icon="lock" title=${t("portal.not_yours")}><${Link} href=${home}>${t("portal.mine")}<//><//>`;
  }
  if (!ticket.data) return ticket.error ? html`<${Problem} error=${ticket.error} onRetry=${ticket.reload} />` : html`<${Spinner} />`;
  const { data } = ticket;
  const { tone, text } = standing(data.status);
  const solve = async () => {
    if (!(await confirm(t("portal.solve_ask"), { title: t("portal.solve"), action: t("portal.solve") }))) return;
    setBusy(true);
    try {
      ticket.set(await api.post(`/v1/portal/tickets/${data.id}/solve`));
    } catch (error) {
      toast(/** @type {any} */ (error).status === 409 ? t("portal.solve_not_yet") : lineOf(error), { tone: "bad" });
    }
    setBusy(false);
  };
  const send = (/** @type {string} */ body, /** @type {string[]} */ ids = []) => {
    const options = { cmid: uuid(), ...(ids.length ? { attachment_ids: ids } : {}) };
    refused.wrote({ ticket: params.id, body, ...options });
    thread.send(body, options);
  };
  const over = data.status === "closed" || data.status === "merged";
  return html`<nav aria-label=${t("portal.trail")}><${Link} href=${home}>← ${t("portal.mine")}<//></nav>
    <div class="page-head"><h1 dir="auto">${data.subject}</h1><${Badge} tone=${tone}>${text}<//></div>
    <p class="muted small">№ ${data.number} · <${When} at=${data.created_at} /></p>
    ${data.merged_into && html`<${Notice}>${t("portal.merged")} <${Link} href=${`${home}/requests/${data.merged_into.id}`}>№ ${data.merged_into.number}<//><//>`}
    <${Problem} error=${thread.error} onRetry=${thread.reload} />
    ${!thread.whole && thread.ready && html`<div><${Button} onClick=${thread.older}>${t("portal.older")}<//></div>`}
    <${Thread} thread=${thread} customer=${data.requester.id} ticket=${params.id} send=${send} />
    ${survey && html`<section class="card row"><${Icon} name="star" /><span class="grow">${t("portal.rate")}</span>
      <a class="button primary" href=${`/surveys/${encodeURIComponent(survey)}`}>${t("portal.rate_do")}</a></section>`}
    ${over ? html`<${Notice}>${t("portal.over")} <${Link} href=${`${home}/new`}>${t("portal.new")}<//><//>` : html`
      ${data.status === "solved" && html`<p class="muted">${t("portal.reopen_hint")}</p>`}
      <${Composer} draft=${`otklik.portal.draft.${data.id}`} onTyping=${() => thread.typing()}
        onSend=${send} />
      ${data.status !== "solved" && html`<div><${Button} icon="check" busy=${busy} onClick=${solve}>${t("portal.solve")}<//></div>`}`}`;
}

/**
 * The survey that waits for an answer on this request: what the log says last of one.
 * @param {import("../shared/api.js").Api} api @param {string} id @param {any[]} events @param {string} [status]
 */
function useSurvey(api, id, events, status) {
  const [asked, setAsked] = useState(/** @type {string | null} */ (null));
  const heard = useMemo(() => events.filter((each) => each.kind.startsWith("survey.") || each.kind.startsWith("feedback.")).length, [events]);
  useEffect(() => {
    if (status !== "solved" && status !== "closed") {
      setAsked(null);
      return undefined;
    }
    let over = false;
    const look = async () => {
      /** @type {string | null} */
      let token = null;
      for await (const each of api.pages(`/v1/tickets/${id}/events`)) {
        if (each.type === "survey.invited") token = each.data?.survey_token ?? null;
        if (each.type === "survey.cancelled" || each.type === "feedback.given") token = null;
      }
      if (!over) setAsked(token);
    };
    // Without it the request is as readable as before.
    look().catch(() => null);
    return () => {
      over = true;
    };
  }, [id, status, heard]);
  return asked;
}

/** @param {{ thread: ReturnType<typeof useThread>, customer: string, ticket: string, send: (body: string, ids?: string[]) => void }} props */
function Thread({ thread, customer, ticket, send }) {
  const end = useRef(/** @type {HTMLElement | null} */ (null));
  const typing = Object.values(thread.typists).filter(Boolean);
  const left = useRefused(ticket);
  if (!thread.ready) return html`<${Spinner} />`;
  return html`<ol class="portal-thread" aria-label=${t("portal.thread")} aria-live="polite">
    ${thread.messages.map((each) => html`<${Message} key=${each.id} message=${each} mine=${each.author.id === customer} />`)}
    ${left.map((each) => html`<li class="portal-message mine" key=${each.cmid}><div class="portal-bubble"><${Plain} text=${each.body} /></div>
      <p class="small text-bad row tight" role="alert"><span>${t(t.has(`portal.not_sent_${each.code}`) ? `portal.not_sent_${each.code}` : "portal.not_sent")}</span>
      <button type="button" class="button small" onClick=${() => { send(each.body, each.attachment_ids); refused.drop(each.cmid); }}>${t("common.again")}</button>
      <button type="button" class="button small" onClick=${() => refused.drop(each.cmid)}>${t("portal.discard")}</button></p></li>`)}
    ${thread.sending.map((each) => html`<li class="portal-message mine" key=${each.cmid}>
      <div class="portal-bubble"><${Plain} text=${each.body} /></div><p class="small muted">${t("portal.sending")}</p></li>`)}
    <li class="portal-typing muted small" ref=${end} hidden=${typing.length === 0}>${t("portal.typing", { name: typing.join(", ") })}</li></ol>`;
}

/** @param {{ message: MessageOut, mine: boolean, files?: string, other?: string }} props
 * `files`: where its files are asked for; `other`: what a customer who is somebody else and has no name is called */
export function Message({ message, mine, files = "/v1/attachments", other = t("portal.other") }) {
  const own = mine || message.author.kind === "customer";
  return html`<li class=${`portal-message ${mine ? "mine" : own ? "ours" : ""}`}>
    <p class="small"><strong dir="auto">${mine ? t("portal.you") : message.author.name || (own ? other : t("portal.desk"))}</strong>
      ${message.generated && html` <${Badge}>${t("portal.generated")}<//>`} <span class="muted"><${When} at=${message.created_at} /></span></p>
    <div class="portal-bubble">${message.redacted_at ? html`<em class="muted">${t("portal.redacted")}</em>`
      : message.format === "markdown" ? html`<${Markdown} text=${message.body} />` : html`<${Plain} text=${message.body} />`}
      ${message.attachments.length > 0 && html`<ul class="portal-files">${message.attachments.map((each) => html`<${Attached} key=${each.id} file=${each} at=${files} />`)}</ul>`}</div></li>`;
}

/** A file of a message; its address lasts minutes, and is asked for when it is wanted. @param {{ file: MessageOut["attachments"][number], at: string }} props */
function Attached({ file, at }) {
  const api = useApi();
  const fetchIt = async () => {
    try {
      const found = await api.get(`${at}/${file.id}`);
      if (found.url) location.assign(found.url);
      else toast(t("portal.checking"));
    } catch (error) {
      toast(lineOf(error), { tone: "bad" });
    }
  };
  const lost = file.state === "infected" || file.state === "failed";
  return html`<li>${lost ? html`<${Icon} name="ban" /><span class="grow" dir="auto">${file.name}</span><span class="text-bad small">${t("portal.infected")}</span>`
    : html`<button type="button" class="button quiet small grow portal-file" onClick=${fetchIt}><${Icon} name="download" /><span dir="auto">${file.name}</span></button>
      <span class="muted small">${bytes(file.size)}</span>`}</li>`;
}
