// @ts-check
/** A report by mail, made or changed. */
import { Button, Combo, Dialog, Field, Input, Problem, Select, TextArea, useApi, useFetch } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { html, useState } from "../../shared/view.js";
import { useSending } from "../../shared/sending.js";
import { reportTitle } from "./card.js";
import { zoneOr } from "./period.js";
import { weekdayName } from "./weekdays.js";

/**
 * @typedef {import("api").components["schemas"]["ReportScheduleOut"]} Schedule
 * @typedef {import("api").components["schemas"]["ReportDefinition"]} Definition
 * @typedef {{ name: string, report: string, interval: string, group_by: string, hours: string, period: string, every: string,
 *   weekday: number, day: number, at: string, zone: string, agents: string[], addresses: string }} Draft
 */

const PERIODS = ["yesterday", "last_7_days", "last_week", "last_30_days", "last_month"];
const DAYS = 31;

/** @param {Schedule | null} schedule @returns {Draft} */
function draftOf(schedule) {
  return {
    name: schedule?.name ?? "",
    report: schedule?.report ?? "volume",
    interval: schedule?.parameters.interval ?? "day",
    group_by: schedule?.parameters.group_by ?? "none",
    hours: schedule?.parameters.hours ?? "calendar",
    period: schedule?.period ?? "last_week",
    every: schedule?.every ?? "week",
    weekday: schedule?.weekday ?? 1,
    day: schedule?.day ?? 1,
    at: schedule?.at ?? "08:00",
    zone: schedule?.zone ?? zoneOr(null),
    agents: schedule?.recipients.agent_ids ?? [],
    addresses: (schedule?.recipients.addresses ?? []).join("\n"),
  };
}

/** @param {Draft} draft @param {Schedule | null} schedule */
function bodyOf(draft, schedule) {
  const { name, report, interval, group_by, hours, period, every, weekday, day, at, zone, agents, addresses } = draft;
  return {
    name, report, period, every, weekday, day, at, zone,
    // Filters are not edited here; whoever made them with a program keeps them.
    parameters: { interval, group_by, hours, filters: schedule?.report === report ? schedule.parameters.filters : {} },
    recipients: { agent_ids: agents, addresses: addresses.split(/[\s,;]+/).filter(Boolean) },
  };
}

/** @param {string[]} keys @param {(key: string) => string} name */
function options(keys, name) {
  return keys.map((value) => ({ value, label: name(value) }));
}

/** @param {{ schedule: Schedule | null, choices: Record<string, [string, string][]>, onClose: () => void, onSaved: () => void }} props */
export function ScheduleForm({ schedule, choices, onClose, onSaved }) {
  const api = useApi();
  const [draft, setDraft] = useState(() => draftOf(schedule));
  const { busy, error, send } = useSending();
  const list = useFetch("/v1/reports");
  /** @type {Definition[]} */
  const all = list.data?.items ?? [];
  const chosen = all.find((each) => each.name === draft.report);
  const set = (/** @type {Partial<Draft>} */ changes) => setDraft({ ...draft, ...changes });
  /** @param {keyof Draft} name */
  const to = (name) => (/** @type {any} */ value) => set({ [name]: value });
  const save = () => send(async () => {
    const body = bodyOf(draft, schedule);
    if (schedule) await api.change(`/v1/report-schedules/${schedule.id}`, body, schedule);
    else await api.post("/v1/report-schedules", body);
    onSaved();
  });
  const people = (choices.agent ?? []).map(([value, label]) => ({ value, label }));
  const find = async (/** @type {string} */ text) => people.filter((each) => each.label.toLowerCase().includes(text.toLowerCase()));
  const chosenPeople = draft.agents.map((value) => people.find((each) => each.value === value) ?? { value, label: value });
  const wrong = (/** @type {string} */ member) => error?.at?.(member);
  const complete = draft.name.trim() && draft.at && draft.zone && (draft.agents.length || draft.addresses.trim());
  const actions = html`<${Button} onClick=${onClose}>${t("common.cancel")}<//>
    <${Button} kind="primary" busy=${busy} disabled=${!complete} onClick=${save}>${t("common.save")}<//>`;
  return html`<${Dialog} wide title=${t(schedule ? "reports.mail.change" : "reports.mail.new")} onClose=${onClose} actions=${actions}>
    <${Problem} error=${error} />
    <${Field} label=${t("reports.mail.name")} error=${wrong("name")} hint=${t("reports.mail.name_hint")} required>
      <${Input} value=${draft.name} maxlength="200" onInput=${to("name")} />
    <//>
    <div class="form-grid">
      <${Field} label=${t("reports.report")}>
        <${Select} value=${draft.report} options=${all.map((each) => ({ value: each.name, label: reportTitle(each.name, each.title) }))}
          onChange=${(/** @type {string} */ report) => set({ report, group_by: "none", hours: "calendar" })} />
      <//>
      <${Field} label=${t("reports.period")}><${Select} value=${draft.period} options=${options(PERIODS, (each) => t(`reports.mail.period_${each}`))} onChange=${to("period")} /><//>
      <${Field} label=${t("reports.interval")}>
        <${Select} value=${draft.interval} options=${options(chosen?.intervals ?? ["none"], (each) => t(`reports.interval.${each}`))} onChange=${to("interval")} />
      <//>
      <${Field} label=${t("reports.group_by")}>
        <${Select} value=${draft.group_by} options=${options(chosen?.group_by ?? ["none"], (each) => t(`reports.by.${each}`))} onChange=${to("group_by")} />
      <//>
      ${chosen?.business_hours &&
      html`<${Field} label=${t("reports.mail.hours")}>
        <${Select} value=${draft.hours} options=${options(["calendar", "business"], (each) => t(`reports.mail.hours_${each}`))} onChange=${to("hours")} />
      <//>`}
      <${Field} label=${t("reports.mail.every")}><${Select} value=${draft.every} options=${options(["day", "week", "month"], (each) => t(`reports.interval.${each}`))} onChange=${to("every")} /><//>
      ${draft.every === "week" &&
      html`<${Field} label=${t("reports.mail.weekday")}>
        <${Select} value=${String(draft.weekday)} options=${["1", "2", "3", "4", "5", "6", "7"].map((value) => ({ value, label: weekdayName(Number(value)) }))}
          onChange=${(/** @type {string} */ value) => set({ weekday: Number(value) })} />
      <//>`}
      ${draft.every === "month" &&
      html`<${Field} label=${t("reports.mail.day")} hint=${t("reports.mail.day_hint")}>
        <${Select} value=${String(draft.day)} options=${Array.from({ length: DAYS }, (_, place) => String(place + 1))}
          onChange=${(/** @type {string} */ value) => set({ day: Number(value) })} />
      <//>`}
      <${Field} label=${t("reports.mail.at")} error=${wrong("at")}><${Input} type="time" value=${draft.at} onInput=${to("at")} /><//>
      <${Field} label=${t("reports.zone")} error=${wrong("zone")}><${Input} value=${draft.zone} onInput=${to("zone")} /><//>
    </div>
    <${Field} label=${t("reports.mail.agents")} error=${wrong("recipients/agent_ids")}>
      <${Combo} multiple known=${people.length} load=${find} value=${chosenPeople} onChange=${(/** @type {{ value: string }[]} */ items) => set({ agents: items.map((each) => each.value) })} />
    <//>
    <${Field} label=${t("reports.mail.addresses")} hint=${t("reports.mail.addresses_hint")} error=${wrong("recipients/addresses")}>
      <${TextArea} value=${draft.addresses} rows="2" onInput=${to("addresses")} />
    <//>
  <//>`;
}
