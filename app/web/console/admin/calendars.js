// @ts-check
/** Calendars: the week drawn, days that differ, holidays, and what comes of it before it is saved. */

import { html } from "../../shared/view.js";
import { locale, t } from "../../shared/texts.js";
import { CalendarPreview } from "./calendar_preview.js";
import { TextField } from "./setup/form.js";
import { Group, Row } from "./setup/row.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";
import { dayName, DAYS, HoursFields, minutes, WeekPicture } from "./week.js";

/** @typedef {import("./week.js").Week} Week */

const ZONES = typeof Intl.supportedValuesOf === "function" ? Intl.supportedValuesOf("timeZone") : [];

/** The desk wants names of days only; a version has more. @param {any} item */
function definition({ name, zone, weekly, exceptions, holidays }) {
  return { name, zone, weekly, exceptions, holidays: holidays.map((/** @type {any} */ { country, region }) => ({ country, region: region ?? null })) };
}

/** How many hours a week is open. @param {Week} weekly @returns {number} */
export function openHours(weekly) {
  let total = 0;
  for (const day of DAYS) {
    for (const each of weekly[day] ?? []) {
      const [from, to] = [minutes(each.opens), minutes(each.closes)];
      total += to <= from ? to + 1_440 - from : to - from;
    }
  }
  return Math.round((total / 60) * 10) / 10;
}

export default function Calendars() {
  const nine = () => [{ opens: "09:00", closes: "18:00" }];
  return html`<${Records} def=${{
    path: "/v1/calendars",
    title: "admin.calendars",
    about: "admin.calendars_intro",
    make: "admin.new_calendar",
    filters: [ARCHIVED],
    remove: "archive",
    called: (/** @type {any} */ item) => item.name,
    note: (/** @type {any} */ item) => item.zone,
    columns: [
      { label: "admin.hours_a_week", numeric: true, render: (/** @type {any} */ item) => openHours(item.weekly) },
      { label: "admin.special_days", numeric: true, render: (/** @type {any} */ item) => item.exceptions.length },
      { label: "admin.holidays", render: (/** @type {any} */ item) => item.holidays.map((/** @type {any} */ each) => [each.country, each.region].filter(Boolean).join("-")).join(", ") || "–" },
    ],
    blank: () => ({
      name: "",
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
      weekly: { mon: nine(), tue: nine(), wed: nine(), thu: nine(), fri: nine(), sat: [], sun: [] },
      exceptions: [],
      holidays: [],
    }),
    take: definition,
    Form: CalendarForm,
    version: (/** @type {any} */ version) => html`<p class="small muted">${version.zone} · ${t("admin.hours_open", { hours: openHours(version.weekly) })} ·
        ${t("admin.special_days")}: ${version.exceptions.length}</p><${WeekPicture} week=${version.weekly} />`,
  }} />`;
}

/** @param {{ form: import("./setup/form.js").Form, item: any }} props */
function CalendarForm({ form }) {
  const { draft } = form;
  const set = (/** @type {Week} */ weekly) => form.set({ weekly });
  const copyMonday = () => set(Object.fromEntries(DAYS.map((day, place) => [day, place < 5 ? structuredClone(draft.weekly.mon ?? []) : (draft.weekly[day] ?? [])])));
  return html`
    <div class="form-grid">
      <${TextField} form=${form} name="name" label=${t("admin.name")} required />
      <${TextField} form=${form} name="zone" label=${t("admin.zone")} hint=${t("admin.zone_hint")} list="zones" required />
      <datalist id="zones">${ZONES.map((zone) => html`<option key=${zone} value=${zone} />`)}</datalist>
    </div>
    <${Group} label=${t("admin.week")} hint=${t("admin.week_hint")} error=${form.error("/weekly")}>
      <${WeekPicture} week=${draft.weekly} onChange=${set} now=${nowIn(draft.zone)} />
      <p class="small muted">${t("admin.hours_open", { hours: openHours(draft.weekly) })}</p>
      <details><summary>${t("admin.exact_hours")}</summary><div class="stack">
        ${DAYS.map((day, place) => html`<div class="row" key=${day}><span class="small">${dayName(place, "long")}</span>
          <${HoursFields} label=${dayName(place, "long")} hours=${draft.weekly[day] ?? []} onChange=${(/** @type {any} */ hours) => set({ ...draft.weekly, [day]: hours })} /></div>`)}
        <div><button type="button" class="button quiet" onClick=${copyMonday}>${t("admin.copy_monday")}</button></div>
      </div></details>
    <//>
    <${SpecialDays} form=${form} />
    <${Holidays} form=${form} />
    <${CalendarPreview} calendar=${draft} />`;
}

/** Where the line for now stands. @param {string} zone @returns {{ day: number, minute: number } | null} */
function nowIn(zone) {
  try {
    const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(new Date());
    const of = (/** @type {string} */ type) => parts.find((each) => each.type === type)?.value ?? "";
    return { day: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(of("weekday")), minute: Number(of("hour")) * 60 + Number(of("minute")) };
  } catch {
    // A zone that is still being typed is none yet.
    return null;
  }
}

/** @param {{ form: import("./setup/form.js").Form }} props */
function SpecialDays({ form }) {
  const days = /** @type {any[]} */ (form.draft.exceptions);
  const put = (/** @type {number} */ place, /** @type {any} */ change) => form.set({ exceptions: days.map((each, other) => (other === place ? { ...each, ...change } : each)) });
  return html`<${Group} label=${t("admin.special_days")} hint=${t("admin.special_days_hint")}>
    <div class="rows-editor">${days.map((each, place) => html`<div class="one" key=${place}>
      <${Row} label=${t("admin.date")} error=${form.error(`/exceptions/${place}/date`)} control=${(/** @type {any} */ tie) => html`<input ...${tie} class="input" type="date" value=${each.date}
        onInput=${(/** @type {any} */ event) => put(place, { date: event.currentTarget.value })} />`} />
      <${Row} label=${t("admin.name")} error=${form.error(`/exceptions/${place}/name`)} control=${(/** @type {any} */ tie) => html`<input ...${tie} class="input" value=${each.name}
        onInput=${(/** @type {any} */ event) => put(place, { name: event.currentTarget.value })} />`} />
      <div class="stack tight"><span class="small muted">${each.hours.length ? t("admin.open_at") : t("admin.closed")}</span>
        <${HoursFields} label=${each.name || each.date} hours=${each.hours} onChange=${(/** @type {any} */ hours) => put(place, { hours })} /></div>
      <button type="button" class="button quiet" onClick=${() => form.set({ exceptions: days.filter((_, other) => other !== place) })}>${t("admin.remove")}</button>
    </div>`)}</div>
    <div><button type="button" class="button" onClick=${() => form.set({ exceptions: [...days, { date: "", name: "", hours: [] }] })}>${t("admin.add_day")}</button></div>
  <//>`;
}

/** @param {{ form: import("./setup/form.js").Form }} props */
function Holidays({ form }) {
  const sets = /** @type {{ country: string, region: string | null }[]} */ (form.draft.holidays);
  const put = (/** @type {number} */ place, /** @type {any} */ change) => form.set({ holidays: sets.map((each, other) => (other === place ? { ...each, ...change } : each)) });
  const called = (/** @type {string} */ country) => (/^[A-Z]{2}$/.test(country) ? new Intl.DisplayNames(locale(), { type: "region" }).of(country) : "");
  return html`<${Group} label=${t("admin.holidays")} hint=${t("admin.holidays_hint")} error=${form.error("/holidays")}>
    ${sets.map((each, place) => html`<div class="row" key=${place}>
      <input class="input short" maxlength="2" value=${each.country} placeholder="RU" aria-label=${t("admin.country")} onInput=${(/** @type {any} */ event) => put(place, { country: event.currentTarget.value.toUpperCase() })} />
      <span class="muted">${called(each.country)}</span>
      <input class="input short" value=${each.region ?? ""} placeholder="BY" aria-label=${t("admin.region")} onInput=${(/** @type {any} */ event) => put(place, { region: event.currentTarget.value || null })} />
      <button type="button" class="button quiet" onClick=${() => form.set({ holidays: sets.filter((_, other) => other !== place) })}>${t("admin.remove")}</button></div>`)}
    <div><button type="button" class="button" onClick=${() => form.set({ holidays: [...sets, { country: "", region: null }] })}>${t("admin.add_holidays")}</button></div>
  <//>`;
}
