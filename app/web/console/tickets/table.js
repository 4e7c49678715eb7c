// @ts-check
/** The list of tickets itself: only the rows in sight are in the page, and the keyboard does all that the mouse does. */
import { html, useEffect, useRef, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Empty, Problem, Spinner } from "../../shared/parts.js";
import { navigate } from "../../shared/router.js";
import { useShortcuts } from "../../shared/shortcuts.js";
import { COLUMNS, NARROW, fitting, template } from "./columns.js";
import { useDirectory } from "./directory.js";
import { useWindow } from "./windowing.js";

/** @typedef {import("./feed.js").Ticket} Ticket */
/** @typedef {import("./feed.js").Feed} Feed */

const ROW_PX = 44;
const NARROW_ROW_PX = 92;
// Less room than that, and a row is three lines instead of columns.
const NARROW_PX = 560;
// So many rows before the end the next page is asked for.
const AHEAD = 40;

/** @param {number} width */
const rowHeight = (width) => (width < NARROW_PX ? NARROW_ROW_PX : ROW_PX);

/**
 * @param {{ feed: Feed, columns: string[], selected: Set<string>, onSelect: ((ids: Set<string>) => void) | null,
 *   label: string, empty?: any }} props
 *   `onSelect`: null where nothing is chosen
 */
export function TicketTable({ feed, columns, selected, onSelect, label, empty }) {
  const names = {
    agents: useDirectory("agents"), teams: useDirectory("teams"), queues: useDirectory("queues"),
    brands: useDirectory("brands"),
  };
  const { items } = feed;
  const view = useWindow(items.length, rowHeight);
  const { height } = view;
  const narrow = view.width < NARROW_PX;
  const shown = narrow ? NARROW : fitting(columns, view.width);
  const { active, activate, isActive } = useKeyboard(items, selected, onSelect, view);

  useEffect(() => feed.look(view.seenFirst, view.seenLast), [view.seenFirst, view.seenLast, feed.look]);
  useEffect(() => {
    if (!feed.done && feed.error === null && items.length > 0 && view.last + AHEAD >= items.length) feed.more();
  }, [view.last, items.length, feed.done, feed.more, feed.error]);

  const all = items.length > 0 && items.every((each) => selected.has(each.id));
  const grid = { gridTemplateColumns: narrow ? "" : template(shown, onSelect !== null) };
  const rows = items.slice(view.first, view.last);
  return html`<div class="inbox-table" data-narrow=${narrow ? "yes" : "no"}>
    ${feed.error === null ? null : html`<${Problem} error=${feed.error} onRetry=${items.length === 0 ? feed.more : feed.refresh} />`}
    <div class="inbox-grid" role="table" aria-label=${label} aria-rowcount=${feed.done ? items.length + 1 : -1}>
      <div role="rowgroup">
        <div role="row" aria-rowindex="1" class="inbox-head" style=${grid}>
          ${onSelect === null ? null : html`<span role="columnheader">
            <label class="inbox-tick"><input type="checkbox" aria-label=${t("inbox.select_all")} checked=${all} disabled=${items.length === 0}
              onChange=${() => onSelect(all ? new Set() : new Set(items.map((each) => each.id)))} /></label>
          </span>`}
          ${shown.map((each) => html`<span role="columnheader" key=${each}>${t(`inbox.column_${each}`)}</span>`)}
        </div>
      </div>
      <div class="inbox-rows" ref=${view.ref}>
        ${rows.length === 0 ? null : html`<div role="rowgroup" class="inbox-canvas" style=${{ height: `${view.total}px` }}>
          ${rows.map((ticket, place) => html`<${Row} key=${ticket.id} ticket=${ticket} names=${names} columns=${shown}
            index=${view.first + place} top=${(view.first + place) * height} height=${height} grid=${grid}
            active=${ticket.id === active} isActive=${isActive} selected=${selected.has(ticket.id)} onFocus=${activate}
            onToggle=${onSelect === null ? null : (/** @type {string} */ id) => onSelect(toggled(selected, id))} />`)}
        </div>`}
      </div>
    </div>
    ${feed.loading ? html`<div class="inbox-foot"><${Spinner} label=${t("inbox.loading")} /></div>` : null}
    ${items.length === 0 && feed.done && feed.error === null ? html`<div class="inbox-none">${empty
      ?? html`<${Empty} icon="inbox" title=${t("inbox.empty_title")}>${t("inbox.empty_text")}</${Empty}>`}</div>` : null}
    <p class="sr" role="status">${feed.done ? t.n("inbox.count", items.length) : ""}</p>
  </div>`;
}

/**
 * @param {{ ticket: Ticket, names: import("./columns.js").Names, columns: string[], index: number, top: number,
 *   height: number, grid: Record<string, string>, active: boolean, selected: boolean,
 *   isActive: (id: string) => boolean, onFocus: (id: string) => void, onToggle: ((id: string) => void) | null }} props
 */
function Row({ ticket, names, columns, index, top, height, grid, active, isActive, selected, onFocus, onToggle }) {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    // Effects come late on a busy device: two rows that took the focus in turn would never end.
    if (active && isActive(ticket.id) && !ref.current?.contains(document.activeElement)) {
      ref.current?.querySelector("a")?.focus({ preventScroll: true });
    }
  }, [active]);
  const open = (/** @type {MouseEvent} */ event) => {
    if (event.target instanceof Element && event.target.closest("a, input, button, label") !== null) return;
    if ((getSelection()?.toString() ?? "") !== "") return;
    navigate(`/console/tickets/${ticket.id}`);
  };
  return html`<div role="row" ref=${ref} aria-rowindex=${index + 2} class="inbox-row"
      data-active=${active ? "yes" : "no"} data-selected=${selected ? "yes" : "no"} onClick=${open}
      onFocusIn=${() => onFocus(ticket.id)}
      style=${{ ...grid, height: `${height}px`, transform: `translateY(${top}px)` }}>
    ${onToggle === null ? null : html`<span role="cell" class="inbox-check">
      <label class="inbox-tick"><input type="checkbox" aria-label=${t("inbox.select_one", { number: ticket.number })} checked=${selected}
        onChange=${() => onToggle(ticket.id)} /></label>
    </span>`}
    ${columns.map((each) => html`<span role="cell" key=${each} class="inbox-cell" data-column=${each}>
      ${COLUMNS[each].show(ticket, names)}</span>`)}
  </div>`;
}

/** @param {Set<string>} selected @param {string} id @returns {Set<string>} */
function toggled(selected, id) {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/**
 * j and k move, enter opens, x selects.
 * @param {Ticket[]} items @param {Set<string>} selected @param {((ids: Set<string>) => void) | null} onSelect
 * @param {ReturnType<typeof useWindow>} view
 */
function useKeyboard(items, selected, onSelect, view) {
  // By its id: rows move under one's eyes while colleagues work.
  const [active, setActive] = useState(/** @type {string | null} */ (null));
  // Keys may come faster than the list is drawn.
  const now = useRef({ active, items, selected });
  now.current = { active: now.current.active, items, selected };
  const activate = (/** @type {string} */ id) => {
    now.current.active = id;
    setActive(id);
  };
  const current = () => now.current.items.findIndex((each) => each.id === now.current.active);
  const move = (/** @type {number} */ by) => {
    const all = now.current.items;
    if (all.length === 0) return;
    const next = Math.max(0, Math.min(all.length - 1, current() + by));
    view.reveal(next);
    activate(all[next].id);
  };
  const withCurrent = (/** @type {(ticket: Ticket) => void} */ run) => {
    const found = now.current.items[current()];
    if (found !== undefined) run(found);
  };
  useShortcuts({
    j: { label: t("inbox.key_next"), run: () => move(1) },
    k: { label: t("inbox.key_previous"), run: () => move(-1) },
    x: {
      label: t("inbox.key_select"),
      run: () => withCurrent((ticket) => onSelect?.(toggled(now.current.selected, ticket.id))),
    },
    o: { label: t("inbox.key_open"), run: () => withCurrent((ticket) => navigate(`/console/tickets/${ticket.id}`)) },
  });
  return { active, activate, isActive: (/** @type {string} */ id) => now.current.active === id };
}
