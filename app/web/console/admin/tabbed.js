// @ts-check
/** A section of the settings in several parts; the part is in the address (`?view=`). */

import { html } from "../../shared/view.js";
import { Tabs } from "../../shared/parts.js";
import { navigate, useRoute } from "../../shared/router.js";
import { t } from "../../shared/texts.js";

/** @param {{ tabs: { key: string, label: string, page: any }[] }} props `label`: the key of a text; the first has the key "" */
export function Tabbed({ tabs }) {
  const { query } = useRoute();
  const active = tabs.find((each) => each.key === (query.view ?? "")) ?? tabs[0];
  if (!active) return null;
  return html`<div class="tabbed"><${Tabs} label=${t("admin.parts")} active=${active.key} tabs=${tabs.map((each) => ({ key: each.key, label: t(each.label) }))}
      onChange=${(/** @type {string} */ view) => navigate(location.pathname + (view && `?view=${view}`))} />
    <${active.page} key=${active.key} /></div>`;
}
