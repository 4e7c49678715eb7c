// @ts-check
/** Every line of the desk as a row: queues, what waits for teams, and what anybody may take. */
import { useRoom } from "../../shared/live.js";
import { Badge, useFetch } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { number, t, when, word } from "../../shared/texts.js";
import { html } from "../../shared/view.js";
import { Waited } from "./tiles.js";

/** @typedef {import("./scope.js").Board} Board */
/** @typedef {import("./scope.js").Line} Line */

const HOUR = 3_600_000;
const COLUMNS = ["line", "chats", "tickets", "longest", "risk", "breached", "there", "served", "given_up"];

/** What happened within the last hour, with its list. @param {Line} line @param {Board} board @param {string} report @param {number} count */
function hour(line, board, report, count) {
  if (!count || line.kind === "desk") return number(count);
  const from = new Date(Date.parse(board.as_of) - HOUR).toISOString();
  const query = new URLSearchParams({ from, to: board.as_of, [line.kind]: line.id });
  return html`<${Link} href=${`/console/reports/${report}/tickets?${query}`}>${number(count)}<//>`;
}

/** @param {{ line: Line, wall: boolean, onWaiting: (line: Line) => void }} props */
function Row({ line, wall, onWaiting }) {
  const { data, error, reload } = useFetch(`/v1/queues/${line.id}/board`);
  useRoom(`queue:${line.id}`, reload);
  /** @type {Board | null} */
  const board = data;
  const empty = html`<td class="number muted" colspan="8">${error ? error.message : "…"}</td>`;
  const waits = board ? board.waiting.chats + board.waiting.tickets : 0;
  // A wall shows what is going on; a line in which nothing waits and nobody serves is none of that.
  if (wall && board && !waits && !board.agents_by_state.available) return null;
  const open = (/** @type {number} */ count) =>
    count ? html`<button type="button" class="link" onClick=${() => onWaiting(line)}>${number(count)}</button>` : number(0);
  const there = board ? (board.agents_by_state.available ?? 0) : 0;
  return html`<tr>
    <th scope="row">
      ${line.kind === "desk" ? line.name : html`<${Link} href=${`/console/board?${line.kind}=${line.id}`}>${line.name}<//>`}
      ${" "}${board && !board.queue.open && html`<${Badge} title=${board.queue.changes_at ? when(board.queue.changes_at) : undefined}>${t("reports.board.closed")}<//>`}
      ${board?.warnings.map((each) => html` <${Badge} tone="warn" title=${each.detail}>${word("warning", each.code)}<//>`)}
    </th>
    ${board
      ? html`<td class="number">${open(board.waiting.chats)}</td>
          <td class="number">${open(board.waiting.tickets)}</td>
          <td class="number"><${Waited} since=${board.oldest_at} /></td>
          <td class="number">${open(board.sla_at_risk)}</td>
          <td class=${board.sla_breached ? "number text-bad" : "number"}>${open(board.sla_breached)}</td>
          <td class=${there || !waits ? "number" : "number text-bad"}>${number(there)}</td>
          <td class="number">${hour(line, board, "chat-waits", board.served_last_hour)}</td>
          <td class="number">${hour(line, board, "chat-abandonments", board.abandoned_last_hour)}</td>`
      : empty}
  </tr>`;
}

/** @param {{ lines: Line[], wall: boolean, onWaiting: (line: Line) => void }} props */
export function Lines({ lines, wall, onWaiting }) {
  return html`<section class="card" aria-label=${t("reports.board.lines")}>
    <div class="card-head"><h2>${t("reports.board.lines")}</h2></div>
    <div class="table-wrap" tabindex="0" role="region" aria-label=${t("reports.chart.table_of", { title: t("reports.board.lines") })}>
      <table class="table">
        <thead>
          <tr>
            ${COLUMNS.map((each, place) => html`<th key=${each} scope="col" class=${place ? "number" : ""}>${t(`reports.board.column_${each}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${lines.map((each) => html`<${Row} key=${each.id} line=${each} wall=${wall} onWaiting=${onWaiting} />`)}
        </tbody>
      </table>
    </div>
  </section>`;
}
