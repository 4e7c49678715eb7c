// @ts-check
/** Reports that go out by mail: which, when and to whom, what was sent, and the same made and changed. */
import { Badge, Button, Dialog, Empty, Problem, Spinner, Switch, confirm, toast, useApi, useList } from "../../shared/parts.js";
import { t, when } from "../../shared/texts.js";
import { html, useState } from "../../shared/view.js";
import { lineOf } from "../../shared/refusals.js";
import { useSending } from "../../shared/sending.js";
import { reportTitle } from "./card.js";
import { ScheduleForm } from "./schedule-form.js";
import { weekdayName } from "./weekdays.js";

/** @typedef {import("api").components["schemas"]["ReportScheduleOut"]} Schedule */
/** @typedef {import("api").components["schemas"]["ReportRunOut"]} Run */

/** @param {Schedule} schedule */
function rhythm({ every, weekday, day, at, zone }) {
  return t(`reports.mail.every_${every}`, { weekday: weekdayName(weekday), day, at, zone });
}

/** @param {{ schedule: Schedule, onClose: () => void }} props */
function Runs({ schedule, onClose }) {
  const list = useList(`/v1/report-schedules/${schedule.id}/runs`, { limit: 20 });
  return html`<${Dialog} title=${t("reports.mail.runs", { name: schedule.name })} onClose=${onClose}>
    ${list.error && html`<${Problem} error=${list.error} />`}
    ${!list.loading && !list.items.length && html`<p class="muted">${t("reports.mail.no_runs")}</p>`}
    <ul class="list report-list">
      ${list.items.map(
        (/** @type {Run} */ run) => html`<li key=${run.id}>
          <div>${when(run.at)} <${Badge} tone=${run.outcome === "sent" ? "ok" : "bad"}>${t(`reports.mail.outcome_${run.outcome}`)}<//></div>
          <div class="small muted">
            ${when(run.period_from)} – ${when(run.period_to)} · ${t.n("reports.mail.mails", run.recipients)}
            ${run.missed > 0 && html` · ${t.n("reports.mail.missed", run.missed)}`} ${run.error}
          </div>
        </li>`,
      )}
    </ul>
    ${list.loading && html`<${Spinner} />`} ${!list.done && !list.loading && html`<${Button} onClick=${list.more}>${t("reports.more")}<//>`}
  <//>`;
}

/** @param {{ schedule: Schedule, changed: () => void, edit: () => void, look: () => void }} props */
function Row({ schedule, changed, edit, look }) {
  const api = useApi();
  const { busy, send } = useSending((problem) => toast(lineOf(problem), { tone: "bad" }));
  const path = `/v1/report-schedules/${schedule.id}`;
  /** @param {() => Promise<unknown>} act @param {string} [said] */
  const doing = (act, said) => send(async () => {
    await act();
    if (said) toast(said, { tone: "ok" });
    changed();
  });
  const remove = async () => {
    if (await confirm(t("reports.mail.sure", { name: schedule.name }), { danger: true, action: t("reports.mail.remove") })) {
      await doing(() => api.delete(path, { ifMatch: schedule.version }));
    }
  };
  const people = schedule.recipients.agent_ids.length + schedule.recipients.addresses.length;
  return html`<li>
    <div class="report-schedule">
      <div class="grow">
        <b dir="auto">${schedule.name}</b>
        <div class="small muted">${reportTitle(schedule.report)} · ${t(`reports.mail.period_${schedule.period}`)} · ${t.n("reports.people", people)}</div>
        <div class="small muted">${rhythm(schedule)}</div>
        ${schedule.next_at && html`<div class="small">${t("reports.mail.next", { when: when(schedule.next_at) })}</div>`}
        ${schedule.stopped_because && html`<${Badge} tone="bad">${t(`reports.mail.stopped_${schedule.stopped_because}`)}<//>`}
      </div>
      <${Switch} label=${t("reports.mail.active")} checked=${schedule.active} disabled=${busy}
        onChange=${(/** @type {boolean} */ active) => doing(() => api.change(path, { active }, schedule))} />
      <div class="row"><${Button} small onClick=${edit} disabled=${busy}>${t("reports.mail.edit")}<//>
      <${Button} small disabled=${busy} onClick=${() => doing(() => api.post(`${path}/send-now`), t("reports.mail.on_its_way"))}>${t("reports.mail.send_now")}<//>
      <${Button} small onClick=${look}>${t("reports.mail.history")}<//>
      <${Button} small kind="danger" onClick=${remove} disabled=${busy}>${t("reports.mail.remove")}<//></div>
    </div>
  </li>`;
}

/** @param {{ choices: Record<string, [string, string][]> }} props */
export function Schedules({ choices }) {
  const list = useList("/v1/report-schedules", { limit: 50 });
  const [editing, setEditing] = useState(/** @type {Schedule | "new" | null} */ (null));
  const [looking, setLooking] = useState(/** @type {Schedule | null} */ (null));
  const saved = () => {
    setEditing(null);
    void list.reload();
  };
  return html`<section class="card report-card wide" aria-label=${t("reports.tab.mail")}>
    <div class="report-head">
      <h2>${t("reports.mail.title")}</h2>
      <${Button} kind="primary" icon="plus" onClick=${() => setEditing("new")}>${t("reports.mail.new")}<//>
    </div>
    <p class="muted small">${t("reports.mail.how")}</p>
    ${list.error && html`<${Problem} error=${list.error} onRetry=${list.reload} />`}
    ${!list.loading && !list.error && !list.items.length && html`<${Empty} icon="mail" title=${t("reports.mail.nothing")} />`}
    <ul class="list report-list">
      ${list.items.map(
        (/** @type {Schedule} */ each) => html`<${Row} key=${each.id} schedule=${each} changed=${list.reload} edit=${() => setEditing(each)} look=${() => setLooking(each)} />`,
      )}
    </ul>
    ${list.loading && html`<${Spinner} />`} ${!list.done && !list.loading && html`<${Button} onClick=${list.more}>${t("reports.more")}<//>`}
    ${editing && html`<${ScheduleForm} schedule=${editing === "new" ? null : editing} choices=${choices} onClose=${() => setEditing(null)} onSaved=${saved} />`}
    ${looking && html`<${Runs} schedule=${looking} onClose=${() => setLooking(null)} />`}
  </section>`;
}
