// @ts-check
/** What the desk looks after: checks of sites, hosts, names and certificates; maintenance; alerts that other systems post. */
import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Tabs } from "../../shared/parts.js";
import { useAddress } from "./setup/base.js";
import { Records } from "./setup/records.js";
import { ALERT_SOURCES, Alerts } from "./monitors/alerts.js";
import { MAINTENANCE } from "./monitors/maintenance.js";
import { MONITORS } from "./monitors/monitor.js";

const VIEWS = ["monitors", "maintenance", "sources", "alerts"];

export default function Monitors() {
  const address = useAddress();
  const view = address.get("view") || "monitors";
  return html`<div class="page">
    <div class="page-head"><div class="grow"><h1>${t("setup.monitors")}</h1><p class="muted">${t("setup.monitors_about")}</p></div></div>
    <${Tabs} label=${t("setup.monitors")} active=${view} tabs=${VIEWS.map((key) => ({ key, label: t(`setup.mon_${key}`) }))}
      onChange=${(/** @type {string} */ key) => address.set({ view: key === "monitors" ? null : key, id: null, tab: null, status: null, over: null })} />
    ${view === "monitors" ? html`<${Records} key="monitors" def=${MONITORS} />` : null}
    ${view === "maintenance" ? html`<${Records} key="maintenance" def=${MAINTENANCE} />` : null}
    ${view === "sources" ? html`<${Records} key="sources" def=${ALERT_SOURCES} />` : null}
    ${view === "alerts" ? html`<${Alerts} />` : null}
  </div>`;
}
