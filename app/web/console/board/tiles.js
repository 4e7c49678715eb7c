// @ts-check
/** The numbers of a board, each leading to the tickets that it counts. */
import { useClock } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { duration, now, number, t, when } from "../../shared/texts.js";
import { html } from "../../shared/view.js";
import { scopeQuery } from "./scope.js";

/** @typedef {import("./scope.js").Figures} Figures */
/** @typedef {import("./scope.js").Scope} Scope */

/** How near deadlines are that count as near, as the desk counts them. */
const SOON = "15m";

/** How long something has waited, counted here second by second. @param {{ since: string | null }} props */
export function Waited({ since }) {
  useClock(since ? 1000 : 0);
  return since ? html`<time datetime=${since} title=${when(since)}>${duration((now() - Date.parse(since)) / 1000)}</time>` : "–";
}

/** @param {{ label: string, tone?: string, href?: string, onOpen?: () => void, children: any }} props */
function Tile({ label, tone = "", href, onOpen, children }) {
  const inside = html`<span class="tile-number">${children}</span><span class="tile-label">${label}</span>`;
  const look = `tile ${tone}`;
  if (href) return html`<${Link} class=${look} href=${href}>${inside}<//>`;
  if (onOpen) return html`<button type="button" class=${look} onClick=${onOpen}>${inside}</button>`;
  return html`<div class=${look}>${inside}</div>`;
}

/** @param {Scope} scope @param {Record<string, string>} query @returns {string} Tickets in the list of the console. */
function list(scope, query) {
  return `/console/tickets?${new URLSearchParams({ ...query, ...scopeQuery(scope) })}`;
}

/** @param {Scope} scope @param {Figures} figures @param {string} report @returns {string} What happened today, as a report lists it. */
function today(scope, figures, report) {
  const query = new URLSearchParams({ from: figures.today.since, to: figures.as_of, zone: figures.today.zone });
  if (scope.kind !== "desk") query.set(scope.kind, scope.id);
  return `/console/reports/${report}/tickets?${query}`;
}

/** @param {{ figures: Figures, scope: Scope, onWaiting: () => void }} props */
export function Tiles({ figures, scope, onWaiting }) {
  const { waiting, open, today: day } = figures;
  const waits = waiting.tickets + waiting.chats > 0;
  return html`<div class="tiles" role="group" aria-label=${t("reports.board.now")}>
      <${Tile} label=${t("reports.board.waiting_chats")} tone=${waiting.chats ? "warn" : ""} onOpen=${onWaiting}>${number(waiting.chats)}<//>
      <${Tile} label=${t("reports.board.waiting_tickets")} onOpen=${onWaiting}>${number(waiting.tickets)}<//>
      <${Tile} label=${t("reports.board.longest")} onOpen=${waits ? onWaiting : undefined}><${Waited} since=${waiting.oldest_at} /><//>
      <${Tile} label=${t("reports.board.due_soon")} tone=${figures.sla_due_soon ? "warn" : "ok"} href=${list(scope, { sla: `due_within:${SOON}` })}>${number(figures.sla_due_soon)}<//>
      <${Tile} label=${t("reports.board.overdue")} tone=${figures.sla_overdue ? "bad" : "ok"} href=${list(scope, { sla: "breached" })}>${number(figures.sla_overdue)}<//>
    </div>
    <div class="tiles small-tiles" role="group" aria-label=${t("reports.board.open_tickets")}>
      ${/** @type {const} */ (["new", "open", "pending", "on_hold"]).map(
        (status) => html`<${Tile} key=${status} label=${t(`reports.board.status_${status}`)} href=${list(scope, { status })}>${number(open[status])}<//>`,
      )}
      <${Tile} label=${t("reports.board.created")} href=${today(scope, figures, "volume")}>${number(day.created)}<//>
      <${Tile} label=${t("reports.board.solved")} href=${today(scope, figures, "full-resolution")}>${number(day.solved)}<//>
      <${Tile} label=${t("reports.board.accepted")} href=${today(scope, figures, "chat-waits")}>${number(day.chats_accepted)}<//>
      <${Tile} label=${t("reports.board.abandoned")} tone=${day.chats_abandoned ? "bad" : ""} href=${today(scope, figures, "chat-abandonments")}>${number(day.chats_abandoned)}<//>
    </div>`;
}
