// @ts-check
/** Systems that post signed webhooks to the desk: their secret, how their JSON becomes a ticket, what came and what did not fit. */
import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Badge, Button, When } from "../../shared/parts.js";
import { api, attempt, CopyButton, OnOff } from "./setup/base.js";
import { Records } from "./setup/records.js";
import { Mapping } from "./sources/mapping.js";
import { Parked } from "./sources/parked.js";
import { TryMapping } from "./sources/preview.js";

/** @param {{item: any, reload: () => void, show: (secrets: {label: string, value: string}[]) => void}} props */
function Head({ item, reload, show }) {
  const rotate = async () => {
    const made = await attempt(() => api.post(`/v1/sources/${item.id}/rotate-secret`, {}));
    if (made) show([{ label: t("setup.f_secret"), value: made.secret }]);
    reload();
  };
  return html`<div class="stack">
    <p class="row"><span class="small muted">${t("setup.intake_url")}</span> <code class="setup-cut grow">${item.intake_url}</code><${CopyButton} text=${item.intake_url} label=${t("setup.copy_of", { name: t("setup.intake_url") })} /></p>
    ${item.previous_secret_until ? html`<p class="small muted">${t("setup.old_secret_until")} <${When} at=${item.previous_secret_until} /></p>` : null}
    <div class="toolbar"><${Button} kind="plain" icon="key-round" onClick=${rotate}>${t("setup.rotate_secret")}<//></div>
  </div>`;
}

/** @type {import("./setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/sources",
  title: "sources",
  about: "sources_about",
  make: "new_source",
  called: (one) => one.name,
  note: (one) => one.key,
  columns: [{ label: "f_state", render: (one) => html`<${OnOff} on=${one.enabled} />` }],
  secrets: (made) => [{ label: t("setup.f_secret"), value: made.secret }, { label: t("setup.intake_url"), value: made.intake_url }],
  blank: { name: "", key: "", mapping: {}, brand: null, mode: "upsert", unknown: "create", unmappable: "park", per_minute: null, max_bytes: null },
  head: Head,
  fields: [
    { name: "name", kind: "text", required: true },
    { name: "key", kind: "text", required: true, only: "new", hint: "h_source_key" },
    { name: "enabled", kind: "switch", only: "old" },
    { name: "brand", kind: "ref", from: "/v1/brands", key: "key", none: true },
    { name: "mapping", kind: "own", hint: "h_mapping", own: (props) => html`<${Mapping} ...${props} />` },
    { name: "mode", kind: "select", values: ["upsert", "create_only"], hint: "h_mode" },
    { name: "unknown", kind: "select", values: ["create", "park"], hint: "h_unknown" },
    { name: "unmappable", kind: "select", values: ["park", "refuse"], hint: "h_unmappable" },
    { name: "per_minute", kind: "number", min: 1, hint: "h_per_minute" },
    { name: "max_bytes", kind: "number", min: 256 },
  ],
  tabs: [
    { key: "try", label: "try_mapping", render: ({ item, reload }) => html`<${TryMapping} source=${item} reload=${reload} />` },
    { key: "parked", label: "parked", render: ({ item }) => html`<${Parked} source=${item} />` },
  ],
};

export default function Sources() {
  return html`<${Records} def=${DEF} />`;
}
