// @ts-check
/** A monitor: what it checks and expects, tried before it is saved, what it found, and how long it has been up. */
import { html, useState } from "../../../shared/view.js";
import { number, percent, t } from "../../../shared/texts.js";
import { Badge, Button, Empty, JsonView, Problem, Spinner, When, useFetch, useList } from "../../../shared/parts.js";
import { api, attempt, ofLocale, valueText } from "../setup/base.js";
import { More } from "../setup/filters.js";
import { IMPACTS, PRIORITIES } from "../setup/vocabulary.js";
import { locale, region } from "../../../shared/texts.js";
import { useSending } from "../../../shared/sending.js";

export const UP_TONES = /** @type {Record<string, string>} */ ({ up: "ok", down: "bad", unknown: "info" });

/** What an alarm opens; alerts of other systems say the same. @type {import("../setup/fields.js").FieldDef[]} */
export const OPENS = [
  { name: "opens.incident", kind: "switch", label: "f_opens_incident" },
  { name: "opens.public", kind: "switch", label: "f_opens_public", when: (one) => one.opens?.incident },
  { name: "opens.ticket", kind: "switch", label: "f_opens_ticket" },
  { name: "opens.team_id", kind: "ref", label: "f_team", from: "/v1/teams", none: true, when: (one) => one.opens?.ticket },
  { name: "opens.priority", kind: "select", label: "f_priority", values: PRIORITIES, when: (one) => one.opens?.ticket },
];

/** The component's name for people. @param {any} one */
export const componentName = (one) => ofLocale(one.texts, locale()) || one.key;

/** @param {{item: any, reload: () => void}} props */
function Head({ item, reload }) {
  const check = () => attempt(() => api.post(`/v1/monitors/${item.id}/check`), t("setup.checked")).then(reload);
  const pause = () => attempt(() => api.patch(`/v1/monitors/${item.id}`, { paused: !item.paused }, { ifMatch: item.version }), t("setup.done")).then(reload);
  return html`<div class="stack">
    <div class="toolbar">
      <${Badge} tone=${item.paused ? "" : UP_TONES[item.status]}>${item.paused ? t("setup.paused") : valueText(item.status)}<//>
      ${item.status_since ? html`<span class="small muted"><${When} relative at=${item.status_since} /></span>` : null}
      <span class="grow"></span>
      <${Button} kind="plain" icon="play" onClick=${check}>${t("setup.check_now")}<//>
      <${Button} kind="plain" icon=${item.paused ? "play" : "pause"} onClick=${pause}>${t(item.paused ? "setup.resume" : "setup.pause")}<//>
    </div>
    ${item.last_reason ? html`<p class="setup-note">${item.last_reason}</p>` : null}
  </div>`;
}

/** The check as it is written, tried once. @param {{draft: any}} props */
function TryCheck({ draft }) {
  const [found, setFound] = useState(/** @type {any} */ (null));
  const { busy, error, send } = useSending();
  const run = () => send(async () => {
    const { kind, target, timeout_seconds, expect, headers } = SEND(draft);
    setFound(await api.post("/v1/monitors/preview", { kind, target, timeout_seconds, expect, ...(headers ? { headers } : {}) }));
  });
  return html`<section class="card stack" aria-label=${t("setup.try_check")}>
    <div class="row"><span class="grow">${t("setup.try_check_about")}</span><${Button} kind="plain" icon="play" busy=${busy} onClick=${run}>${t("setup.try_it")}<//></div>
    ${error ? html`<${Problem} error=${error} />` : null}
    ${found ? html`<p role="status"><${Badge} tone=${found.ok ? "ok" : "bad"}>${valueText(found.code)}<//> ${found.reason} ${found.ms === null ? "" : t("setup.ms", { count: number(found.ms) })}</p><${JsonView} value=${found.facts} />` : null}
  </section>`;
}

/** Empty expectations are none, nor are those of a kind that was chosen before; headers that were not typed stay. @param {any} draft */
function SEND({ headers, expect, ...rest }) {
  const asked = (/** @type {string} */ name) => MONITORS.fields?.find((field) => field.name === `expect.${name}`)?.when ?? (() => true);
  const expected = Object.fromEntries(Object.entries(expect ?? {}).filter(([name, value]) => value !== null && value !== "" && !(Array.isArray(value) && !value.length) && (!rest.kind || asked(name)(rest))));
  const sent = headers && Object.keys(headers).length && (rest.kind ?? "http") === "http";
  return { ...rest, expect: expected, ...(sent ? { headers } : {}) };
}

/** @param {{item: any}} props */
function Checks({ item }) {
  const list = useList(`/v1/monitors/${item.id}/checks`);
  return html`<div class="stack">
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="activity" title=${t("setup.no_checks")} />` : null}
    <ul class="list">${list.items.map((/** @type {any} */ one) => html`<li class="row" key=${one.id}><${Badge} tone=${one.ok ? "ok" : "bad"}>${valueText(one.code)}<//><span class="grow setup-cut">${one.reason}</span>${one.maintenance ? html`<${Badge} tone="info">${t("setup.maintenance")}<//>` : null}<span class="small muted">${one.ms === null ? "" : t("setup.ms", { count: number(one.ms) })} · <${When} at=${one.at} /></span></li>`)}</ul>
    <${More} list=${list} />
  </div>`;
}

/** @param {string} start */
function day(start) {
  return new Intl.DateTimeFormat(region(), { weekday: "short", day: "numeric", month: "short" }).format(new Date(start));
}

/** @param {{item: any}} props */
function History({ item }) {
  const found = useFetch(`/v1/monitors/${item.id}/history`, { interval: "day", zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  if (found.error) return html`<${Problem} error=${found.error} />`;
  if (!found.data) return html`<${Spinner} />`;
  const share = (/** @type {number|null} */ value) => (value === null ? "–" : percent(value, 2));
  const { total, items } = found.data;
  return html`<div class="stack">
    <dl class="setup-figures"><div><dt>${t("setup.uptime")}</dt><dd>${share(total.uptime)}</dd></div><div><dt>${t("setup.checks")}</dt><dd>${number(total.checks)}</dd></div><div><dt>${t("setup.failed_checks")}</dt><dd>${number(total.failed)}</dd></div></dl>
    <div class="setup-scroll" tabindex="0" role="region" aria-label=${t("setup.uptime")}><table class="table">
      <thead><tr><th scope="col">${t("setup.day")}</th><th scope="col">${t("setup.uptime")}</th><th scope="col">${t("setup.failed_checks")}</th></tr></thead>
      <tbody>${[...items].reverse().map((/** @type {any} */ one) => html`<tr key=${one.start}><th scope="row">${day(one.start)}</th><td>${share(one.uptime)}</td><td>${number(one.failed)} / ${number(one.checks)}</td></tr>`)}</tbody>
    </table></div>
  </div>`;
}

/** @param {string[]} kinds @returns {(one: any) => boolean} */
const of = (...kinds) => (one) => kinds.includes(one.kind);

/** @type {import("../setup/records.js").RecordsDef} */
export const MONITORS = {
  inside: true,
  path: "/v1/monitors",
  title: "mon_monitors",
  make: "new_monitor",
  called: (one) => one.name,
  needs: "monitors:write",
  note: (one) => `${one.kind} · ${one.target}`,
  columns: [
    { label: "f_status", render: (one) => html`<${Badge} tone=${one.paused ? "" : UP_TONES[one.status]}>${one.paused ? t("setup.paused") : valueText(one.status)}<//>` },
    { label: "took", numeric: true, render: (one) => (one.last_ms === null ? "–" : t("setup.ms", { count: number(one.last_ms) })) },
  ],
  filters: [{ name: "status", label: "f_status", values: ["up", "down", "unknown"] }],
  blank: {
    kind: "http", name: "", target: "", timeout_seconds: 10, expect: {}, headers: {}, interval_seconds: 60, failures_before_alarm: 3,
    successes_before_recovery: 2, quiet_seconds: 900, brand: null, component_ids: [], impact: "major", opens: { incident: true, public: false, ticket: false, team_id: null, priority: "high" },
  },
  remove: "delete",
  head: Head,
  take: (one) => ({ ...one, headers: null }),
  send: SEND,
  fields: [
    { name: "name", kind: "text", required: true },
    { name: "kind", kind: "select", values: ["http", "tcp", "dns", "tls"], only: "new", label: "f_check" },
    { name: "target", kind: "text", required: true, hint: "h_target", placeholder: "https://shop.example/health" },
    { name: "interval_seconds", kind: "seconds", label: "f_interval" },
    { name: "timeout_seconds", kind: "number", min: 0.1, max: 60, label: "f_timeout" },
    { name: "expect.keyword", kind: "text", none: true, label: "e_keyword", when: of("http", "tcp") },
    { name: "expect.keyword_absent", kind: "text", none: true, label: "e_keyword_absent", when: of("http") },
    { name: "expect.within_ms", kind: "number", label: "e_within_ms", min: 1 },
    { name: "expect.min_days", kind: "number", label: "e_min_days", min: 0, when: of("http", "tls") },
    { name: "expect.record", kind: "select", none: true, values: ["A", "AAAA", "CNAME", "MX", "NS", "TXT"], label: "e_record", when: of("dns") },
    { name: "expect.values", kind: "words", label: "e_values", when: of("dns") },
    { name: "headers", kind: "map", hint: "h_headers", add: "add_header", when: of("http") },
    { name: "failures_before_alarm", kind: "number", min: 1, max: 20 },
    { name: "successes_before_recovery", kind: "number", min: 1, max: 20 },
    { name: "quiet_seconds", kind: "seconds", label: "f_quiet", hint: "h_quiet" },
    { name: "component_ids", kind: "refs", label: "f_components", from: "/v1/components", called: componentName },
    { name: "brand", kind: "ref", from: "/v1/brands", key: "key", none: true },
    { name: "impact", kind: "select", values: IMPACTS },
    ...OPENS,
  ],
  beside: (draft, item) => html`<${TryCheck} draft=${{ kind: item?.kind, ...draft }} />`,
  tabs: [
    { key: "checks", label: "checks", render: ({ item }) => html`<${Checks} item=${item} />` },
    { key: "history", label: "uptime", render: ({ item }) => html`<${History} item=${item} />` },
  ],
};
