// @ts-check
/** What good work is (scorecards), which tickets are looked at (rules), and what is to be reviewed and was. */
import { html } from "../../shared/view.js";
import { locale, now, number, t } from "../../shared/texts.js";
import { Badge, Button, Empty, Problem, Spinner, Tabs, When, toast, useList } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { Conditions } from "./conditions.js";
import { api, attempt, ofLocale, OnOff, useAddress, valueText } from "./setup/base.js";
import { ARCHIVED, FilterControl, More } from "./setup/filters.js";
import { Records } from "./setup/records.js";

const VIEWS = ["scorecards", "rules", "assignments", "reviews"];

/** The texts of a criterion have a title in each language; the form shows only titles and keeps the help. @param {any} one */
const titled = (one) => ({ ...one, titles: Object.fromEntries(Object.entries(one.texts ?? {}).map(([code, text]) => [code, /** @type {any} */ (text).title])) });

/** @param {any} one */
function sent({ titles, ...one }) {
  const texts = Object.fromEntries(Object.entries(titles ?? {}).map(([code, title]) => [code, { ...(one.texts?.[code] ?? {}), title }]));
  const options = one.kind === "choice" ? one.options ?? [] : [];
  return { ...one, texts, options };
}

const OPTION = { key: "", texts: {}, points: 100 };

/** @type {import("./setup/records.js").RecordsDef} */
const SCORECARDS = {
  inside: true,
  path: "/v1/scorecards",
  title: "scorecards",
  make: "new_scorecard",
  called: (one) => one.name,
  needs: "reviews:write",
  columns: [
    { label: "version", numeric: true, render: (one) => one.number },
    { label: "f_criteria", render: (one) => one.criteria.map((/** @type {any} */ each) => ofLocale(each.texts, locale()).title).join(", ") },
  ],
  filters: [ARCHIVED],
  blank: { key: "", name: "", criteria: [{ key: "tone", titles: {}, kind: "scale", min: 1, max: 5, options: [], weight: 1, critical: false, not_applicable: true }] },
  remove: "archive",
  removeBy: "patch",
  restorable: true,
  take: (one) => ({ ...one, criteria: one.criteria.map(titled) }),
  send: (draft) => ({ ...draft, criteria: draft.criteria.map(sent) }),
  fields: [
    { name: "name", kind: "text", required: true },
    { name: "key", kind: "text", required: true, only: "new", hint: "h_component_key" },
    {
      name: "criteria", kind: "rows", label: "f_criteria", each: "f_criterion", add: "add_criterion",
      blank: { key: "", titles: {}, kind: "scale", min: 1, max: 5, options: [], weight: 1, critical: false, not_applicable: true },
      // A choice has something to choose from.
      tidy: (one) => (one.kind === "choice" && !one.options?.length ? { ...one, options: [OPTION] } : one),
      fields: [
        { name: "key", kind: "text", required: true },
        { name: "titles", at: "texts", kind: "texts", label: "f_title" },
        { name: "kind", kind: "select", values: ["scale", "yes_no", "choice"] },
        { name: "min", kind: "number", when: (one) => one.kind === "scale" },
        { name: "max", kind: "number", when: (one) => one.kind === "scale" },
        {
          name: "options", kind: "rows", label: "f_options", hint: "h_options", each: "f_option", add: "add_option", blank: OPTION, when: (one) => one.kind === "choice",
          fields: [{ name: "key", kind: "text", required: true }, { name: "texts", kind: "texts", label: "f_title" }, { name: "points", kind: "number", min: 0, max: 100 }],
        },
        { name: "weight", kind: "number", min: 1 },
        { name: "critical", kind: "switch" },
        { name: "not_applicable", kind: "switch" },
      ],
    },
  ],
};

const WEEK_MS = 7 * 86_400_000;

/** Tickets of the last seven days. @param {string} id of a rule */
async function draw(id) {
  const drawn = await api.post(`/v1/review-rules/${id}/draw`, { drawn_from: new Date(now() - WEEK_MS).toISOString(), drawn_to: new Date(now()).toISOString() });
  toast(t.n("setup.drawn", drawn.assigned), { tone: drawn.assigned ? "ok" : "info" });
}

/** @type {import("./setup/records.js").RecordsDef} */
const RULES = {
  inside: true,
  path: "/v1/review-rules",
  title: "review_rules",
  make: "new_review_rule",
  called: (one) => one.name,
  needs: "reviews:write",
  columns: [{ label: "f_state", render: (one) => html`<${OnOff} on=${one.enabled} />` }, { label: "f_per_agent", numeric: true, render: (one) => one.per_agent }],
  blank: { name: "", enabled: true, scorecard_id: "", team_id: null, per_agent: 3, conditions: { all: [], any: [] }, first: [], reviewer_ids: [] },
  remove: "delete",
  head: ({ item, reload }) => html`<div><${Button} kind="plain" icon="play" onClick=${() => attempt(() => draw(item.id)).then(reload)}>${t("setup.draw_now")}<//></div>`,
  fields: [
    { name: "name", kind: "text", required: true },
    { name: "enabled", kind: "switch" },
    { name: "scorecard_id", kind: "ref", label: "f_scorecard", from: "/v1/scorecards" },
    { name: "team_id", kind: "ref", label: "f_team", from: "/v1/teams", none: true },
    { name: "per_agent", kind: "number", min: 1 },
    { name: "first", kind: "checks", values: ["bad_score", "reopened", "long"] },
    { name: "reviewer_ids", kind: "refs", from: "/v1/agents" },
    { name: "conditions", kind: "own", bare: true, own: ({ value, onValue, error, label }) => html`<${Conditions} value=${value} onChange=${onValue} vocabulary="reviews" label=${label} error=${error} />` },
  ],
};

/** The review where there is one; what waits for one is begun on the page of reviews. @param {any} one */
function addressOf(one) {
  const review = one.scorecard ? one.id : one.review_id;
  return review ? `/console/reviews/${review}` : `/console/tickets/${one.ticket_id}`;
}

/** @param {{path: string, states: string[]}} props assignments and reviews alike: of which ticket, whose work, how it stands */
function Works({ path, states }) {
  const address = useAddress();
  const state = address.get("state");
  const list = useList(path, state ? { state } : {});
  return html`<div class="stack">
    <div class="toolbar"><${FilterControl} filter=${{ name: "state", label: "f_status", values: states }} /></div>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="inbox" title=${t("setup.nothing_here")} />` : null}
    <ul class="list">
      ${list.items.map((/** @type {any} */ one) => html`<li class="row" key=${one.id}>
        <${Link} class="grow setup-cut" href=${addressOf(one)}>${one.ticket?.number ? `#${one.ticket.number}` : t("setup.open_ticket")} ${one.ticket?.subject ?? ""}<//>
        <span class="small">${one.agent?.name ?? ""}</span><${Badge}>${valueText(one.state)}<//>
        ${typeof one.score === "number" ? html`<strong>${number(one.score)}</strong>` : null}<span class="small muted"><${When} at=${one.created_at ?? one.drawn_at} /></span>
      </li>`)}
    </ul>
    <${More} list=${list} />
  </div>`;
}

export default function Quality() {
  const address = useAddress();
  const view = address.get("view") || "scorecards";
  return html`<div class="page">
    <div class="page-head"><div class="grow"><h1>${t("setup.quality")}</h1><p class="muted">${t("setup.quality_about")}</p></div></div>
    <${Tabs} label=${t("setup.quality")} active=${view} tabs=${VIEWS.map((key) => ({ key, label: t(`setup.q_${key}`) }))}
      onChange=${(/** @type {string} */ key) => address.set({ view: key === "scorecards" ? null : key, id: null, state: null })} />
    ${view === "scorecards" ? html`<${Records} key="scorecards" def=${SCORECARDS} />` : null}
    ${view === "rules" ? html`<${Records} key="rules" def=${RULES} />` : null}
    ${view === "assignments" ? html`<${Works} key="assignments" path="/v1/review-assignments" states=${["open", "done", "dismissed"]} />` : null}
    ${view === "reviews" ? html`<${Works} key="reviews" path="/v1/reviews" states=${["draft", "published", "acknowledged", "disputed", "settled", "withdrawn"]} />` : null}
  </div>`;
}
