// @ts-check
/** What readers searched in the help centre, first of all in vain: what is to be written next. */
import { html } from "../../../shared/view.js";
import { number, percent, t } from "../../../shared/texts.js";
import { Empty, Problem, Spinner, When, useList } from "../../../shared/parts.js";
import { useAddress } from "../setup/base.js";
import { FilterControl, More } from "../setup/filters.js";

export function ReaderSearches() {
  const address = useAddress();
  const query = Object.fromEntries(["outcome", "brand"].map((name) => [name, address.get(name)]).filter(([, value]) => value));
  const list = useList("/v1/help-searches", query);
  return html`<div class="stack">
    <div class="toolbar">
      <${FilterControl} filter=${{ name: "outcome", label: "f_outcome", values: ["nothing_found", "nothing_opened"] }} />
      <${FilterControl} filter=${{ name: "brand", label: "f_brand", from: "/v1/brands", key: "key" }} />
    </div>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="search" title=${t("setup.no_searches")} />` : null}
    ${list.items.length
      ? html`<div class="setup-scroll" tabindex="0" role="region" aria-label=${t("setup.kb_searches")}><table class="table">
          <thead><tr><th scope="col">${t("setup.words")}</th><th scope="col">${t("setup.searches")}</th><th scope="col">${t("setup.v_nothing_found")}</th><th scope="col">${t("setup.v_nothing_opened")}</th><th scope="col">${t("setup.coverage")}</th><th scope="col">${t("setup.last")}</th></tr></thead>
          <tbody>${list.items.map((/** @type {any} */ one) => html`<tr key=${one.query}><th scope="row">${one.query}</th><td>${number(one.searches)}</td><td>${number(one.nothing_found)}</td><td>${number(one.nothing_opened)}</td><td>${percent(one.coverage)}</td><td><${When} at=${one.last_at} /></td></tr>`)}</tbody>
        </table></div>`
      : null}
    <${More} list=${list} />
  </div>`;
}
