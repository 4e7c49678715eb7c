// @ts-check
/** A section of the settings in several parts; the part is in the address (`?tab=`). */

import { html } from "../../shared/view.js";
import { Spinner, Tabs } from "../../shared/parts.js";
import { useRoute } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { useTexts } from "./conditions.js";
import { go } from "./resource.js";

/** @param {{ tabs: { key: string, label: string, page: any }[] }} props `label`: the key of a text; the first has the key "" */
export function Tabbed({ tabs }) {
  const ready = useTexts(["admin", "resource", "conditions"]);
  const { query } = useRoute();
  if (!ready) return html`<div class="page"><${Spinner} /></div>`;
  const active = tabs.find((each) => each.key === (query.tab ?? "")) ?? tabs[0];
  if (!active) return null;
  return html`<div class="tabbed"><${Tabs} label=${t("admin.parts")} active=${active.key} tabs=${tabs.map((each) => ({ key: each.key, label: t(each.label) }))}
      onChange=${(/** @type {string} */ tab) => go({ tab })} />
    <${active.page} key=${active.key} /></div>`;
}
