// @ts-check
/** A chart: a picture for who sees it, keys for who has no pointer, and the same numbers as a table for everybody. */
import { colourOf, coloursOf, nearest, plot, reaches } from "./chart-plot.js";
import { ChartTable } from "./chart-table.js";
import { spoken } from "./chart-units.js";
import { navigate } from "./router.js";
import { t } from "./texts.js";
import { html, useEffect, useMemo, useRef, useState } from "./view.js";

/**
 * @typedef {import("./chart-plot.js").Series} Series
 * @typedef {import("./chart-plot.js").Slot} Slot
 * @typedef {import("./chart-plot.js").Unit} Unit
 * @typedef {{ slot: number, series: number }} Point
 * @typedef {{
 *   title: string, head: string, slots: Slot[], series: Series[], unit?: Unit, least?: number, most?: number, height?: number,
 *   href?: (series: number, slot: number) => string | null, asTable?: boolean,
 * }} ChartProps `head` names what the x axis is; the y axis
 *   goes from `least` (0) to `most` (a little above what is highest). `href` is where what is behind a point can be seen. `asTable` shows
 *   the table first. Whoever shows one loads the texts `reports`.
 */

/** Goes up whenever the page changes its colours. */
function useScheme() {
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    const again = () => setSeen((/** @type {number} */ value) => value + 1);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const watch = new MutationObserver(again);
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    dark.addEventListener("change", again);
    return () => {
      watch.disconnect();
      dark.removeEventListener("change", again);
    };
  }, []);
  return seen;
}

/** @param {{ current: HTMLElement | null }} box @returns {number} */
function useWidth(box) {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!box.current) return undefined;
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return width;
}

/**
 * @param {{ drawing: any, series: Series[], slots: Slot[], tops: (number | null)[][], at: Point, unit: Unit,
 *   hidden: boolean[], colours: string[], opens: boolean }} props
 */
function Tip({ drawing, series, slots, tops, at, unit, hidden, colours, opens }) {
  const x = drawing.valToPos(at.slot, "x") + drawing.bbox.left / devicePixelRatio;
  const value = tops[at.series]?.[at.slot];
  const y = value === null || value === undefined ? null : drawing.valToPos(value, "y") + drawing.bbox.top / devicePixelRatio;
  const end = x > drawing.width / 2;
  const side = end ? { insetInlineEnd: `${drawing.width - x + 12}px` } : { insetInlineStart: `${x + 12}px` };
  return html`
    <div class="chart-line" style=${{ insetInlineStart: `${x}px` }}></div>
    ${y !== null && html`<div class="chart-dot" style=${{ insetInlineStart: `${x}px`, insetBlockStart: `${y}px`, background: colours[at.series] }}></div>`}
    <div class="chart-tip" style=${side}>
      <strong>${slots[at.slot].label}</strong>
      ${series.map((each, place) =>
        hidden[place]
          ? null
          : html`<span class=${place === at.series ? "chart-tip-row on" : "chart-tip-row"}>
              <i class="chart-swatch" style=${{ background: colours[place] }}></i>
              <span class="grow">${each.label}</span><span>${spoken(each.values[at.slot], unit)}</span>
            </span>`,
      )}
      ${opens && html`<span class="chart-tip-hint">${t("reports.chart.opens")}</span>`}
    </div>
  `;
}

/** @param {{ series: Series[], hidden: boolean[], colours: string[], toggle: (place: number) => void }} props */
function Legend({ series, hidden, colours, toggle }) {
  return html`<div class="chart-legend" role="group" aria-label=${t("reports.chart.legend")}>
    ${series.map(
      (each, place) => html`<button type="button" class="chart-key" aria-pressed=${!hidden[place]} onClick=${() => toggle(place)}>
        <i class="chart-swatch" style=${{ background: hidden[place] ? "transparent" : colours[place], borderColor: colours[place] }}></i>
        ${each.label}
      </button>`,
    )}
  </div>`;
}

/** @param {ChartProps} props */
export function Chart({ title, head, slots, series, unit = "count", least, most, height = 240, href, asTable = false }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const canvas = useRef(/** @type {HTMLElement | null} */ (null));
  const [drawing, setDrawing] = useState(/** @type {any} */ (null));
  const [at, setAt] = useState(/** @type {Point | null} */ (null));
  const [table, setTable] = useState(asTable);
  const [hidden, setHidden] = useState(/** @type {boolean[]} */ ([]));
  const scheme = useScheme();
  const width = useWidth(box);
  const tops = useMemo(() => reaches(series, hidden), [series, hidden]);
  // A plot of nothing would be a frame that says nothing; zeros are something.
  const empty = slots.length === 0 || series.every((each) => each.values.every((value) => value === null));

  useEffect(() => {
    if (!canvas.current || width < 40 || table || empty) return undefined;
    const colours = coloursOf(canvas.current);
    const made = plot(canvas.current, { slots, series, hidden, unit, least, most, width, height, colours });
    setDrawing({ plot: made, colours: series.map((_, place) => colourOf(series, place, colours)) });
    return () => {
      setDrawing(null);
      made.destroy();
    };
  }, [slots, series, hidden, unit, least, most, width, height, scheme, table, empty]);

  const shown = at && at.slot < slots.length && at.series < series.length ? at : null;
  const target = (/** @type {Point | null} */ point) => (point && href ? href(point.series, point.slot) : null);
  const open = (/** @type {Point | null} */ point) => {
    const where = target(point);
    if (where) navigate(where);
  };
  /** @param {PointerEvent} event @returns {Point | null} */
  const under = (event) => {
    if (!drawing) return null;
    const frame = drawing.plot.over.getBoundingClientRect();
    const slot = Math.round(drawing.plot.posToVal(event.clientX - frame.left, "x"));
    if (slot < 0 || slot >= slots.length) return null;
    const found = nearest(series, tops, slot, drawing.plot.posToVal(event.clientY - frame.top, "y"));
    return found < 0 ? null : { slot, series: found };
  };
  const press = (/** @type {PointerEvent} */ event) => {
    const point = under(event);
    // A finger has no way to look before it touches: the first tap says what is there, the second one opens it.
    const looked = event.pointerType !== "touch" || (shown?.slot === point?.slot && shown?.series === point?.series);
    if (looked) open(point);
    else setAt(point);
  };
  /** @param {number} by */
  const across = (by) => {
    const from = shown ?? { slot: by > 0 ? -1 : slots.length, series: 0 };
    setAt({ series: from.series, slot: Math.min(slots.length - 1, Math.max(0, from.slot + by)) });
  };
  /** @param {number} by */
  const along = (by) => {
    const places = series.map((_, place) => place).filter((place) => !hidden[place]);
    const now = places.indexOf(shown?.series ?? -1);
    const next = places[(now + by + places.length) % places.length];
    if (next !== undefined) setAt({ slot: shown?.slot ?? 0, series: next });
  };
  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowRight: () => across(1),
    ArrowLeft: () => across(-1),
    Home: () => setAt({ slot: 0, series: shown?.series ?? 0 }),
    End: () => setAt({ slot: slots.length - 1, series: shown?.series ?? 0 }),
    ArrowUp: () => along(1),
    ArrowDown: () => along(-1),
    Enter: () => open(shown),
    Escape: () => setAt(null),
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  };
  const toggle = (/** @type {number} */ place) =>
    setHidden(series.map((_, each) => (each === place ? !hidden[each] : Boolean(hidden[each]))));
  const said = shown ? `${slots[shown.slot].label}. ${series[shown.series].label}: ${spoken(series[shown.series].values[shown.slot], unit)}` : "";

  return html`<div class="chart">
    <div class="chart-top">
      ${series.length > 1 && !table ? html`<${Legend} ...${{ series, hidden, toggle, colours: drawing?.colours ?? [] }} />` : html`<span class="grow"></span>`}
      <button type="button" class="chart-switch" aria-pressed=${table} disabled=${empty} onClick=${() => setTable(!table)}>
        ${t("reports.chart.as_table")}
      </button>
    </div>
    ${table && html`<${ChartTable} ...${{ title, head, slots, series, unit, href }} />`}
    ${empty && html`<p class="muted small chart-none">${t("reports.chart.nothing")}</p>`}
    <div
      class="chart-box"
      ref=${box}
      hidden=${table || empty}
      tabindex="0"
      dir="ltr"
      role="group"
      aria-roledescription=${t("reports.chart.role")}
      aria-label=${`${title}. ${t("reports.chart.keys")}`}
      style=${{ minHeight: `${height}px`, cursor: target(shown) ? "pointer" : "default" }}
      onKeyDown=${onKey}
      onBlur=${() => setAt(null)}
      onPointerMove=${(/** @type {PointerEvent} */ event) => event.pointerType !== "touch" && setAt(under(event))}
      onPointerLeave=${(/** @type {PointerEvent} */ event) => event.pointerType !== "touch" && setAt(null)}
      onClick=${press}
    >
      <div ref=${canvas}></div>
      ${shown && drawing && html`<${Tip} ...${{ drawing: drawing.plot, series, slots, tops, at: shown, unit, hidden, colours: drawing.colours, opens: Boolean(target(shown)) }} />`}
    </div>
    <p class="sr" aria-live="polite">${said}</p>
  </div>`;
}
