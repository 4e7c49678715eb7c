// @ts-check
/** The page of one ticket: its thread and composer, and beside them everything else about it. */
import { html, useCallback, useEffect, useMemo, useRef, useState } from "../../shared/view.js";
import { Problem, Spinner, copy, useFetch } from "../../shared/parts.js";
import { navigate } from "../../shared/router.js";
import { useShortcuts } from "../../shared/shortcuts.js";
import { t } from "../../shared/texts.js";
import { useMe } from "../who.js";
import { useChange } from "./change.js";
import { ChatBar } from "./chat.js";
import { Composer } from "./composer.js";
import { said } from "./desk.js";
import { useDirectory } from "./directory.js";
import { Head } from "./head.js";
import { MessageDialogs } from "./message-dialogs.js";
import { outgoing } from "./outgoing.js";
import { People } from "./people.js";
import { Panel } from "./panel/panel.js";
import { SplitBar } from "./split.js";
import { Thread } from "./thread.js";
import { Languages, readIn } from "./translating.js";
import { useFeed } from "./use-feed.js";
import { useLive } from "./use-live.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */
/** @typedef {import("./feed.js").Shown} Shown */

/** How far back the page reads by itself to open at the first unread message. */
const FAR_BACK = 400;
const SOON_MS = 200;

/** @param {{ params: { id: string } }} props */
export default function Page({ params }) {
  return html`<${Ticket} key=${params.id} id=${params.id} />`;
}

/** @param {{ id: string }} props */
function Ticket({ id }) {
  const { data, error, reload, set } = useFetch(`/v1/tickets/${id}`);
  const read = useFetch(`/v1/tickets/${id}/read`);
  const translation = useFetch(`/v1/tickets/${id}/translation`);
  const settled = (read.data || read.error) && (translation.data || translation.error);
  if (error && !data) return html`<div class="page narrow"><${Problem} error=${error} onRetry=${reload} /></div>`;
  if (!data || !settled) return html`<div class="page"><${Spinner} /></div>`;
  return html`<${Open} ticket=${data} marks=${read.data} translation=${translation} reload=${reload} set=${set} />`;
}

/**
 * @param {{ ticket: TicketOut, marks: import("api").components["schemas"]["ReadsOut"] | null,
 *   translation: { data: import("./translating.js").Known | null, reload: () => Promise<void> }, reload: () => Promise<void>, set: (ticket: TicketOut) => void }} props
 */
function Open({ ticket, marks, translation, reload, set }) {
  const me = useMe();
  const directory = useDirectory();
  const language = readIn(translation.data);
  const feed = useFeed(ticket, language);
  const [began] = useState({ seq: ticket.seq, unreadAfter: marks && marks.unread > 0 ? marks.read[me.id] ?? 0 : null });
  const seen = useRef(ticket.seq);
  const highest = useRef(ticket.seq);
  const marked = useRef(marks?.read[me.id] ?? 0);
  const [dialog, setDialog] = useState(/** @type {{ kind: string, message: Shown } | null} */ (null));
  const [chosen, setChosen] = useState(/** @type {Set<string> | null} */ (null));
  const [turn, setTurn] = useState(0);
  const [aside, setAside] = useState(false);
  const hold = useRef(/** @type {import("./composer.js").ComposerHold | null} */ (null));
  const soon = useRef(0);
  // It has minutes to be wrapped up after the ticket has let go of it.
  const chat = useRef(ticket.chat_id);
  chat.current = ticket.chat_id ?? chat.current;

  const refresh = useCallback(() => {
    window.clearTimeout(soon.current);
    soon.current = window.setTimeout(() => {
      void reload();
      setTurn((now) => now + 1);
    }, SOON_MS);
  }, [reload]);
  useEffect(() => () => window.clearTimeout(soon.current), []);

  const heard = useCallback((/** @type {import("./use-feed.js").EventOut} */ event) => {
    highest.current = Math.max(highest.current, event.seq);
    feed.heard(event);
    refresh();
    // The customer's words may be of another language than those before.
    const theirs = event.type === "message.created" && event.actor.kind === "customer" && translation.data?.provider;
    if (theirs || event.type === "ticket.translation_changed") void translation.reload();
  }, [feed.heard, refresh, translation.reload, translation.data?.provider]);
  const caughtUp = useCallback(() => {
    seen.current = highest.current;
  }, []);
  const { line, waiting, typists, viewers, reads, gone } = useLive(ticket.id, began.seq, me.id, {
    heard, reset: feed.reload, put: feed.put, caughtUp, refused: (item) => hold.current?.takeBack(item) ?? false });

  const onSeen = useCallback((/** @type {number} */ seq) => {
    seen.current = Math.max(seen.current, seq);
    if (seq <= marked.current) return;
    marked.current = seq;
    line.read(seq);
  }, [line]);

  useEffect(() => {
    if (began.unreadAfter !== null && began.seq - began.unreadAfter < FAR_BACK) void feed.until(began.unreadAfter + 1);
  }, [feed.until]);

  const change = useChange(ticket, set);
  const names = useMemo(() => {
    const all = new Map(directory.agents.map((each) => [each.id, each.name]));
    all.set(ticket.requester.id, ticket.requester.name ?? ticket.requester.email ?? t("thread.customer"));
    return all;
  }, [directory, ticket.requester]);
  const open = ticket.status !== "closed" && ticket.status !== "merged";
  const canWrite = me.may("tickets:write");

  /** @type {import("./message.js").Tools} */
  const tools = useMemo(() => ({
    open: setDialog, quote: (message) => hold.current?.quote(message.body), refresh: feed.refresh, language,
    again: outgoing.again, drop: outgoing.drop,
    readers: (seq, author) => [...reads].filter(([who, upTo]) => who !== author && upTo >= seq)
      .map(([who]) => names.get(who) ?? "").filter(Boolean),
    canWrite, chosen, choose: (id) => setChosen((all) => {
      const next = new Set(all);
      if (!next.delete(id)) next.add(id);
      return next;
    }),
  }), [feed.refresh, language, reads, names, canWrite, chosen]);

  useShortcuts({
    s: { label: t("thread.key.solve"), run: () => ticket.status !== "solved" && void change({ status: "solved" }) },
    e: { label: t("thread.key.escalate"), run: () => document.getElementById("ticket-escalate")?.click() },
    a: { label: t("thread.key.assign_me"), run: () => void change({ assignee_id: me.id }) },
    m: { label: t("thread.key.macros"), run: () => document.getElementById("ticket-macros")?.click() },
    p: { label: t("thread.key.panel"), run: () => setAside((on) => !on) },
    u: { label: t("thread.key.back"), run: () => navigate("/console/tickets") },
  });

  const wanted = location.hash.startsWith("#m-") ? location.hash.slice(3) : null;

  return html`
    <div class=${`ticket ${aside ? "aside-open" : ""}`}>
      <div class="ticket-main">
        <${Head} ticket=${ticket} change=${change} copy=${() => copy(location.href)} toggle=${() => setAside(!aside)} aside=${aside} />
        ${gone && html`<p class="notice bad" role="alert">${t("thread.gone")}</p>`}
        ${chat.current && html`<${ChatBar} id=${chat.current} me=${me.id} turn=${turn} directory=${directory} />`}
        <${Thread} feed=${feed.feed} loading=${feed.loading} error=${feed.error} older=${feed.older} reload=${feed.reload}
          me=${me.id} unreadAfter=${began.unreadAfter} waiting=${waiting} tools=${tools} onSeen=${onSeen} wanted=${wanted} />
        <${People} typists=${typists} viewers=${viewers} />
        ${chosen && html`<${SplitBar} ticket=${ticket} chosen=${chosen} onClose=${() => setChosen(null)} />`}
        ${open && html`<${Languages} ticket=${ticket.id} known=${translation.data} canWrite=${canWrite} reload=${translation.reload} />`}
        ${open && canWrite && html`<${Composer} ticket=${ticket} account=${me.id} live=${line} hold=${hold}
          directory=${directory} translation=${translation.data} seen=${() => seen.current} />`}
        ${!open && html`<p class="notice">${t(`thread.closed.${ticket.status}`)}</p>`}
      </div>
      <${Panel} ticket=${ticket} me=${me} directory=${directory} change=${change} turn=${turn} reload=${refresh}
        onClose=${() => setAside(false)}
        insert=${(/** @type {string} */ text, /** @type {any} */ more) => { setAside(false); hold.current?.insert(text, more); }}
        split=${() => { setAside(false); setChosen(new Set()); }} />
      <${MessageDialogs} open=${dialog} language=${language} onClose=${() => setDialog(null)}
        onDone=${(/** @type {Shown} */ message) => feed.put([message])} />
    </div>`;
}
