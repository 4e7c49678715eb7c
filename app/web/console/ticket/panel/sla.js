// @ts-check
/** What was promised for a ticket: each clock, what is left of it, and why it stands where it does. */
import { html } from "../../../shared/view.js";
import { Badge, Countdown, Empty, Problem, Spinner } from "../../../shared/parts.js";
import { duration, locale, t, when } from "../../../shared/texts.js";
import { valueName } from "../words.js";
import { usePart } from "./use-part.js";

/** @typedef {import("api").components["schemas"]["ClockOut"]} ClockOut */

/** @param {ClockOut} clock */
function tone(clock) {
  if (clock.breached_at) return "bad";
  return { running: "info", paused: "", fulfilled: "ok", cancelled: "" }[clock.state];
}

/** @param {import("./panel.js").Panelled} props */
export function Sla({ ticket, turn }) {
  const { data, error } = usePart(`/v1/tickets/${ticket.id}/sla`, turn, { language: locale() });
  if (error) return html`<${Problem} error=${error} />`;
  if (!data) return html`<${Spinner} />`;
  if (!data.clocks.length) return html`<${Empty} icon="timer" title=${t("thread.sla.none")} />`;
  return html`
    <ul class="clocks">${data.clocks.map((/** @type {ClockOut} */ clock) => html`
      <li key=${`${clock.metric} ${clock.number}`}>
        <div class="row"><strong class="grow">${valueName("metric", clock.metric)}</strong>
          <${Badge} tone=${tone(clock)}>${t(clock.breached_at ? "thread.sla.breached" : `thread.sla.${clock.state}`)}<//></div>
        <p class="small muted row">
          ${clock.state === "running" && clock.due_at && html`<${Countdown} to=${clock.due_at} />`}
          ${clock.state === "paused" && t("thread.sla.left", { time: duration(clock.remaining_seconds) })}
          <span>${t("thread.sla.target", { time: duration(clock.target_seconds) })}</span>
          ${clock.due_at && html`<span>${t("thread.sla.due", { at: when(clock.due_at) })}</span>`}</p>
        <details class="small"><summary>${t("thread.why")}</summary>
          <p>${clock.policy_name}</p>
          <ul>${clock.sentences.map((/** @type {string} */ each, /** @type {number} */ index) => html`<li key=${index}>${each}</li>`)}</ul>
        </details>
      </li>`)}</ul>
    ${data.clocks_left_off > 0 && html`<p class="small muted">${t.n("thread.sla.left_off", data.clocks_left_off)}</p>`}`;
}
