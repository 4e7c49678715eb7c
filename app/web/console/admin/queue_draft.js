// @ts-check
/** What of a queue is written in its form: of a new one, and of one that is there. */

const PARTS = /** @type {const} */ ([
  "name", "enabled", "calendar_id", "conditions", "team_ids", "overflow", "skills", "languages", "language_drop_after_seconds",
  "selection", "prefer_last_agent", "auto_accept", "offer_seconds", "wrap_up_seconds", "when_closed", "handover_text",
]);

/** What a new queue begins with, as the desk does. */
export const BLANK = {
  name: "", enabled: true, calendar_id: null, conditions: { all: [], any: [] }, team_ids: [], overflow: [], skills: [],
  languages: "preferred", language_drop_after_seconds: 120, selection: "least_loaded", prefer_last_agent: false, auto_accept: false,
  offer_seconds: null, wrap_up_seconds: 0, when_closed: { do: "wait", queue_id: null, text: {} }, handover_text: {},
};

/** @param {any} item */
export function queueDraft(item) {
  return Object.fromEntries(PARTS.map((part) => [part, item[part]]));
}
