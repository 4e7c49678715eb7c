// @ts-check
/** The webhooks of the desk: whom it tells what, how each is doing, what was sent and what was answered. */
import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Badge, Button, Countdown, When } from "../../shared/parts.js";
import { api, attempt } from "./setup/base.js";
import { EVENT_GROUPS } from "./setup/vocabulary.js";
import { Records } from "./setup/records.js";
import { Deliveries } from "./webhooks/deliveries.js";
import { EventPatterns } from "./webhooks/events.js";
import { ReplayRange } from "./webhooks/replay.js";

/** @typedef {import("api").components["schemas"]["WebhookOut"]} WebhookOut */

/** @param {WebhookOut} hook what a person must know of it first */
function toneOf(hook) {
  if (!hook.enabled) return hook.disabled_because === "admin" ? "info" : "bad";
  return hook.failures > 0 ? "warn" : "ok";
}

/** @param {WebhookOut} hook */
function stateText(hook) {
  if (!hook.enabled) return t(`setup.webhook_off_${hook.disabled_because ?? "admin"}`);
  return hook.failures > 0 ? t.n("setup.webhook_failing", hook.failures) : t("setup.webhook_on");
}

/** @param {{item: WebhookOut, reload: () => void, show: (secrets: {label: string, value: string}[]) => void}} props */
function Head({ item, reload, show }) {
  const path = `/v1/webhooks/${item.id}`;
  const test = () => attempt(() => api.post(`${path}/test`), t("setup.webhook_tested")).then(reload);
  const rotate = async () => {
    const made = await attempt(() => api.post(`${path}/rotate-secret`, {}));
    if (made) show([{ label: t("setup.f_secret"), value: made.secret }]);
    reload();
  };
  const enable = () => attempt(() => api.patch(path, { enabled: true }, { ifMatch: item.version }), t("setup.done")).then(reload);
  return html`<div class="stack">
    <div class="row">
      <${Badge} tone=${toneOf(item)}>${stateText(item)}<//>
      ${item.failing_since ? html`<span class="small muted">${t("setup.failing_since")} <${When} at=${item.failing_since} /></span>` : null}
      ${item.paused_until ? html`<span class="small muted">${t("setup.next_try")} <${Countdown} to=${item.paused_until} /></span>` : null}
    </div>
    ${item.enabled || item.disabled_because === "admin" ? null : html`<p class="setup-note">${t(`setup.webhook_why_${item.disabled_because}`)}</p>`}
    ${item.previous_secret_until ? html`<p class="small muted">${t("setup.old_secret_until")} <${When} at=${item.previous_secret_until} /></p>` : null}
    <div class="toolbar">
      <${Button} kind="plain" icon="send" onClick=${test} disabled=${!item.enabled}>${t("setup.send_test")}<//>
      <${Button} kind="plain" icon="key" onClick=${rotate}>${t("setup.rotate_secret")}<//>
      ${item.enabled ? null : html`<${Button} kind="primary" onClick=${enable}>${t("setup.switch_on")}<//>`}
    </div>
  </div>`;
}

/** @type {import("./setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/webhooks",
  title: "webhooks",
  about: "webhooks_about",
  make: "new_webhook",
  called: (hook) => hook.description || hook.url,
  note: (hook) => hook.url,
  columns: [
    { label: "f_events", render: (hook) => hook.events.join(", ") },
    { label: "f_state", render: (hook) => html`<${Badge} tone=${toneOf(hook)}>${stateText(hook)}<//>` },
  ],
  secrets: (made) => [{ label: t("setup.f_secret"), value: made.secret }],
  blank: { url: "", description: null, events: ["ticket.*"], conditions: { brands: [], team_ids: [], source_ids: [] }, audience: "desk", with_ticket: false, headers: {}, enabled: true },
  remove: "delete",
  // The values of headers are never answered: what is not typed anew stays as it is.
  take: (hook) => ({ ...hook, headers: null }),
  send: (draft) => Object.fromEntries(Object.entries(draft).filter(([name, value]) => !(name === "headers" && (value === null || !Object.keys(value).length)))),
  fields: [
    { name: "url", kind: "text", required: true, placeholder: "https://" },
    { name: "description", kind: "text", none: true },
    { name: "events", kind: "own", label: "f_events", hint: "h_events", own: (props) => html`<${EventPatterns} ...${props} groups=${EVENT_GROUPS} />` },
    { name: "audience", kind: "select", values: ["desk", "partner"], hint: "h_audience" },
    { name: "with_ticket", kind: "switch", hint: "h_with_ticket" },
    { name: "headers", kind: "map", hint: "h_headers", add: "add_header" },
    { name: "conditions.brands", kind: "refs", from: "/v1/brands", key: "key", hint: "h_only_these" },
    { name: "conditions.team_ids", kind: "refs", label: "f_teams", from: "/v1/teams" },
    { name: "conditions.source_ids", kind: "refs", label: "f_sources", from: "/v1/sources" },
    { name: "enabled", kind: "switch" },
  ],
  head: Head,
  tabs: [
    { key: "deliveries", label: "deliveries", render: ({ item, reload }) => html`<${Deliveries} hook=${item} reload=${reload} />` },
    { key: "replay", label: "replay_range", render: ({ item }) => html`<${ReplayRange} hook=${item} />` },
  ],
};

export default function Webhooks() {
  return html`<${Records} def=${DEF} />`;
}
