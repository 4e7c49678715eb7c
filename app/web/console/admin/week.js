// @ts-check
/** The hours of a week as a picture: a bar for each day; drawn with the pointer, and exact to the minute in fields. */

import { html, useRef, useState } from "../../shared/view.js";
import { locale, t } from "../../shared/texts.js";

/** @typedef {{ opens: string, closes: string }} Hours */
/** @typedef {Record<string, Hours[]>} Week */

export const DAYS = /** @type {const} */ (["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
const DAY = 1_440;
const STEP = 30;

/** @param {string} time @returns {number} minutes since midnight */
export function minutes(time) {
  const [hours = "0", mins = "0"] = time.split(":");
  return Number(hours) * 60 + Number(mins);
}

/** @param {number} total @returns {string} */
export function clock(total) {
  return `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
}

/** A day of the week as it is called here. @param {number} place 0 is Monday @param {"short" | "long"} [form] */
export function dayName(place, form = "short") {
  // 5 January 1970 was a Monday.
  return new Intl.DateTimeFormat(locale(), { weekday: form, timeZone: "UTC" }).format(new Date(Date.UTC(1970, 0, 5 + place)));
}

/** What is open of a day, from minute to minute; hours that end on the next day go on past 1440.
 * @param {Hours[]} hours @returns {[number, number][]} */
function spans(hours) {
  return hours.map((each) => {
    const [from, to] = [minutes(each.opens), minutes(each.closes)];
    return [from, to <= from ? to + DAY : to];
  });
}

/** Spans put together where they meet, as hours. @param {[number, number][]} found @returns {Hours[]} */
function joined(found) {
  const sorted = found.filter(([from, to]) => to > from).sort((one, other) => one[0] - other[0]);
  /** @type {[number, number][]} */
  const merged = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged.map(([from, to]) => ({ opens: clock(from), closes: to > DAY ? clock(to - DAY) : clock(to) }));
}

/** Hours with a span drawn in, or wiped out. @param {Hours[]} hours @param {number} from @param {number} to @param {boolean} open */
export function drawn(hours, from, to, open) {
  const now = spans(hours);
  if (open) return joined([...now, [from, to]]);
  return joined(now.flatMap(([begin, end]) => /** @type {[number, number][]} */ ([[begin, Math.min(end, from)], [Math.max(begin, to), end]])));
}

/** The week, to be drawn on: a press begins, a move goes on, what was open is wiped out.
 * @param {{ week: Week, onChange?: (week: Week) => void, now?: { day: number, minute: number } | null }} props */
export function WeekPicture({ week, onChange, now }) {
  const [drag, setDrag] = useState(/** @type {{ day: string, from: number, to: number, open: boolean } | null} */ (null));
  return html`<div class="week" role="group" aria-label=${t("admin.week")}>
    <div class="week-row" aria-hidden="true"><span></span>
      <div class="week-hours">${[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => html`<span key=${hour}>${clock(hour * 60)}</span>`)}</div></div>
    ${DAYS.map((day, place) => html`<${DayBar} key=${day} ...${{ day, place, week, onChange, drag, setDrag }}
        now=${now && now.day === place ? now.minute : null} />`)}
  </div>`;
}

/** @param {any} props */
function DayBar({ day, place, week, onChange, drag, setDrag, now }) {
  const bar = useRef(/** @type {HTMLElement | null} */ (null));
  const hours = /** @type {Hours[]} */ (week[day] ?? []);
  const mine = drag?.day === day ? drag : null;
  const [low, high] = mine ? [Math.min(mine.from, mine.to), Math.max(mine.from, mine.to) + STEP] : [0, 0];
  const shown = mine ? drawn(hours, low, high, mine.open) : hours;
  const before = /** @type {Hours[]} */ (week[DAYS[(place + 6) % 7] ?? "mon"] ?? []);
  const spill = spans(before).filter(([, to]) => to > DAY);
  const at = (/** @type {PointerEvent} */ event) => {
    const box = /** @type {HTMLElement} */ (bar.current).getBoundingClientRect();
    const rtl = document.documentElement.dir === "rtl";
    const share = (rtl ? box.right - event.clientX : event.clientX - box.left) / box.width;
    return Math.min(DAY - STEP, Math.max(0, Math.floor((share * DAY) / STEP) * STEP));
  };
  const said = hours.map((each) => `${each.opens}–${each.closes}`).join(", ") || t("admin.closed");
  const piece = (/** @type {[number, number]} */ [from, to], /** @type {string} */ kind) => html`<span class=${kind} key=${`${kind}${from}`}
    style=${{ insetInlineStart: `${(from / DAY) * 100}%`, inlineSize: `${((Math.min(to, DAY) - from) / DAY) * 100}%` }}></span>`;
  return html`<div class="week-row"><span class="small">${dayName(place)}</span>
    <div class=${onChange ? "week-bar" : "week-bar exact"} ref=${bar} role="img" aria-label=${`${dayName(place, "long")}: ${said}`} title=${said}
      onPointerDown=${(/** @type {any} */ event) => {
        if (!onChange || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const from = at(event);
        const open = !spans(hours).some(([begin, end]) => from >= begin && from < end);
        setDrag({ day, from, to: from, open });
      }}
      onPointerMove=${(/** @type {any} */ event) => mine && setDrag({ ...mine, to: at(event) })}
      onPointerUp=${() => {
        if (!mine) return;
        setDrag(null);
        onChange({ ...week, [day]: drawn(hours, low, high, mine.open) });
      }}
      onPointerCancel=${() => setDrag(null)}>
      ${spans(shown).map((each) => piece(each, "week-open"))}
      ${spill.map(([, to]) => piece([0, to - DAY], "week-open after"))}
      ${now !== null && now !== undefined && html`<span class="week-now" style=${{ insetInlineStart: `${(now / DAY) * 100}%` }}></span>`}
    </div></div>`;
}

/** The hours of one day in fields: exact, and for the keyboard.
 * @param {{ hours: Hours[], onChange: (hours: Hours[]) => void, label: string }} props */
export function HoursFields({ hours, onChange, label }) {
  const put = (/** @type {number} */ place, /** @type {Partial<Hours>} */ change) =>
    onChange(hours.map((each, other) => (other === place ? { ...each, ...change } : each)));
  return html`<div class="hours-list">
    ${hours.map((each, place) => html`<span class="row tight fixed" key=${place}>
      <${Time} label=${`${label}: ${t("admin.opens")}`} value=${each.opens} onChange=${(/** @type {string} */ opens) => put(place, { opens })} /> –
      <${Time} label=${`${label}: ${t("admin.closes")}`} value=${each.closes} onChange=${(/** @type {string} */ closes) => put(place, { closes })} />
      <button type="button" class="button quiet icon" aria-label=${`${t("admin.remove_hours")}: ${label} ${each.opens}`} onClick=${() => onChange(hours.filter((_, other) => other !== place))}>×</button></span>`)}
    <button type="button" class="button quiet small" aria-label=${`${t("admin.add_hours")}: ${label}`}
      onClick=${() => onChange([...hours, next(hours)])}>+</button>
  </div>`;
}

/** @param {Hours[]} hours @returns {Hours} */
function next(hours) {
  const last = Math.max(0, ...spans(hours).map(([, to]) => to));
  return last > 0 && last <= DAY - 120 ? { opens: clock(last + 60), closes: clock(Math.min(DAY, last + 240)) } : { opens: "09:00", closes: "18:00" };
}

/** `24:00` cannot be typed into a field for times, so this is one for text that checks itself.
 * @param {{ label: string, value: string, onChange: (value: string) => void }} props */
function Time({ label, value, onChange }) {
  return html`<input class="input" value=${value.slice(0, 5)} aria-label=${label} inputmode="numeric" maxlength="5" placeholder="09:00"
    onChange=${(/** @type {any} */ event) => {
      const found = /^(\d{1,2})[:.]?(\d{2})?$/.exec(event.currentTarget.value.trim());
      const total = found ? Number(found[1]) * 60 + Number(found[2] ?? 0) : -1;
      if (total >= 0 && total <= DAY && Number(found?.[2] ?? 0) < 60) onChange(clock(total));
      else event.currentTarget.value = value.slice(0, 5);
    }} />`;
}
