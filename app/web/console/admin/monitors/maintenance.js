// @ts-check
/** Planned work: when, on what, whether it comes again, and what customers read of it. */
import { html } from "../../../shared/view.js";
import { locale, t } from "../../../shared/texts.js";
import { Badge, When } from "../../../shared/parts.js";
import { ofLocale } from "../setup/base.js";
import { componentName } from "./monitor.js";

/** @type {import("../setup/records.js").RecordsDef} */
export const MAINTENANCE = {
  inside: true,
  path: "/v1/maintenance-windows",
  title: "mon_maintenance",
  make: "new_maintenance",
  called: (one) => ofLocale(one.texts, locale()),
  needs: "monitors:write",
  note: (one) => html`<${When} at=${(one.next ?? one).starts_at} /> – <${When} at=${(one.next ?? one).ends_at} />`,
  columns: [
    { label: "f_announce", render: (one) => t(one.public ? "setup.yes" : "setup.no") },
    { label: "f_repeat", render: (one) => (one.repeat ? t(`setup.every_${one.repeat.unit}`) : "–") },
  ],
  filters: [{ name: "over", label: "f_when", values: ["false", "true"] }],
  blank: { texts: {}, starts_at: null, ends_at: null, monitor_ids: [], component_ids: [], brand: null, public: true, repeat: null },
  remove: "delete",
  fields: [
    { name: "texts", kind: "texts", label: "f_what", long: true, hint: "h_maintenance" },
    { name: "starts_at", kind: "moment", label: "f_starts", required: true },
    { name: "ends_at", kind: "moment", label: "f_ends", required: true },
    { name: "monitor_ids", kind: "refs", label: "f_monitors", from: "/v1/monitors" },
    { name: "component_ids", kind: "refs", label: "f_components", from: "/v1/components", called: componentName },
    { name: "brand", kind: "ref", from: "/v1/brands", key: "key", none: true },
    { name: "public", kind: "switch", label: "f_announce" },
    { name: "repeat", kind: "own", own: (props) => html`<${Repeat} ...${props} />` },
  ],
};

/** @param {{value: any, onValue: (value: any) => void, label: string}} props */
function Repeat({ value, onValue, label }) {
  const choose = (/** @type {any} */ event) => {
    const unit = event.currentTarget.value;
    onValue(unit ? { every: value?.every ?? 1, unit, zone: value?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone } : null);
  };
  return html`<div class="row">
    <select class="input" aria-label=${label} value=${value?.unit ?? ""} onChange=${choose}>
      <option value="" selected=${!value}>${t("setup.once")}</option>
      ${["day", "week", "month"].map((unit) => html`<option key=${unit} value=${unit} selected=${value?.unit === unit}>${t(`setup.every_${unit}`)}</option>`)}
    </select>
    ${value ? html`<span class="small muted">${value.zone}</span>` : null}
  </div>`;
}
