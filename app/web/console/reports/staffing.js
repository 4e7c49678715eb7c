// @ts-check
/** How many agents each hour of a day takes, by what came on such days, against who is planned for it. */
import { Chart } from "../../shared/chart.js";
import { Problem, Spinner, useApi, useFetch } from "../../shared/parts.js";
import { now, number, t } from "../../shared/texts.js";
import { html, useEffect, useId, useMemo, useState } from "../../shared/view.js";
import { dateIn, later, midnight, slotOf } from "./period.js";

/**
 * @typedef {import("api").components["schemas"]["StaffingOut"]} StaffingOut
 * @typedef {import("api").components["schemas"]["ShiftOut"]} ShiftOut
 * @typedef {import("./figures.js").ReportRow} ReportRow
 * @typedef {{ channel: "chat" | "ticket", handling: number, concurrency: number, share: number, within: number, shrinkage: number }} Assumed
 */

/** So many weeks before are looked at: more of them forget what has changed since, fewer are chance. */
const WEEKS = 8;
const HOUR = 3_600_000;
/** @type {Assumed} */
const USUAL = { channel: "chat", handling: 8, concurrency: 2, share: 80, within: 60, shrinkage: 20 };

/** @param {ReportRow[]} rows @param {string} day @param {string} zone @returns {{ hours: string[], mean: number[] }} The mean of each hour on days like this one. */
export function demandOf(rows, day, zone) {
  const weekday = new Date(day).getUTCDay();
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: zone });
  const sums = Array.from({ length: 24 }, () => ({ n: 0, days: 0 }));
  for (const row of rows) {
    const at = Date.parse(row.start);
    if (new Date(dateIn(at, zone)).getUTCDay() !== weekday) continue;
    const hour = sums[Number(clock.format(at))];
    hour.n += row.n;
    hour.days += 1;
  }
  const hours = sums.map((_, hour) => `${day}T${String(hour).padStart(2, "0")}:00`);
  return { hours, mean: sums.map(({ n, days }) => (days ? Math.round((n / days) * 100) / 100 : 0)) };
}

/** @param {ShiftOut[]} shifts @param {number[]} starts @returns {number[]} How many are on duty in each hour, in the mean of the hour. */
export function plannedOf(shifts, starts) {
  return starts.map((start) => {
    /** @type {Map<string, number>} */
    const shares = new Map();
    for (const { agent_id: agent, starts_at, ends_at } of shifts) {
      const [from, to] = [Math.max(start, Date.parse(starts_at)), Math.min(start + HOUR, Date.parse(ends_at))];
      // Shifts of somebody that overlap are one: nobody is there twice.
      shares.set(agent, Math.min(1, (shares.get(agent) ?? 0) + Math.max(0, to - from) / HOUR));
    }
    return Math.round([...shares.values()].reduce((sum, each) => sum + each, 0) * 10) / 10;
  });
}

/** @param {{ label: string, value: number, min: number, max: number, step?: number, onSet: (value: number) => void }} props */
function Assume({ label, value, min, max, step = 1, onSet }) {
  const id = useId();
  return html`<div class="report-pick narrow">
    <label for=${id}>${label}</label>
    <input id=${id} class="input" type="number" min=${min} max=${max} step=${step} value=${value}
      onChange=${(/** @type {any} */ event) => event.target.validity.valid && event.target.value !== "" && onSet(Number(event.target.value))} />
  </div>`;
}

/** @param {{ asked: import("./asked.js").Asked, choices: Record<string, [string, string][]> }} props */
export function Staffing({ asked, choices }) {
  const api = useApi();
  const { zone } = asked.period;
  const [day, setDay] = useState(() => later(dateIn(now(), zone), 1));
  const [assumed, setAssumed] = useState(USUAL);
  const queue = asked.filters.queue?.[0] ?? "";
  const set = (/** @type {Partial<Assumed>} */ changes) => setAssumed({ ...assumed, ...changes });
  const report = assumed.channel === "chat" ? "waits" : "volume";
  const until = dateIn(now(), zone);
  const query = new URLSearchParams({ from: later(until, -7 * WEEKS), to: until, zone, interval: "hour", group_by: "none" });
  for (const name of ["queue", "team", "brand"]) asked.filters[name]?.forEach((each) => query.append(name, each));
  const came = useFetch(`/v1/reports/${report}?${query}`);
  const start = midnight(day, zone);
  const shifts = useFetch("/v1/shifts", { from: new Date(start - 24 * HOUR).toISOString(), until: new Date(start + 24 * HOUR).toISOString(), limit: 200 });
  const team = useFetch(queue && queue !== "-" ? `/v1/queues/${queue}/board` : null);
  const demand = useMemo(() => (came.data ? demandOf(came.data.rows, day, zone) : null), [came.data, day, zone]);
  const [found, setFound] = useState(/** @type {StaffingOut | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const said = JSON.stringify([demand?.mean, assumed]);
  useEffect(() => {
    if (!demand) return undefined;
    const gone = new AbortController();
    const body = {
      arrivals_per_hour: demand.mean,
      handling_seconds: assumed.handling * 60,
      concurrency: assumed.concurrency,
      shrinkage: assumed.shrinkage / 100,
      target: { share: assumed.share / 100, within_seconds: assumed.within },
    };
    setError(null);
    api.post("/v1/queues/staffing", body, { signal: gone.signal }).then(setFound, (/** @type {unknown} */ failure) => {
      if (!gone.signal.aborted) setError(failure);
    });
    return () => gone.abort();
  }, [said]);
  const planned = useMemo(() => {
    const people = new Set((team.data?.agents ?? []).map((/** @type {any} */ each) => each.id));
    const items = (shifts.data?.items ?? []).filter((/** @type {ShiftOut} */ each) => !queue || queue === "-" || people.has(each.agent_id));
    return plannedOf(items, Array.from({ length: 24 }, (_, hour) => start + hour * HOUR));
  }, [shifts.data, team.data, start, queue]);
  const drawn = useMemo(() => {
    if (!found || !demand) return null;
    const slots = demand.hours.map((_, hour) => {
      const label = slotOf(new Date(start + hour * HOUR).toISOString(), "hour", zone).label;
      return { label, tick: `${String(hour).padStart(2, "0")}:00` };
    });
    return {
      slots,
      series: [
        { label: t("reports.staffing.needed"), values: found.hours.map((each) => each.scheduled), kind: /** @type {const} */ ("line"), step: true },
        { label: t("reports.staffing.planned"), values: planned, kind: /** @type {const} */ ("line"), step: true },
        { label: t("reports.staffing.arrivals"), values: demand.mean, kind: /** @type {const} */ ("area"), muted: true },
      ],
    };
  }, [found, demand, planned]);
  const short = found ? found.hours.filter((each, hour) => each.scheduled > planned[hour]).length : 0;
  const title = t("reports.staffing.title");
  const dayId = useId();
  return html`<section class="card report-card wide" aria-label=${title}>
    <div class="report-head"><h2>${title}</h2></div>
    <p class="muted small">${t("reports.staffing.how", { weeks: number(WEEKS) })}</p>
    <div class="toolbar">
      <div class="report-pick">
        <label for=${dayId}>${t("reports.staffing.day")}</label>
        <input id=${dayId} class="input" type="date" value=${day} onChange=${(/** @type {any} */ event) => event.target.value && setDay(event.target.value)} />
      </div>
      <div class="report-pick">
        <label for=${`${dayId}-of`}>${t("reports.staffing.of")}</label>
        <select id=${`${dayId}-of`} class="input" value=${assumed.channel} onChange=${(/** @type {any} */ event) => set({ channel: event.target.value })}>
          ${["chat", "ticket"].map((each) => html`<option value=${each} selected=${each === assumed.channel}>${t(`reports.staffing.${each}`)}</option>`)}
        </select>
      </div>
      <${Assume} label=${t("reports.staffing.handling")} value=${assumed.handling} min=${0.5} max=${1440} step=${0.5} onSet=${(/** @type {number} */ handling) => set({ handling })} />
      <${Assume} label=${t("reports.staffing.concurrency")} value=${assumed.concurrency} min=${1} max=${100} onSet=${(/** @type {number} */ concurrency) => set({ concurrency })} />
      <${Assume} label=${t("reports.staffing.share")} value=${assumed.share} min=${1} max=${100} onSet=${(/** @type {number} */ share) => set({ share })} />
      <${Assume} label=${t("reports.staffing.within")} value=${assumed.within} min=${0} max=${86400} onSet=${(/** @type {number} */ within) => set({ within })} />
      <${Assume} label=${t("reports.staffing.shrinkage")} value=${assumed.shrinkage} min=${0} max=${94} onSet=${(/** @type {number} */ shrinkage) => set({ shrinkage })} />
    </div>
    ${(error || came.error || shifts.error) && html`<${Problem} error=${error || came.error || shifts.error} />`}
    ${!drawn && !error && html`<div class="report-wait"><${Spinner} /></div>`}
    ${drawn &&
    html`<p class="report-number">
        <span>${short ? t.n("reports.staffing.short", short) : t("reports.staffing.enough")}</span>
        <span class="small muted">${queue ? (choices.queue ?? []).find(([id]) => id === queue)?.[1] : t("reports.staffing.everybody")}</span>
      </p>
      <${Chart} title=${title} head=${t("reports.when")} unit="points" height=${300} ...${drawn} />`}
  </section>`;
}
