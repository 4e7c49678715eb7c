// @ts-check
/** What is asked of the list of tickets; all of it stands in the address, so a list can be reloaded and sent on. */
import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { api } from "../caller.js";
import { Button, Combo, Select } from "../../shared/parts.js";
import { choices, useDirectory } from "./directory.js";
import { CHANNELS, PRIORITIES, SORTS, STATUSES, channelWord, options, priorityWord, statusWord } from "./words.js";

/** @typedef {Record<string, string>} Query */

const SEVERAL = ["status", "priority", "channel", "tag"];
const ONE = ["assignee_id", "team_id", "queue_id", "brand", "sla", "tension", "spam", "requester_id", "organization_id"];
// Nothing chosen means what is still to do, and not a wall of closed tickets.
export const USUAL_STATUS = ["new", "open", "pending", "on_hold"];

/**
 * The question to the API that an address stands for. Anything that is not ours is left out: an old link never fails.
 * @param {Query} query @param {string} me
 */
export function asked(query, me) {
  /** @type {Record<string, any>} */
  const wanted = {};
  for (const name of SEVERAL) if (query[name]) wanted[name] = query[name].split(",");
  for (const name of ONE) if (query[name]) wanted[name] = query[name] === "me" ? me : query[name];
  if (query.status === "any") delete wanted.status;
  else if (!query.status) wanted.status = USUAL_STATUS;
  if (query.snoozed === "true" || query.snoozed === "false") wanted.snoozed = query.snoozed;
  wanted.sort = SORTS.includes(query.sort) ? query.sort : "-updated_at";
  return wanted;
}

/**
 * @param {{ query: Query, onChange: (change: Record<string, string | null>) => void }} props
 */
export function Filters({ query, onChange }) {
  const agents = useDirectory("agents");
  const teams = useDirectory("teams");
  const queues = useDirectory("queues");
  const one = (/** @type {string} */ name, /** @type {{ value: string, label: string }[]} */ values) => html`
    <${Select} class="auto" aria-label=${t(`inbox.column_${name}`)} value=${query[name] ?? ""}
      empty=${t(`inbox.any_${name}`)} options=${withCurrent(values, query[name])}
      onChange=${(/** @type {string | null} */ value) => onChange(
        { [name]: value },
      )} />`;
  const busy = Object.keys(query).some((name) => name !== "sort" && name !== "q");
  return html`<div class="toolbar inbox-filters" role="search" aria-label=${t("inbox.filters")}>
    ${one("status", [
      { value: "any", label: t("inbox.status_any") }, ...options(STATUSES, statusWord),
      { value: "new,open", label: t("inbox.status_new_open") },
    ])}
    ${one("priority", [...options(PRIORITIES, priorityWord), { value: "high,urgent", label: t("inbox.priority_hot") }])}
    ${one("assignee_id", [
      { value: "me", label: t("inbox.me") }, { value: "none", label: t("inbox.nobody") }, ...choices(agents),
    ])}
    ${one("team_id", choices(teams))}
    ${queues.size === 0 ? null : one("queue_id", choices(queues))}
    ${one("channel", options(CHANNELS, channelWord))}
    ${one("sla", [
      { value: "breached", label: t("inbox.sla_breached") },
      { value: "due_within:1h", label: t("inbox.sla_hour") }, { value: "due_within:1d", label: t("inbox.sla_day") },
    ])}
    <${Combo} aria-label=${t("inbox.column_tags")} multiple placeholder=${t("inbox.any_tag")}
      value=${(query.tag ?? "").split(",").filter(Boolean).map((tag) => ({ value: tag, label: tag }))}
      load=${tags} onChange=${(/** @type {{ value: string }[]} */ picked) => onChange(
        { tag: picked.map((each) => each.value).join(",") || null },
      )} />
    <span class="grow"></span>
    <${Select} class="auto" aria-label=${t("inbox.sort")} value=${query.sort ?? "-updated_at"}
      options=${SORTS.map((value) => ({ value, label: t(`inbox.sort_${value.replace("-", "down_")}`) }))}
      onChange=${(/** @type {string | null} */ value) => onChange(
        { sort: value === "-updated_at" ? null : value },
      )} />
    ${busy ? html`<${Button} kind="quiet" icon="x" onClick=${() => onChange(
      Object.fromEntries(Object.keys(query).map((name) => [name, null])),
    )}>${t("inbox.clear")}</${Button}>` : null}
  </div>`;
}

/**
 * What an address may ask for that the list does not offer is shown as it is, and not as if nothing were asked.
 * @param {{ value: string, label: string }[]} values @param {string | undefined} current
 */
function withCurrent(values, current) {
  return !current || values.some((each) => each.value === current) ? values : [...values, { value: current, label: current }];
}

/** @param {string} typed */
export async function tags(typed) {
  const found = await api.page("/v1/tags", { limit: 20, ...(typed.trim() === "" ? {} : { begins: typed.trim() }) });
  return found.items.map((/** @type {{ name: string }} */ each) => ({ value: each.name, label: each.name }));
}
