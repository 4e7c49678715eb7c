// @ts-check
/** Texts that are ready: by language and brand, with blanks that a ticket fills, seen on a real ticket before anybody sends one. */
import { html, useEffect, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Badge, Field, Input, Problem } from "../../shared/parts.js";
import { Markdown } from "../../shared/markdown.js";
import { api, valueText } from "./setup/base.js";
import { PickTicket } from "./setup/pick.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";
import { SHARING } from "./setup/sharing.js";

const BLANKS = [
  "greeting", "customer.name", "customer.first_name", "customer.email", "organization.name", "agent.name", "agent.first_name",
  "ticket.number", "ticket.subject", "ticket.created_at", "ticket.link", "team.name", "brand.name", "today",
];
const CALM_MS = 400;

/** The text as it is being written, filled for a ticket. @param {{draft: any}} props */
function Filled({ draft }) {
  const [ticket, setTicket] = useState(/** @type {any} */ (null));
  const [which, setWhich] = useState(0);
  const [found, setFound] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const variants = draft.variants ?? [];
  const body = (variants[which] ?? variants[0])?.body ?? "";
  useEffect(() => {
    if (!ticket || !body) return undefined;
    let wanted = true;
    const timer = setTimeout(async () => {
      try {
        const filled = await api.post("/v1/templates/render", { ticket_id: ticket.id, body, format: draft.format });
        if (wanted) setFound(filled);
        if (wanted) setError(null);
      } catch (problem) {
        if (wanted) setError(problem);
      }
    }, CALM_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [ticket?.id, body, draft.format]);
  return html`<section class="card stack" aria-label=${t("setup.preview")}>
    <h3>${t("setup.preview")}</h3>
    <${Field} label=${t("setup.on_ticket")}><${PickTicket} value=${ticket} onValue=${setTicket} label=${t("setup.on_ticket")} /><//>
    ${variants.length > 1
      ? html`<div class="row" role="group" aria-label=${t("setup.f_variants")}>${variants.map((/** @type {any} */ one, /** @type {number} */ index) => html`<button type="button" class="button small" key=${index} aria-pressed=${index === which} onClick=${() => setWhich(index)}>${one.locale ?? t("setup.any_language")}${one.brand ? ` · ${one.brand}` : ""}</button>`)}</div>`
      : null}
    ${error ? html`<${Problem} error=${error} />` : null}
    ${ticket && found
      ? html`<div class="setup-note">${found.format === "markdown" ? html`<${Markdown} text=${found.body} />` : html`<pre class="setup-source" tabindex="0">${found.body}</pre>`}</div>
          ${found.unknown.length ? html`<p><${Badge} tone="bad">${t("setup.unknown_blanks")}<//> ${found.unknown.join(", ")}</p>` : null}
          ${found.missing.length ? html`<p><${Badge} tone="warn">${t("setup.missing_blanks")}<//> ${found.missing.join(", ")}</p>` : null}`
      : html`<p class="small muted">${t("setup.choose_ticket")}</p>`}
    <details><summary>${t("setup.blanks")}</summary><p class="setup-tags">${BLANKS.map((name) => html`<code key=${name}>${`{{ ${name} }}`}</code> `)}</p></details>
  </section>`;
}

/** @type {import("./setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/templates",
  title: "templates",
  about: "templates_about",
  make: "new_template",
  called: (one) => one.title,
  needs: "tickets:write",
  note: (one) => html`${one.shortcut && html`<code>${one.shortcut}</code> · `}${one.folder ? `${one.folder} · ` : ""}${one.variants.map((/** @type {any} */ each) => each.locale ?? t("setup.any_language")).join(", ")}`,
  columns: [
    { label: "f_scope", render: (one) => html`<${Badge}>${valueText(one.scope)}<//> ${one.problems.length > 0 && html`<${Badge} tone="warn">${t("setup.problems")}<//>`}` },
    { label: "how_often", render: (one) => t.n("setup.uses", one.uses) },
  ],
  filters: [{ name: "q", label: "search", kind: "text" }, ARCHIVED],
  blank: { title: "", kind: "reply", shortcut: null, folder: null, scope: "shared", team_id: null, format: "text", variants: [{ locale: null, brand: null, body: "" }] },
  remove: "archive",
  head: ({ item }) => html`${item.problems.map((/** @type {any} */ problem) => html`<p class="setup-note" key=${problem.pointer}>${problem.detail}</p>`)}`,
  fields: [
    { name: "title", kind: "text", required: true },
    { name: "kind", kind: "select", values: ["reply", "greeting"], only: "new", label: "f_kind" },
    { name: "shortcut", kind: "own", hint: "h_shortcut", bare: true, own: ({ value, onValue, label, error }) => html`<${Field} label=${label} hint=${t("setup.h_shortcut")} error=${error("/shortcut")}><${Input} value=${value} onInput=${(/** @type {string} */ text) => onValue(text || null)} placeholder="/refund" /><//>` },
    { name: "folder", kind: "text", none: true },
    ...SHARING,
    { name: "format", kind: "select", values: ["text", "markdown"] },
    {
      name: "variants", kind: "rows", label: "f_variants", each: "f_text", add: "add_variant", blank: { locale: null, brand: null, body: "" },
      fields: [
        { name: "locale", kind: "text", none: true, label: "f_language", placeholder: "en", hint: "h_any_language" },
        { name: "brand", kind: "ref", from: "/v1/brands", key: "key", none: true },
        { name: "body", kind: "area", rows: 8, hint: "h_liquid" },
      ],
    },
  ],
  beside: (draft) => html`<${Filled} draft=${draft} />`,
};

export default function Templates() {
  return html`<${Records} def=${DEF} />`;
}
