// @ts-check
/** What reports are asked: period, zone, hours, the period before, and filters, all kept in the address of the page. */
import { useFetch } from "../../shared/parts.js";
import { navigate } from "../../shared/router.js";
import { t, word } from "../../shared/texts.js";
import { html, useId, useState } from "../../shared/view.js";
import { useAddress } from "./address.js";
import { changed, DIMENSIONS } from "./asked.js";
import { isZone, later, NAMES, spelled } from "./period.js";

/** @typedef {import("./asked.js").Asked} Asked */
/** @typedef {[string, string]} Choice A value and what it is called. */

/** Changes the address: what is asked stands in it. */
function useChange() {
  const { path, query } = useAddress();
  return (/** @type {Record<string, string | string[] | null>} */ changes) =>
    navigate(path + changed(query, changes), { replace: true });
}

/** @param {{ label: string, value: string, choices: Choice[], onPick: (value: string) => void }} props */
function Pick({ label, value, choices, onPick }) {
  const id = useId();
  return html`<div class="report-pick">
    <label for=${id}>${label}</label>
    <select id=${id} class="input" value=${value} onChange=${(/** @type {any} */ event) => onPick(event.target.value)}>
      ${choices.map(([key, name]) => html`<option value=${key} selected=${key === value}>${name}</option>`)}
    </select>
  </div>`;
}

/** @param {{ label: string, value: string, most?: string, onPick: (value: string) => void }} props */
function Day({ label, value, most, onPick }) {
  const id = useId();
  return html`<div class="report-pick">
    <label for=${id}>${label}</label>
    <input id=${id} class="input" type="date" value=${value} max=${most} onChange=${(/** @type {any} */ event) => event.target.value && onPick(event.target.value)} />
  </div>`;
}

/** @param {{ label: string, on: boolean, onFlip: (on: boolean) => void }} props */
function Flip({ label, on, onFlip }) {
  return html`<label class="report-flip">
    <input type="checkbox" checked=${on} onChange=${(/** @type {any} */ event) => onFlip(event.target.checked)} />
    ${label}
  </label>`;
}

/** A zone: typed or picked. Browsers know over four hundred: they are listed once somebody looks for one. @param {{ value: string, onPick: (zone: string) => void }} props */
function Zone({ value, onPick }) {
  const id = useId();
  const [looked, setLooked] = useState(false);
  const all = looked && Intl.supportedValuesOf ? ["UTC", ...Intl.supportedValuesOf("timeZone")] : [];
  const typed = (/** @type {any} */ event) => {
    const zone = event.target.value.trim();
    if (isZone(zone)) onPick(zone);
    else event.target.value = value;
  };
  return html`<div class="report-pick">
    <label for=${id}>${t("reports.zone")}</label>
    <input id=${id} class="input" list=${`${id}-all`} value=${value} onFocus=${() => setLooked(true)} onChange=${typed} />
    <datalist id=${`${id}-all`}>${all.map((each) => html`<option value=${each}></option>`)}</datalist>
  </div>`;
}

/** @param {string | null} path @returns {any[]} The first page is enough for a filter: whoever has more of them types an id. */
function useNames(path) {
  return useFetch(path, { limit: 200 }).data?.items ?? [];
}

/**
 * What there is to filter by.
 * @returns {Record<string, Choice[]>}
 */
export function useChoices() {
  /** @param {any[]} items @param {string} [key] @returns {Choice[]} */
  const named = (items, key = "id") => items.map((each) => [each[key], each.name]);
  const [teams, queues, agents] = [useNames("/v1/teams"), useNames("/v1/queues"), useNames("/v1/agents")];
  const [brands, topics] = [useNames("/v1/brands"), useNames("/v1/topics")];
  /** @param {string} dimension @param {string[]} keys @returns {Choice[]} */
  const fixed = (dimension, keys) => keys.map((key) => [key, word(dimension, key)]);
  return {
    team: named(teams),
    queue: named(queues),
    agent: named(agents),
    brand: named(brands, "key"),
    channel: fixed("channel", CHANNELS),
    priority: fixed("priority", ["low", "normal", "high", "urgent"]),
    topic: topics.flatMap((each) => [[`${each.path}/*`, each.path]]),
    type: fixed("type", ["question", "incident", "problem", "task", "request", "feedback"]),
  };
}

/** Where tickets come from. */
export const CHANNELS = ["email", "chat", "web", "form", "api", "phone", "telegram", "whatsapp", "vk", "custom", "webhook", "agent"];

/** @param {{ asked: Asked, choices: Record<string, Choice[]> }} props */
function Filters({ asked, choices }) {
  const change = useChange();
  const left = DIMENSIONS.filter((each) => choices[each]?.length);
  return html`<div class="report-filters">
    ${left.map((name) => {
      const chosen = asked.filters[name] ?? [];
      /** @type {Choice[]} */
      const all = [["", t(`reports.any.${name}`)], ...choices[name], ["-", t("reports.without")]];
      const known = all.some(([key]) => key === chosen[0]);
      const shown = /** @type {Choice[]} */ (chosen.length && !known ? [...all, [chosen[0], chosen[0]]] : all);
      return html`<${Pick} key=${name} label=${t(`reports.by.${name}`)} value=${chosen[0] ?? ""} choices=${shown} onPick=${(/** @type {string} */ value) => change({ [name]: value || null })} />`;
    })}
    ${Object.keys(asked.filters).length > 0 &&
    html`<button type="button" class="button" onClick=${() => change(Object.fromEntries(DIMENSIONS.map((each) => [each, null])))}>
      ${t("reports.clear")}
    </button>`}
  </div>`;
}

/**
 * @param {{ asked: Asked, choices: Record<string, Choice[]>, without?: string[] }} props `without`: what has no say here:
 *   `period`, `interval`, `hours` and `compare`.
 */
export function ReportToolbar({ asked, choices, without = [] }) {
  const change = useChange();
  const { period } = asked;
  const last = later(period.to, -1);
  const pick = (/** @type {string} */ name) => {
    const days = name === "custom" ? { from: period.from, to: last } : { from: null, to: null };
    change({ period: name, ...days });
  };
  const active = Object.keys(asked.filters).length;
  return html`<div class="toolbar report-toolbar" role="group" aria-label=${t("reports.asked")}>
    ${!without.includes("period") && html`<${Pick} label=${t("reports.period")} value=${period.name} choices=${NAMES.map((each) => [each, t(`reports.period.${each}`)])} onPick=${pick} />`}
    ${period.name === "custom" && !without.includes("period") &&
    html`<${Day} label=${t("reports.from")} value=${period.from} most=${last} onPick=${(/** @type {string} */ from) => change({ from })} />
      <${Day} label=${t("reports.to")} value=${last} onPick=${(/** @type {string} */ to) => change({ to })} />`}
    ${!without.includes("interval") && html`<${Pick} label=${t("reports.interval")} value=${period.interval} choices=${["hour", "day", "week"].map((each) => [each, t(`reports.interval.${each}`)])} onPick=${(/** @type {string} */ interval) => change({ interval })} />`}
    <${Zone} value=${period.zone} onPick=${(/** @type {string} */ zone) => change({ zone })} />
    ${!without.includes("hours") && html`<${Flip} label=${t("reports.business")} on=${asked.hours === "business"} onFlip=${(/** @type {boolean} */ on) => change({ hours: on ? "business" : null })} />`}
    ${!without.includes("compare") && html`<${Flip} label=${t("reports.compare")} on=${asked.compare} onFlip=${(/** @type {boolean} */ on) => change({ compare: on ? "1" : null })} />`}
    <details class="report-more" open=${active > 0}>
      <summary>${t("reports.filters")} ${active > 0 && html`<span class="badge info">${active}</span>`}</summary>
      <${Filters} asked=${asked} choices=${choices} />
    </details>
    ${!without.includes("period") && html`<p class="muted small report-period">${spelled(period)}</p>`}
  </div>`;
}
