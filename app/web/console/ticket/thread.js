// @ts-check
/**
 * The thread, of which only what is seen is in the page. It opens at the first unread message, loads older ones when
 * the top comes near, and stays at the end while somebody is there.
 */
import { html, useCallback, useEffect, useMemo, useRef, useState } from "../../shared/view.js";
import { Button, IconButton, Problem, Spinner, Windowed } from "../../shared/parts.js";
import { t, when } from "../../shared/texts.js";
import { rows } from "./feed.js";
import { Events } from "./events.js";
import { Message } from "./message.js";

/** @typedef {import("./feed.js").Row} Row */
/** @typedef {import("./feed.js").Waiting} Waiting */
/** @typedef {import("./message.js").Tools} Tools */

/** What a row is taken to be before it was seen, in px. */
const ROW_PX = 90;
/** How near the end a reader has seen all there is, in px. */
const NEAR_END_PX = 60;
const NEAR_START_PX = 400;

/** @param {Row} row */
const keyOf = (row) => row.key;

/**
 * @param {{ feed: import("./feed.js").Feed, loading: boolean, error: unknown, older: () => Promise<void>,
 *   reload: () => void, me: string, unreadAfter: number | null, waiting: Waiting[], tools: Tools,
 *   onSeen: (seq: number) => void, wanted: string | null }} props
 */
export function Thread({ feed, loading, error, older, reload, me, unreadAfter, waiting, tools, onSeen, wanted }) {
  const all = useMemo(() => [
    ...rows(feed, { unreadAfter, me, dayOf }),
    ...waiting.map((message) => ({
      kind: /** @type {const} */ ("message"), key: `waiting ${message.client_message_id}`, at: message.created_at, message,
      day: false, follows: false })),
  ], [feed, unreadAfter, me, waiting]);
  const control = useRef(/** @type {any} */ (null));
  const [atEnd, setAtEnd] = useState(true);
  const opened = useRef("");

  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  const ends = useCallback(() => {
    const box = frame.current?.querySelector(".thread");
    return !box || box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
  }, []);
  const look = useCallback(() => setAtEnd(ends()), [ends]);

  // Where it opens: at a message that a link names, else at the first unread one, else at the end.
  useEffect(() => {
    if (!all.length || opened.current === (wanted ?? "end")) return;
    const at = all.findIndex((row) => row.key === (wanted ?? "unread"));
    if (wanted && at < 0) return;
    opened.current = wanted ?? "end";
    if (at >= 0) requestAnimationFrame(() => control.current?.show(at, "start"));
    requestAnimationFrame(look);
  }, [all.length, wanted]);

  // Whoever stands at the top while a page is read would have to move to get the next one.
  useEffect(() => {
    const box = frame.current?.querySelector(".thread");
    if (box && all.length && !loading && !error && !feed.complete && box.scrollTop < NEAR_START_PX) void older();
  }, [loading, error, feed.complete, older]);

  const last = all.at(-1)?.key;
  useEffect(() => {
    const tell = () => {
      if (!ends() || document.visibilityState !== "visible") return;
      let seq = 0;
      for (const each of feed.messages.values()) if (!each.via && each.seq > seq) seq = each.seq;
      if (seq) onSeen(seq);
    };
    const soon = requestAnimationFrame(() => {
      look();
      tell();
    });
    document.addEventListener("visibilitychange", tell);
    return () => {
      cancelAnimationFrame(soon);
      document.removeEventListener("visibilitychange", tell);
    };
  }, [atEnd, last, feed, onSeen]);

  return html`
    <div class="thread-frame" ref=${frame} aria-busy=${loading}>
      ${error && html`<${Problem} error=${error} onRetry=${reload} />`}
      ${!feed.complete && loading && html`<div class="thread-more"><${Spinner} /></div>`}
      ${!feed.complete && !loading && html`
        <div class="thread-more"><${Button} kind="quiet" small onClick=${older}>${t("thread.older")}<//></div>`}
      <${Windowed} items=${all} itemKey=${keyOf} estimate=${ROW_PX} stick control=${control} onStart=${older}
        label=${t("thread.label")} class="thread" onScrollCapture=${look}
        row=${(/** @type {Row} */ row) => html`<${RowOf} row=${row} tools=${tools} me=${me} />`} />
      <p class="sr" role="log" aria-live="polite">${spoken(all.at(-1), me)}</p>
      ${!atEnd && html`<div class="thread-end"><${IconButton} kind="plain" icon="arrow-down" label=${t("thread.to_end")}
        onClick=${() => {
          control.current?.toEnd();
          requestAnimationFrame(look);
        }} /></div>`}
    </div>`;
}

/** What a screen reader says of the row that came last. @param {Row | undefined} row @param {string} me */
function spoken(row, me) {
  if (row?.kind !== "message" || row.message.author.id === me) return "";
  return t("thread.spoken", { name: row.message.author.name, words: row.message.body.slice(0, 300) });
}

/** @param {string} at */
function dayOf(at) {
  return new Date(at).toDateString();
}

/** @param {{ row: Row, tools: Tools, me: string }} props */
function RowOf({ row, tools, me }) {
  return html`
    ${row.day && html`<h2 class="thread-day"><time datetime=${row.at}>${
      when(row.at, { weekday: "long", day: "numeric", month: "long", year: "numeric" })}</time></h2>`}
    ${row.kind === "unread" && html`<p class="thread-unread">${t("thread.unread")}</p>`}
    ${row.kind === "events" && html`<${Events} events=${row.events} />`}
    ${row.kind === "message" && html`
      <${Message} message=${row.message} follows=${row.follows} mine=${row.message.author.id === me} tools=${tools} />`}`;
}
