// @ts-check
/** The ticket's own fields, changed in place. */
import { html } from "../../../shared/view.js";
import { Combo, Field, Select, useFetch } from "../../../shared/parts.js";
import { t } from "../../../shared/texts.js";
import { api } from "../desk.js";
import { PRIORITIES, STATUSES, TYPES, choices, labelOf } from "../words.js";
import { CustomFields } from "./custom-fields.js";
import { useChosen } from "../../use-chosen.js";

/** @typedef {import("./panel.js").Panelled} Panelled */
/** @typedef {import("api").components["schemas"]["TopicOut"]} TopicOut */

/** @param {Panelled} props */
export function Fields({ ticket, directory, change }) {
  const set = (/** @type {string} */ name) => (/** @type {string | null} */ value) => void change({ [name]: value });
  const topics = useFetch("/v1/topics", { limit: 200 });
  const agents = directory.agents.filter((each) => each.active || each.id === ticket.assignee_id);
  const named = (/** @type {import("../directory.js").Named[]} */ all) => all.map(({ id, name }) => ({ value: id, label: name }));
  // A status that nobody sets by hand is shown, and not offered.
  const statuses = STATUSES.includes(ticket.status) ? STATUSES : [...STATUSES, ticket.status];
  return html`
    <div class="stack">
      <${Field} label=${t("thread.field.status")}>
        <${Select} value=${ticket.status} options=${choices("status", statuses)} onChange=${set("status")} /><//>
      <${Field} label=${t("thread.field.priority")}>
        <${Select} value=${ticket.priority} options=${choices("priority", PRIORITIES)} onChange=${set("priority")} /><//>
      <${Field} label=${t("thread.field.type")}>
        <${Select} value=${ticket.type} options=${choices("type", TYPES)} onChange=${set("type")} /><//>
      <${Field} label=${t("thread.field.topic")}>
        <${Select} value=${ticket.topic} empty="–" onChange=${set("topic")}
          options=${topicChoices(topics.data?.items ?? [], ticket.topic)} /><//>
      <${Field} label=${t("thread.field.assignee_id")}>
        <${Select} value=${ticket.assignee_id} empty=${t("thread.nobody")} options=${named(agents)}
          onChange=${set("assignee_id")} /><//>
      <${Field} label=${t("thread.field.team_id")}>
        <${Select} value=${ticket.team_id} empty="–" onChange=${set("team_id")}
          options=${named(directory.teams.filter((each) => each.active || each.id === ticket.team_id))} /><//>
      <${Tags} ticket=${ticket} change=${change} />
      <${CustomFields} ticket=${ticket} change=${change} directory=${directory} />
    </div>`;
}

/** @param {TopicOut[]} topics @param {string | null} current */
function topicChoices(topics, current) {
  const all = topics.filter((each) => !each.archived).map((each) => ({
    value: each.path, label: `${"– ".repeat(each.path.split("/").length - 1)}${labelOf(each.labels, each.path)}` }));
  if (current && !all.some((each) => each.value === current)) all.push({ value: current, label: current });
  return all;
}

/** Tags: each change is sent at once, and over a slow line several are on their way.
 * @param {{ ticket: Panelled["ticket"], change: Panelled["change"] }} props */
function Tags({ ticket, change }) {
  const [tags, put] = useChosen(ticket.tags, (next) => change({ tags: next }));
  const item = (/** @type {string} */ tag) => ({ value: tag, label: tag });
  const save = (/** @type {{ value: string }[]} */ items) => put(items.map((each) => each.value));
  return html`
    <${Field} label=${t("thread.field.tags")}>
      <${Combo} multiple create value=${tags.map(item)} onChange=${save} placeholder=${t("thread.add_tag")}
        load=${async (/** @type {string} */ query) => (await suggestions(query)).map(item)} /><//>`;
}

/** Tags of tickets that were worked on lately. @param {string} query @returns {Promise<string[]>} */
async function suggestions(query) {
  const { items } = await api.get("/v1/tickets", { limit: 50, sort: "-updated_at" });
  const all = new Set(items.flatMap((/** @type {Panelled["ticket"]} */ each) => each.tags));
  return [...all].filter((each) => each.includes(query.toLowerCase())).slice(0, 10);
}
