// @ts-check
/** `/console/queue`: what I hold and what comes to me: offers, chats, tickets, calls, and how full my hands are. */
import { html, useEffect } from "../../shared/view.js";
import { ago, duration, now, number, t, when, word } from "../../shared/texts.js";
import { Badge, Button, Card, Countdown, Empty, Icon, IconButton, Problem, toast, useFetch, useList } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { useRoom } from "../../shared/live.js";
import { lineOf } from "../../shared/refusals.js";
import { useSending } from "../../shared/sending.js";
import { api } from "../caller.js";
import { useMe } from "../who.js";
import { useFeed } from "../tickets/feed.js";
import { TicketTable } from "../tickets/table.js";
import { useAgent } from "./agent.js";
import { Offer, Ringing } from "./offers.js";
import { useMine } from "./store.js";

/** @typedef {import("./store.js").Chat} Chat */
/** @typedef {import("api").components["schemas"]["CallbackOut"]} Callback */

const COLUMNS = ["subject", "requester", "status", "priority", "next_due_at", "updated_at"];
const NOTHING = new Set();
const LOOK_AGAIN_MS = 15_000;

export default function Queue() {
  const me = useMe();
  const agent = useAgent();
  const { offers, calls } = useMine();
  const tickets = useFeed("/v1/tickets", {
    assignee_id: me.id, status: ["new", "open", "pending", "on_hold"], sort: "-updated_at",
  });
  const active = useList("/v1/chats", { mine: true, status: "active", limit: 50 });
  const ended = useList("/v1/chats", { mine: true, status: "ended", limit: 10 });
  const waiting = useList("/v1/chats", { status: "queued", limit: 50 });
  const callbacks = useList("/v1/callbacks", { done: false, limit: 20 });
  const again = () => {
    for (const each of [active, ended, waiting, callbacks, agent]) each.reload();
    tickets.refresh();
  };
  useRoom("mine", again);
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) again(); }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  });
  useEffect(again, [offers.length]);
  const wrapping = ended.items.filter((/** @type {Chat} */ each) => each.wrap_up_until !== null);

  return html`<div class="inbox-queue">
    <header class="page-head row"><h1 class="grow">${t("inbox.queue_title")}</h1></header>
    ${agent.data === null ? null : html`<${Load} agent=${agent.data} />`}
    <div class="inbox-queue-columns">
      <section class="stack" aria-label=${t("inbox.chats")}>
        ${offers.length + calls.length === 0 ? null : html`<${Part} title=${t("inbox.offers")}>
          ${offers.map((each) => html`<${Offer} key=${each.id} chat=${each} />`)}
          ${calls.map((each) => html`<${Ringing} key=${each.id} call=${each} />`)}
        </${Part}>`}
        <${Part} title=${t("inbox.chats_active")}>
          ${active.error ? html`<${Problem} error=${active.error} />` : null}
          ${active.items.map((/** @type {Chat} */ each) => html`<${ChatRow} key=${each.id} chat=${each} at=${each.accepted_at} />`)}
          ${wrapping.map((/** @type {Chat} */ each) => html`<${WrapUp} key=${each.id} chat=${each} onDone=${again} />`)}
          ${active.items.length + wrapping.length === 0 && !active.loading
            ? html`<${Empty} icon="message-circle" title=${t("inbox.chats_none")}>${agent.data && t(whyNone(agent.data.presence))}</${Empty}>` : null}
        </${Part}>
        <${Part} title=${t("inbox.chats_waiting")}>
          ${waiting.items.map((/** @type {Chat} */ each) => html`<${ChatRow} key=${each.id} chat=${each} at=${each.queued_at} />`)}
          ${waiting.items.length === 0 && !waiting.loading ? html`<p class="muted small">${t("inbox.chats_waiting_none")}</p>` : null}
        </${Part}>
        ${callbacks.items.length === 0 ? null : html`<${Part} title=${t("inbox.callbacks")}>
          ${callbacks.items.map((/** @type {Callback} */ each) => html`<${ToCall} key=${each.id} callback=${each} onDone=${again} />`)}
        </${Part}>`}
      </section>
      <section class="inbox-list card" aria-label=${t("inbox.my_tickets")}>
        <h2>${t("inbox.my_tickets")}</h2>
        <${TicketTable} feed=${tickets} columns=${COLUMNS} selected=${NOTHING} onSelect=${null}
          label=${t("inbox.my_tickets")}
          empty=${html`<${Empty} icon="check-check" title=${t("inbox.my_tickets_none")} />`} />
      </section>
    </div>
  </div>`;
}

/** Why no chat is here: the key of its text. @param {{ status: string, channels: string[] }} presence */
function whyNone(presence) {
  if (presence.status !== "online") return "inbox.chats_none_away";
  return presence.channels.includes("chat") ? "inbox.chats_none_online" : "inbox.chats_none_tickets";
}

/** @param {{ title: string, children?: any }} props */
function Part({ title, children }) {
  return html`<${Card} title=${title}><div class="stack">${children}</div></${Card}>`;
}

/** @param {{ chat: Chat, at: string | null }} props */
function ChatRow({ chat, at }) {
  return html`<div class="row inbox-chat">
    <div class="grow">
      <${Link} href=${`/console/tickets/${chat.ticket_id}`} dir="auto">${chat.customer.name ?? t("inbox.visitor")}</${Link}>
      <div class="small muted" dir="auto">${chat.subject}</div>
    </div>
    ${chat.handover === null ? null : html`<${Badge} tone="info">${t("inbox.chat_handover")}</${Badge}>`}
    ${at === null ? null : html`<time class="small muted" datetime=${at} title=${when(at)}>${ago(at)}</time>`}
  </div>`;
}

/** A chat that has ended and still holds its place. @param {{ chat: Chat, onDone: () => void }} props */
function WrapUp({ chat, onDone }) {
  const done = async () => {
    try {
      await api.post(`/v1/chats/${chat.id}/wrapped-up`);
    } catch (problem) {
      toast(lineOf(problem), { tone: "bad" });
    }
    onDone();
  };
  return html`<div class="row inbox-chat">
    <div class="grow">
      <${Link} href=${`/console/tickets/${chat.ticket_id}`} dir="auto">${chat.customer.name ?? t("inbox.visitor")}</${Link}>
      <div class="small muted">${t("inbox.wrap_up")} ${chat.wrap_up_until === null ? null
        : html`<${Countdown} to=${chat.wrap_up_until} />`}</div>
    </div>
    <${Button} kind="plain" icon="check" onClick=${done}>${t("inbox.wrapped_up")}</${Button}>
  </div>`;
}

/** @param {{ callback: Callback, onDone: () => void }} props */
function ToCall({ callback, onDone }) {
  const { busy, send } = useSending((problem) => toast(lineOf(problem), { tone: "bad" }));
  const done = async () => {
    await send(() => api.patch(`/v1/tickets/${callback.ticket_id}/tasks/${callback.task_id}`, { done: true }));
    onDone();
  };
  return html`<div class="row" role="group" aria-label=${callback.number}>
    <${Icon} name="phone" />
    <a class="grow" href=${`tel:${callback.number}`}>${callback.number}</a>
    ${callback.due_at === null ? null : html`<${Countdown} to=${callback.due_at} />`}
    <${Link} class="small" href=${`/console/tickets/${callback.ticket_id}`}>${t("inbox.ticket")}</${Link}>
    <${IconButton} icon="check" label=${t("inbox.called_back", { number: callback.number })} disabled=${busy} onClick=${done} />
  </div>`;
}

/** What I hold against what I can. @param {{ agent: import("api").components["schemas"]["AgentOut"] }} props */
function Load({ agent }) {
  const { load, capacity, duty } = agent;
  const total = capacity.total;
  return html`<div class="row inbox-load" role="group" aria-label=${t("inbox.load")}>
    ${/** @type {const} */ (["chat", "ticket", "call"]).map((kind) => html`<div key=${kind} class="inbox-meter">
      <span class="small muted">${t(`inbox.load_${kind}`)}</span>
      <meter min="0" max=${Math.max(1, capacity[kind])} value=${load[kind]}
        high=${Math.max(1, capacity[kind]) * 0.8} aria-label=${t(`inbox.load_${kind}`)}></meter>
      <span>${t("inbox.of", { done: number(load[kind]), total: number(capacity[kind]) })}</span>
    </div>`)}
    ${total === null ? null : html`<span class="small muted">${t("inbox.load_total", {
      done: number(load.total), total: number(total),
    })}</span>`}
    ${duty.off === null ? null : html`<${Badge} tone="warn">${t(`inbox.duty_${duty.off}`)}</${Badge}>`}
    ${agent.presence.since === null ? null : html`<span class="small muted">${t("inbox.presence_since", {
      status: word("presence", agent.presence.status),
      time: duration((now() - new Date(agent.presence.since).getTime()) / 1000),
    })}</span>`}
  </div>`;
}
