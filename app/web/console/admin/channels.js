// @ts-check
/** Ways by which customers reach the desk: mailboxes, messengers, phone lines; what each needs, and whether it works. */
import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Badge, Button, Problem, Spinner, When, useFetch } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { api, attempt, CopyButton, OnOff, valueText } from "./setup/base.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";
import { BLANKS, KINDS, SETTINGS, withoutHoles } from "./channels/kinds.js";
import { Inbound } from "./jobs/inbound.js";
import { Outbound } from "./jobs/outbound.js";

/** @param {{item: any, reload: () => void}} props */
function Head({ item, reload }) {
  const connect = () => attempt(() => api.post(`/v1/channels/${item.id}/connect`), t("setup.connected")).then(reload);
  return html`<div class="stack">
    <div class="toolbar">
      <${Badge}>${valueText(item.kind)}<//>
      <${Badge} tone=${item.problem ? "bad" : item.enabled ? "ok" : "info"}>${item.problem ? t("setup.has_problem") : t(item.enabled ? "setup.works" : "setup.off")}<//>
      <span class="grow"></span>
      ${["telegram", "vk", "whatsapp"].includes(item.kind) ? html`<${Button} kind="plain" icon="plug" onClick=${connect}>${t("setup.connect")}<//>` : null}
    </div>
    ${item.problem ? html`<p class="setup-note" role="status">${item.problem}</p>` : null}
    ${item.inbound_url ? html`<p class="row"><span class="small muted">${t("setup.inbound_url")}</span> <code class="grow setup-cut">${item.inbound_url}</code><${CopyButton} text=${item.inbound_url} label=${t("setup.copy_of", { name: t("setup.inbound_url") })} /></p>` : null}
    ${item.secrets.length ? html`<p class="small muted">${t("setup.secrets_kept")}: ${item.secrets.join(", ")}</p>` : null}
    ${item.kind === "email" && item.settings.imap ? html`<${Mailbox} channel=${item} />` : null}
  </div>`;
}

/** How a mailbox is followed: when it was looked at, and what is in the way. @param {{channel: any}} props */
function Mailbox({ channel }) {
  const found = useFetch(`/v1/channels/${channel.id}/mailbox`);
  if (found.error) return html`<${Problem} error=${found.error} />`;
  if (!found.data) return html`<${Spinner} />`;
  const box = found.data;
  return html`<section class="card stack setup-tight" aria-label=${t("setup.mailbox")}>
    <div class="row"><strong class="grow">${box.mailbox}</strong><${Badge} tone=${box.problem ? "bad" : box.followed ? "ok" : "warn"}>${t(box.followed ? "setup.followed" : "setup.not_followed")}<//><${Button} kind="quiet" icon="refresh-cw" onClick=${found.reload}>${t("setup.reload")}<//></div>
    ${box.problem ? html`<p class="setup-refused">${box.problem}</p>` : null}
    <p class="small muted">${box.checked_at ? html`${t("setup.looked_at")} <${When} relative at=${box.checked_at} />` : t("setup.never_looked")}
      ${box.arrived_at ? html` · ${t("setup.last_mail")} <${When} relative at=${box.arrived_at} />` : null}</p>
  </section>`;
}

/** @type {import("./setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/channels",
  title: "channels",
  about: "channels_about",
  make: "new_channel",
  called: (one) => one.name,
  note: (one) => one.address,
  columns: [
    { label: "f_kind", render: (one) => valueText(one.kind) },
    { label: "f_state", render: (one) => (one.problem ? html`<${Badge} tone="bad">${t("setup.has_problem")}<//>` : html`<${OnOff} on=${one.enabled} />`) },
  ],
  filters: [
    { name: "kind", label: "f_kind", values: KINDS },
    ARCHIVED,
  ],
  blank: BLANKS,
  remove: "archive",
  head: Head,
  take: (one) => ({ ...one, secrets: {} }),
  send: withoutHoles,
  fields: [
    { name: "kind", kind: "select", values: KINDS, only: "new", label: "f_kind" },
    { name: "name", kind: "text", required: true },
    { name: "address", kind: "text", required: true, hint: "h_address" },
    { name: "brand", kind: "ref", from: "/v1/brands", key: "key", none: true, hint: "h_channel_brand" },
    { name: "team_id", kind: "ref", label: "f_team", from: "/v1/teams", none: true, hint: "h_channel_team" },
    { name: "enabled", kind: "switch", hint: "h_channel_enabled" },
    { name: "listed", kind: "switch", hint: "h_listed" },
    ...SETTINGS,
    { name: "settings", kind: "json", label: "f_settings", hint: "h_settings", rows: 8 },
  ],
  tabs: [
    { key: "inbound", label: "inbound", render: ({ item }) => html`<${Inbound} channelId=${item.id} />` },
    { key: "outbound", label: "outbound", render: ({ item }) => html`<${Outbound} channelId=${item.id} />` },
  ],
};

export default function Channels() {
  return html`<${Records} def=${DEF} />
    <p class="page small muted">${t("setup.doctor_hint")} <${Link} href="/console/admin/jobs">${t("setup.see_jobs")}<//></p>`;
}
