// @ts-check
/** Systems that post alerts, how those become incidents, and what is alight now. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, Empty, JsonView, Problem, Spinner, When, useList } from "../../../shared/parts.js";
import { OnOff, useAddress, valueText } from "../setup/base.js";
import { FilterControl, More } from "../setup/filters.js";
import { IMPACTS } from "../setup/vocabulary.js";
import { OPENS, componentName } from "./monitor.js";

/** @type {import("../setup/records.js").RecordsDef} */
export const ALERT_SOURCES = {
  inside: true,
  path: "/v1/alert-sources",
  title: "mon_sources",
  about: "alert_sources_about",
  make: "new_alert_source",
  called: (one) => one.name,
  needs: "monitors:write",
  note: (one) => one.shape,
  columns: [
    { label: "last_seen", render: (one) => (one.seen_at ? html`<${When} relative at=${one.seen_at} />` : t("setup.never_seen")) },
    { label: "f_state", render: (one) => html`<${OnOff} on=${one.enabled} />` },
  ],
  secrets: (made) => [{ label: t("setup.f_address_of_alerts"), value: made.address }, ...(made.secret ? [{ label: t("setup.f_secret"), value: made.secret }] : [])],
  blank: { name: "", shape: "alertmanager", proof: "url", components: [], impact: "major", brand: null, opens: { incident: true, public: false, ticket: false, team_id: null, priority: "high" }, quiet_seconds: 900, enabled: true },
  remove: "delete",
  fields: [
    { name: "name", kind: "text", required: true },
    { name: "shape", kind: "select", values: ["alertmanager", "grafana", "generic"], only: "new" },
    { name: "proof", kind: "select", values: ["url", "bearer", "hmac"], only: "new", hint: "h_proof" },
    { name: "enabled", kind: "switch", only: "old" },
    { name: "impact", kind: "select", values: IMPACTS, hint: "h_alert_impact" },
    {
      name: "components", kind: "rows", label: "f_components", each: "f_component", add: "add_component", blank: { label: "service", value: "", component_id: "" }, hint: "h_alert_components",
      fields: [
        { name: "label", kind: "text", label: "f_alert_label" },
        { name: "value", kind: "text", label: "f_value" },
        { name: "component_id", kind: "ref", label: "f_component", from: "/v1/components", called: componentName },
      ],
    },
    { name: "quiet_seconds", kind: "seconds", label: "f_quiet", hint: "h_quiet" },
    { name: "brand", kind: "ref", from: "/v1/brands", key: "key", none: true },
    ...OPENS,
  ],
};

export function Alerts() {
  const address = useAddress();
  const query = Object.fromEntries(["status", "alert_source_id"].map((name) => [name, address.get(name)]).filter(([, value]) => value));
  const list = useList("/v1/alerts", query);
  return html`<div class="stack">
    <div class="toolbar">
      <${FilterControl} filter=${{ name: "status", label: "f_status", values: ["firing", "resolved"] }} />
      <${FilterControl} filter=${{ name: "alert_source_id", label: "f_source", from: "/v1/alert-sources" }} />
    </div>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="siren" title=${t("setup.no_alerts")} />` : null}
    <ul class="list">
      ${list.items.map(
        (/** @type {any} */ one) => html`<li key=${one.id}><details>
          <summary class="row"><span class="grow setup-cut">${one.title}</span><${Badge} tone=${one.status === "firing" ? "bad" : "ok"}>${valueText(one.status)}<//><span class="small muted"><${When} relative at=${one.starts_at} /></span></summary>
          <div class="setup-detail"><${JsonView} value=${{ ...one.labels, ...one.annotations }} /></div>
        </details></li>`,
      )}
    </ul>
    <${More} list=${list} />
  </div>`;
}
