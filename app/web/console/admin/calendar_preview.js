// @ts-check
/** What a calendar comes to, asked of the desk while it is drawn: open now, next change, the coming days. */

import { html, useEffect, useState } from "../../shared/view.js";
import { Badge, Problem, useApi } from "../../shared/parts.js";
import { duration, t, when } from "../../shared/texts.js";

/** @param {{ calendar: any }} props */
export function CalendarPreview({ calendar }) {
  const api = useApi();
  const [found, setFound] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const asked = JSON.stringify({ ...calendar, name: calendar.name || null });
  useEffect(() => {
    const abort = new AbortController();
    // Whoever drags over the week asks once, when they rest.
    const timer = setTimeout(() => {
      api.post("/v1/calendars/preview", JSON.parse(asked), { signal: abort.signal }).then(
        (answer) => [setFound(answer), setError(null)],
        (failure) => abort.signal.aborted || setError(failure),
      );
    }, 400);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);
  const at = (/** @type {string} */ instant, /** @type {Intl.DateTimeFormatOptions} */ how) => when(instant, { ...how, timeZone: found.zone });
  return html`<section class="card stack" aria-label=${t("admin.preview")} aria-live="polite">
    <h3>${t("admin.preview")}</h3>
    ${error ? html`<${Problem} error=${error} />` : !found ? null : html`
      <p class="row"><${Badge} tone=${found.is_open ? "ok" : "warn"}>${found.is_open ? t("admin.open_now") : t("admin.closed_now")}<//>
        ${found.reason.name && html`<span>${found.reason.name}</span>`}
        <span>${found.next_change_at ? t(found.is_open ? "admin.closes_at" : "admin.opens_at", { at: at(found.next_change_at, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }) }) : t("admin.never_changes")}</span></p>
      <p class="small muted">${t("admin.open_in_fortnight", { time: duration(found.open_seconds) })}</p>
      <ul class="list">${found.openings.slice(0, 10).map((/** @type {any} */ each) => html`<li key=${each.opens} class="row">
        <span class="grow">${at(each.opens, { weekday: "short", day: "numeric", month: "short" })}</span>
        <span>${at(each.opens, { hour: "2-digit", minute: "2-digit" })} – ${at(each.closes, { hour: "2-digit", minute: "2-digit" })}</span>
        ${each.reason.kind !== "weekly" && html`<${Badge} tone="info">${each.reason.name ?? t(`admin.reason_${each.reason.kind}`)}<//>`}</li>`)}
        ${found.closed_days.filter((/** @type {any} */ each) => each.reason.kind !== "weekly").slice(0, 10).map((/** @type {any} */ each) => html`<li key=${each.date} class="row">
          <span class="grow">${each.date}</span><${Badge} tone="warn">${each.reason.name ?? t("admin.closed")}<//></li>`)}</ul>`}
  </section>`;
}
