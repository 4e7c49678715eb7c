// @ts-check
/** What sets an automation off: something happened, or its time has come. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Fields } from "../setup/fields.js";
import { PickWords } from "../setup/pick.js";
import { within } from "../setup/lists.js";
import { EVENT_TYPES, FACTS } from "../setup/vocabulary.js";

/** @typedef {import("../setup/fields.js").FieldDef} FieldDef */

/** @type {FieldDef[]} */
const EVENT = [
  { name: "types", kind: "own", label: "f_events", own: (props) => html`<${PickWords} ...${props} values=${EVENT_TYPES} />` },
  { name: "actors", kind: "checks", values: ["agent", "customer", "partner", "system"], hint: "h_actors" },
  {
    name: "changed",
    kind: "rows",
    label: "f_changed",
    add: "add_changed",
    hint: "h_changed",
    blank: { field: "status", was: [], to: [] },
    fields: [
      { name: "field", kind: "text", label: "f_field", placeholder: "status, priority, custom_fields.region" },
      { name: "was", kind: "words", label: "f_was", hint: "h_any" },
      { name: "to", kind: "words", label: "f_to", hint: "h_any" },
    ],
  },
];
/** @type {FieldDef[]} */
const TIME = [
  { name: "fact", kind: "select", values: FACTS },
  { name: "field", kind: "ref", from: "/v1/fields", key: "key", called: (one) => one.key, when: (trigger) => trigger.fact === "custom_field" },
  { name: "after_seconds", kind: "seconds", label: "f_after", hint: "h_after", when: (trigger) => trigger.before_seconds === null || trigger.before_seconds === undefined },
  { name: "before_seconds", kind: "seconds", label: "f_before", when: (trigger) => trigger.after_seconds === null || trigger.after_seconds === undefined },
  { name: "calendar_id", kind: "ref", label: "f_calendar", from: "/v1/calendars", none: true, hint: "h_open_hours" },
  { name: "when_snoozed", kind: "switch", hint: "h_when_snoozed" },
];
const BLANKS = /** @type {Record<string, any>} */ ({
  event: { kind: "event", types: ["ticket.created"], actors: [], changed: [] },
  time: { kind: "time", fact: "status_since", after_seconds: 172800, before_seconds: null, calendar_id: null, when_snoozed: false },
});

/** @param {{value: any, onValue: (value: any) => void, errors?: Record<string, string>}} props */
export function Trigger({ value, onValue, errors = {} }) {
  const choose = (/** @type {string} */ kind) => kind !== value.kind && onValue(structuredClone(BLANKS[kind]));
  return html`<fieldset class="setup-group">
    <legend>${t("setup.f_trigger")}</legend>
    <div class="row" role="radiogroup" aria-label=${t("setup.f_trigger")}>
      ${Object.keys(BLANKS).map((kind) => html`<label class="setup-check" key=${kind}><input type="radio" name="trigger" checked=${value.kind === kind} onChange=${() => choose(kind)} /> ${t(`setup.trigger_${kind}`)}</label>`)}
    </div>
    <${Fields} key=${value.kind} defs=${value.kind === "time" ? TIME : EVENT} value=${value} onValue=${onValue} errors=${within(errors, "trigger")} />
  </fieldset>`;
}
