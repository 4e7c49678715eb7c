// @ts-check
/** What a colleague has asked, where their organization shares that: reading it, and writing on it where that is allowed. */
import { Badge, Button, Empty, Notice, Problem, Spinner, TextArea, When, useApi, useFetch } from "../shared/parts.js";
import { uuid } from "../shared/ids.js";
import { Link } from "../shared/router.js";
import { t } from "../shared/texts.js";
import { html, useEffect, useRef, useState } from "../shared/view.js";
import { useSending } from "../shared/sending.js";
import { home, session } from "./caller.js";
import { useKept } from "./composer.js";
import { standing } from "./mine.js";
import { Message } from "./request.js";

/** @typedef {import("api").components["schemas"]["MessageOut"]} MessageOut */

// Nothing tells of it live: it is looked at again while the page is open.
const LOOK_MS = 20_000;
const ORGANIZATION = "/v1/portal/organization";

/** @param {{ params: Record<string, string> }} props */
export function Shared({ params }) {
  const at = `${ORGANIZATION}/tickets/${encodeURIComponent(params.id)}`;
  const organization = useFetch(ORGANIZATION);
  const person = useFetch("/v1/portal/sessions/current");
  const ticket = useFetch(at);
  const thread = useThread(at, ticket.data?.seq);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void ticket.reload();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [at]);
  const back = html`<nav aria-label=${t("portal.trail")}><${Link} href=${`${home}?view=organization`}>← <span dir="auto">${organization.data?.name ?? t("portal.mine")}</span><//></nav>`;
  if (ticket.error?.status === 403 || ticket.error?.status === 404) return html`${back}<${Empty} icon="lock" title=${t("portal.not_shared")} />`;
  if (!ticket.data) return html`${back}${ticket.error ? html`<${Problem} error=${ticket.error} onRetry=${ticket.reload} />` : html`<${Spinner} />`}`;
  const { data } = ticket;
  const { tone, text } = standing(data.status);
  return html`${back}
    <div class="page-head"><h1 dir="auto">${data.subject}</h1><${Badge} tone=${tone}>${text}<//></div>
    <p class="muted small">№ ${data.number} · <${When} at=${data.created_at} /> · <span dir="auto">${data.requester.name || t("portal.colleague")}</span></p>
    <${Problem} error=${thread.error} onRetry=${thread.look} />
    ${thread.messages === null ? html`<${Spinner} />` : html`<ol class="portal-thread" aria-label=${t("portal.thread")} aria-live="polite">${thread.messages.map((each) => html`<${Message}
      key=${each.id} message=${each} mine=${each.author.id === person.data?.customer_id} files=${`${at}/attachments`}
      other=${t("portal.colleague")} />`)}</ol>`}
    ${organization.data?.sharing === "reply" && data.status !== "closed" ? html`<${Reply} id=${data.id} at=${at} onDone=${ticket.reload} />`
    : organization.data && html`<${Notice}>${t("portal.only_read")}<//>`}`;
}

/** All that was said, read anew whenever something has happened. @param {string} at @param {number} [seq] */
function useThread(at, seq) {
  const api = useApi();
  const [messages, setMessages] = useState(/** @type {MessageOut[] | null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const latest = useRef(0);
  const look = async () => {
    latest.current += 1;
    const mine = latest.current;
    try {
      const found = await api.all(`${at}/messages`);
      if (mine === latest.current) [setMessages(found), setError(null)];
    } catch (problem) {
      if (mine === latest.current) setError(problem);
    }
  };
  useEffect(() => {
    if (seq !== undefined) void look();
  }, [at, seq]);
  return { messages, error, look };
}

/** @param {{ id: string, at: string, onDone: () => Promise<unknown> }} props */
function Reply({ id, at, onDone }) {
  const api = useApi();
  // Colleagues may share a browser, and this is the page of both of them.
  const [draft] = useState(() => `otklik.portal.draft.${id}.${session.kept?.email ?? ""}`);
  const [text, setText] = useKept(draft);
  const { busy, error, send: sending } = useSending();
  // The same for as long as it is the same words: pressed again after a lost answer, they are there once.
  const key = useRef({ of: "", id: "" });
  const send = () => sending(async () => {
    const body = text.trim();
    if (!body) return;
    if (key.current.of !== body) key.current = { of: body, id: uuid() };
    await api.post(`${at}/messages`, { body, client_message_id: key.current.id });
    key.current = { of: "", id: "" };
    setText("");
    await onDone();
  });
  return html`<form class="card stack" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); void send(); }}>
    <${Problem} error=${error} />
    <${TextArea} grow rows="3" dir="auto" maxlength="16000" value=${text} onInput=${setText} aria-label=${t("portal.reply")} placeholder=${t("portal.reply_hint")}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void send(); } }} />
    <div class="row"><span class="grow muted small">${t("portal.reply_as_you")}</span><${Button} kind="primary" type="submit" icon="send" disabled=${!text.trim()} busy=${busy}>${t("portal.send")}<//></div></form>`;
}
