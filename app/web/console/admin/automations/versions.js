// @ts-check
/** The versions of an automation: what each said, by whom, and the way back to one. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Button, JsonView, Problem, Spinner, When, useFetch, useList } from "../../../shared/parts.js";
import { api, attempt } from "../setup/base.js";
import { More } from "../setup/filters.js";
import { actionText } from "./actions.js";

/** @param {{item: any, reload: () => void}} props */
export function AutomationVersions({ item, reload }) {
  const path = `/v1/automations/${item.id}`;
  const list = useList(`${path}/versions`);
  const current = useFetch(path);
  const back = async (/** @type {any} */ version) => {
    await attempt(() => api.patch(path, version.definition, { ifMatch: current.etag }), t("setup.restored_version"));
    list.reload();
    current.reload();
    reload();
  };
  return html`<div class="stack">
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    <ul class="list">
      ${list.items.map(
        (/** @type {any} */ version) => html`<li key=${version.id}><details>
          <summary class="row"><span>${t("setup.version_number", { number: version.number })}</span><span class="grow setup-cut">${version.definition.actions.map(actionText).join("; ")}</span><span class="small muted">${version.created_by?.name ?? t("setup.the_desk")} · <${When} at=${version.created_at} /></span></summary>
          <div class="stack setup-detail"><${JsonView} value=${version.definition} />
            ${version.number === item.number ? null : html`<div><${Button} kind="plain" onClick=${() => back(version)}>${t("setup.go_back_to")}<//></div>`}</div>
        </details></li>`,
      )}
    </ul>
    <${More} list=${list} />
  </div>`;
}
