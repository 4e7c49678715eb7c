// @ts-check
/** Several changes in one press: what a macro does, for whom, on which tickets it is offered, and what it would do on one. */
import { html, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Badge, Field, Problem, Spinner } from "../../shared/parts.js";
import { Conditions } from "./conditions.js";
import { actionText, actionsField } from "./automations/actions.js";
import { Outcomes } from "./automations/runs.js";
import { api, valueText } from "./setup/base.js";
import { PickTicket } from "./setup/pick.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";
import { SHARING } from "./setup/sharing.js";

/** What the macro as it is saved would do to a ticket; nothing is written. @param {{item: any}} props */
function Try({ item }) {
  const [ticket, setTicket] = useState(/** @type {any} */ (null));
  const [found, setFound] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const choose = async (/** @type {any} */ next) => {
    setTicket(next);
    setFound(null);
    setError(null);
    if (!next) return;
    try {
      setFound(await api.post(`/v1/tickets/${next.id}/macros/${item.id}/preview`));
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<div class="stack">
    <${Field} label=${t("setup.try_on_ticket")} hint=${t("setup.h_try_on_ticket")}><${PickTicket} value=${ticket} onValue=${choose} label=${t("setup.try_on_ticket")} /><//>
    ${error ? html`<${Problem} error=${error} />` : null}${ticket && !found && !error ? html`<${Spinner} />` : null}
    ${found
      ? html`<div class="card stack">
          <${Badge} tone=${found.would_apply ? "ok" : "bad"}>${t(found.would_apply ? "setup.would_apply" : "setup.would_not_apply")}<//>
          <${Outcomes} outcomes=${found.outcomes} />
          ${found.changes.length
            ? html`<table class="table"><thead><tr><th scope="col">${t("setup.field")}</th><th scope="col">${t("setup.before")}</th><th scope="col">${t("setup.after")}</th></tr></thead>
                <tbody>${found.changes.map((/** @type {any} */ one) => html`<tr key=${one.field}><th scope="row"><code>${one.field}</code></th><td>${JSON.stringify(one.before)}</td><td>${JSON.stringify(one.after)}</td></tr>`)}</tbody></table>`
            : null}
        </div>`
      : null}
  </div>`;
}

/** @type {import("./setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/macros",
  title: "macros",
  about: "macros_about",
  make: "new_macro",
  called: (one) => one.title,
  needs: "tickets:write",
  note: (one) => one.actions.map(actionText).join("; "),
  columns: [
    { label: "f_scope", render: (one) => html`<${Badge}>${valueText(one.scope)}<//> ${one.problems.length > 0 && html`<${Badge} tone="warn">${t("setup.problems")}<//>`}` },
    { label: "how_often", render: (one) => t.n("setup.uses", one.uses) },
  ],
  filters: [{ name: "q", label: "search", kind: "text" }, ARCHIVED],
  blank: { title: "", description: null, folder: null, scope: "shared", team_id: null, conditions: { all: [], any: [] }, actions: [{ type: "add_tags", tags: [] }] },
  remove: "archive",
  head: ({ item }) => html`${item.problems.map((/** @type {any} */ problem) => html`<p class="setup-note" key=${problem.pointer}>${problem.detail}</p>`)}`,
  fields: [
    { name: "title", kind: "text", required: true },
    { name: "description", kind: "area", rows: 2, none: true },
    { name: "folder", kind: "text", none: true },
    ...SHARING,
    { name: "conditions", kind: "own", bare: true, own: ({ value, onValue, error }) => html`<${Conditions} value=${value} onChange=${onValue} vocabulary="macros" label=${t("setup.offered_where")} error=${error} />` },
    actionsField(true),
  ],
  tabs: [{ key: "try", label: "try_it", render: ({ item }) => html`<${Try} item=${item} />` }],
};

export default function Macros() {
  return html`<${Records} def=${DEF} />`;
}
