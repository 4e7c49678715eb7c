// @ts-check
/** What is to be reviewed: drawn by the rules of the desk, each begun or put aside with a reason. */
import { html, useState } from "../../shared/view.js";
import { Badge, Button, Checkbox, Problem, Select, Table, When, useApi, useList } from "../../shared/parts.js";
import { Link, navigate, setQuery } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { Listed, Saying, TicketLink, useTry } from "./common.js";

/** @typedef {import("api").components["schemas"]["ReviewAssignmentOut"]} Assignment */

const STATES = ["open", "done", "dismissed"];

/** @param {{ query: Record<string, string> }} props */
export function Assignments({ query }) {
  const api = useApi();
  const state = query.state || "open";
  const list = useList("/v1/review-assignments", { state, mine: query.all ? undefined : true, limit: 50 });
  const [dismissing, setDismissing] = useState(/** @type {Assignment | null} */ (null));
  const { busy, error, run } = useTry();
  const begin = (/** @type {Assignment} */ one) => run(async () => {
    const made = await api.post("/v1/reviews", { assignment_id: one.id });
    navigate(`/console/reviews/${made.id}`);
  });
  const columns = [
    { key: "ticket", label: t("reviews.conversation"), render: (/** @type {Assignment} */ one) => html`<${TicketLink} ticket=${{ id: one.ticket_id }} />` },
    { key: "agent", label: t("reviews.agent"), render: (/** @type {Assignment} */ one) => one.agent.name ?? "–" },
    { key: "reviewer", label: t("reviews.reviewer"), render: (/** @type {Assignment} */ one) => one.reviewer?.name ?? t("reviews.anybody") },
    { key: "why", label: t("reviews.why"), render: (/** @type {Assignment} */ one) => one.why.map((each) => html`<${Badge}>${t(`reviews.why.${each}`)}<//> `) },
    { key: "at", label: t("reviews.drawn"), render: (/** @type {Assignment} */ one) => html`<${When} at=${one.created_at} />` },
    { key: "do", label: t("reviews.actions"), render: (/** @type {Assignment} */ one) => (one.state === "open"
      ? html`<div class="row"><${Button} small kind="primary" busy=${busy} onClick=${() => void begin(one)}>${t("reviews.begin")}<//>
          <${Button} small onClick=${() => setDismissing(one)}>${t("reviews.dismiss")}<//></div>`
      : one.review_id ? html`<${Link} href=${`/console/reviews/${one.review_id}`}>${t("reviews.its_review")}<//>` : one.reason ?? "–") },
  ];
  return html`
    <div class="toolbar">
      <label class="row"><span class="small muted">${t("reviews.stands")}</span>
        <${Select} class="auto" value=${state} options=${STATES.map((value) => ({ value, label: t(`reviews.state.${value}`) }))}
          onChange=${(/** @type {string} */ value) => setQuery({ state: value === "open" ? null : value })} /></label>
      <${Checkbox} label=${t("reviews.of_all")} checked=${Boolean(query.all)} onChange=${(/** @type {boolean} */ all) => setQuery({ all: all ? 1 : null })} />
    </div>
    <${Problem} error=${error} />
    <${Listed} list=${list} none=${t("reviews.nothing_assigned")}>
      <${Table} caption=${t("reviews.tab.assignments")} columns=${columns} rows=${list.items} /><//>
    ${dismissing && html`<${Saying} title=${t("reviews.dismiss")} label=${t("reviews.reason")} onClose=${() => setDismissing(null)}
      go=${async (/** @type {string} */ reason) => {
        await api.post(`/v1/review-assignments/${dismissing.id}/dismiss`, { reason });
        await list.reload();
      }} />`}`;
}
