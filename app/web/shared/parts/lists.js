// @ts-check
import { html, useCallback, useEffect, useLayoutEffect, useRef, useState } from "../view.js";

/** So many rows are drawn at a time. */
const AT_ONCE = 200;

/**
 * The beginning of a long list, at least `least` of it, and more as its end comes into sight: `{ seen, end }`; `end` is to
 * stand behind the last row. @template T @param {T[]} items @param {number} [least] @returns {{ seen: T[], end: any }}
 */
export function useBeginning(items, least = 0) {
  const [count, setCount] = useState(AT_ONCE);
  const most = Math.max(count, least);
  /** @type {{ current: HTMLElement | null }} */
  const end = useRef(null);
  useEffect(() => {
    if (!end.current) return undefined;
    const watcher = new IntersectionObserver((found) => {
      if (found.some((each) => each.isIntersecting)) setCount(most + AT_ONCE);
    }, { rootMargin: "600px" });
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [most, items.length > most]);
  return { seen: items.slice(0, most), end: items.length > most ? html`<div ref=${end} aria-hidden="true"></div>` : null };
}

/**
 * A table. `columns`: `[{ key, label, render?(row), class?, number? }]`; `onRow(row)` makes rows to be opened by click and
 * Enter; `rowKey(row)`, else its `id`; `active`: the key of the marked row; `caption` is for screen readers. @param {any} props
 */
export function Table({ columns, rows, onRow, rowKey = (/** @type {any} */ row) => row.id, active, caption, empty }) {
  const pressed = (/** @type {any} */ event, /** @type {any} */ row) => {
    if (event.key === "Enter" && event.target === event.currentTarget) onRow(row);
  };
  const clicked = (/** @type {any} */ event, /** @type {any} */ row) => {
    if (!event.target.closest("a, button, input, select, label")) onRow(row);
  };
  const { seen, end } = useBeginning(/** @type {any[]} */ (rows));
  if (rows.length === 0 && empty) return empty;
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label=${caption}><table class="table stacks">
    ${caption && html`<caption class="sr">${caption}</caption>`}
    <thead><tr>${columns.map((/** @type {any} */ each) => html`<th scope="col" key=${each.key} class=${each.number ? "number" : ""}>${each.label || html`<span class="sr">${each.key}</span>`}</th>`)}</tr></thead>
    <tbody>${seen.map((/** @type {any} */ row) => html`<tr key=${rowKey(row)} class=${active === rowKey(row) ? "active" : ""}
      ...${onRow ? { tabindex: 0, onClick: (/** @type {any} */ event) => clicked(event, row), onKeyDown: (/** @type {any} */ event) => pressed(event, row) } : {}}>
      ${columns.map((/** @type {any} */ each) => html`<td key=${each.key} data-label=${each.label} class=${`${each.class ?? ""} ${each.number ? "number" : ""}`}><div>${each.render ? each.render(row) : row[each.key]}</div></td>`)}</tr>`)}</tbody>
  </table>${end}</div>`;
}

const OVERSCAN_PX = 600;
const GUESS_PX = 48;

/**
 * A long list of which only what is seen (and a little more) is in the page. Rows may be of any height: each is measured
 * once it is drawn. `items`; `itemKey(item)`; `row(item, index)` draws one; `estimate`: the height of one not seen yet, px;
 * `onStart`, `onEnd`: the beginning or end comes near; `stick`: stays at the end while it grows, as chats do; what is added
 * before what is seen moves nothing. `control.current` gets `{ show(index, where?), toEnd(), atEnd() }`.
 * @param {any} props
 */
export function Windowed({ items, itemKey, row, estimate = GUESS_PX, onStart, onEnd, stick = false, control, label, role = "list", itemRole = "listitem", class: extra = "", ...more }) {
  /** @type {{ current: HTMLElement | null }} */
  const place = useRef(null);
  /** @type {{ current: Map<string, number> }} */
  const heights = useRef(new Map());
  const atEnd = useRef(true);
  /** @type {{ current: { key: string, start: number } | null }} the row in the middle of what is seen, and where it began */
  const anchor = useRef(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const [, draw] = useState(0);
  const [onPaper, setOnPaper] = useState(false);

  const heightOf = (/** @type {any} */ item) => heights.current.get(itemKey(item)) ?? estimate;
  const starts = new Float64Array(items.length + 1);
  for (let index = 0; index < items.length; index += 1) starts[index + 1] = starts[index] + heightOf(items[index]);
  const total = starts[items.length];

  /** The row at this height: by halves, for there may be thousands. */
  const at = (/** @type {number} */ y) => {
    let low = 0;
    let high = Math.max(items.length - 1, 0);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const first = onPaper ? 0 : at(Math.max(0, view.top - OVERSCAN_PX));
  const last = onPaper ? items.length - 1 : items.length ? at(view.top + view.height + OVERSCAN_PX) : -1;

  const look = useCallback(() => {
    const box = place.current;
    if (!box) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
    setView((before) => (Math.abs(before.top - box.scrollTop) > 100 || before.height !== box.clientHeight
      ? { top: box.scrollTop, height: box.clientHeight } : before));
  }, []);

  useLayoutEffect(() => {
    const box = place.current;
    if (!box) return;
    // What was just drawn is measured, and what moved by that is put back under the reader's eyes.
    let changed = false;
    for (const element of box.querySelectorAll(":scope > .window-items > [data-key]")) {
      const key = /** @type {HTMLElement} */ (element).dataset.key ?? "";
      const height = element.getBoundingClientRect().height;
      if (height && Math.abs((heights.current.get(key) ?? -1) - height) > 0.5) {
        heights.current.set(key, height);
        changed = true;
      }
    }
    if (stick && atEnd.current) {
      box.scrollTop = box.scrollHeight;
    } else if (anchor.current) {
      const { key, start: before } = anchor.current;
      const index = items.findIndex((/** @type {any} */ each) => itemKey(each) === key);
      if (index >= 0) {
        let start = 0;
        for (let each = 0; each < index; each += 1) start += heightOf(items[each]);
        if (Math.abs(start - before) > 0.5) {
          box.scrollTop += start - before;
          anchor.current = { key, start };
        }
      }
    }
    if (changed) draw((count) => count + 1);
  });

  const scrolled = () => {
    const box = place.current;
    if (!box) return;
    look();
    if (items.length) {
      // The one in the middle: at the top is often a heading, which stays where it is when more comes below it.
      const index = at(box.scrollTop + box.clientHeight / 2);
      anchor.current = { key: itemKey(items[index]), start: starts[index] };
    }
    if (box.scrollTop < OVERSCAN_PX) onStart?.();
    if (box.scrollHeight - box.scrollTop - box.clientHeight < OVERSCAN_PX) onEnd?.();
  };

  useEffect(() => {
    const box = place.current;
    if (!box) return undefined;
    look();
    const watcher = new ResizeObserver(() => {
      // A keyboard that comes up, or a phone that is turned, takes nobody away from the end.
      if (stick && atEnd.current) box.scrollTop = box.scrollHeight;
      look();
      draw((count) => count + 1);
    });
    watcher.observe(box);
    return () => watcher.disconnect();
  }, []);

  // Nobody scrolls on paper: all that is there is drawn, before the browser takes the picture.
  useEffect(() => {
    const before = () => setOnPaper(true);
    const after = () => setOnPaper(false);
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, []);

  useEffect(() => {
    const box = place.current;
    if (!box || !items.length) return;
    // What does not fill the view, or is looked at from its very beginning, is not scrolled: nothing else would ask.
    if (box.scrollHeight - box.scrollTop - box.clientHeight < OVERSCAN_PX) onEnd?.();
    if (box.scrollTop < OVERSCAN_PX && !(stick && atEnd.current)) onStart?.();
  }, [items.length]);

  if (control) {
    control.current = {
      show(/** @type {number} */ index, where = "nearest") {
        const box = place.current;
        if (!box || index < 0 || index >= items.length) return;
        atEnd.current = false;
        const top = starts[index];
        const bottom = starts[index + 1];
        if (where === "start") box.scrollTop = top;
        else if (top < box.scrollTop) box.scrollTop = top;
        else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
        scrolled();
      },
      toEnd() {
        atEnd.current = true;
        draw((count) => count + 1);
      },
      atEnd: () => atEnd.current,
    };
  }
  const seen = items.slice(first, last + 1);
  return html`<div class=${`windowed ${extra}`} ref=${place} onScroll=${scrolled} tabindex="0" role="region" aria-label=${label} ...${more}>
    <div aria-hidden="true" style=${{ blockSize: `${starts[first]}px` }}></div>
    <div class="window-items" role=${role} aria-label=${label}>
      ${seen.map((/** @type {any} */ item, /** @type {number} */ index) => html`<div key=${itemKey(item)} data-key=${itemKey(item)} role=${itemRole}
        aria-posinset=${itemRole === "listitem" ? first + index + 1 : undefined} aria-setsize=${itemRole === "listitem" ? items.length : undefined}>${row(item, first + index)}</div>`)}
    </div>
    <div aria-hidden="true" style=${{ blockSize: `${Math.max(0, total - starts[last + 1 > 0 ? last + 1 : 0])}px` }}></div>
  </div>`;
}
