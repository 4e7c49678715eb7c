// @ts-check
/** What customers see on the status page: the parts of the service, and how it all stands now. */
import { html } from "../../shared/view.js";
import { locale, t } from "../../shared/texts.js";
import { Badge, Problem, useFetch } from "../../shared/parts.js";
import { ofLocale, valueText } from "./setup/base.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";

export const STATE_TONES = /** @type {Record<string, string>} */ ({ operational: "ok", maintenance: "info", degraded: "warn", partial_outage: "bad", major_outage: "bad" });
const TONES = /** @type {Record<string, string>} */ ({ none: "ok", maintenance: "info", minor: "warn", major: "bad", critical: "bad" });

/** @type {import("./setup/records.js").RecordsDef} */
const COMPONENTS = {
  inside: true,
  path: "/v1/components",
  title: "components",
  about: "components_about",
  make: "new_component",
  called: (one) => ofLocale(one.texts, locale()) || one.key,
  needs: "incidents:write",
  note: (one) => html`${one.section ? `${one.section} · ` : ""}<code>${one.key}</code>`,
  columns: [
    { label: "f_state", render: (one) => html`<${Badge} tone=${STATE_TONES[one.state]}>${valueText(one.state)}<//>` },
    { label: "f_shown", render: (one) => t(one.public ? "setup.yes" : "setup.no") },
  ],
  filters: [ARCHIVED],
  blank: { key: "", texts: {}, section: null, brand: null, position: 0, public: true },
  restorable: true,
  remove: "archive",
  removeBy: "patch",
  fields: [
    { name: "key", kind: "text", required: true, only: "new", hint: "h_component_key" },
    { name: "texts", kind: "texts", label: "f_name" },
    { name: "section", kind: "text", none: true, hint: "h_section" },
    { name: "brand", kind: "ref", from: "/v1/brands", key: "key", none: true },
    { name: "position", kind: "number", min: 0, hint: "h_position" },
    { name: "public", kind: "switch", label: "f_shown" },
  ],
};

export default function Status() {
  const found = useFetch("/v1/status");
  return html`<div class="page">
    <div class="page-head"><div class="grow"><h1>${t("setup.status_page")}</h1><p class="muted">${t("setup.status_about")}</p></div><a class="button" href="/status" target="_blank" rel="noopener">${t("setup.open_status")}</a></div>
    ${found.error ? html`<${Problem} error=${found.error} />` : null}
    ${found.data
      ? html`<section class="card row" aria-label=${t("setup.now")}><${Badge} tone=${TONES[found.data.indicator]}>${t(`setup.indicator_${found.data.indicator}`)}<//>
          <span class="small muted">${t.n("setup.open_incidents", found.data.incidents.length)} · ${t.n("setup.planned", found.data.maintenance.length)}</span></section>`
      : null}
    <${Records} def=${COMPONENTS} />
  </div>`;
}
