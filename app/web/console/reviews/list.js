// @ts-check
/** Reviews, the newest first: one's own as an agent, everybody's as somebody who reviews. */
import { html, useState } from "../../shared/view.js";
import { Button, Select, Table, When, useFetch, useList } from "../../shared/parts.js";
import { Link, navigate, setQuery } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { AgentFilter, Listed, STATES, State, points } from "./common.js";
import { NewReview } from "./new-review.js";

/** @typedef {import("./common.js").Review} Review */

/** @param {{ query: Record<string, string>, reviewer: boolean }} props */
export function List({ query, reviewer }) {
  const [making, setMaking] = useState(false);
  const list = useList("/v1/reviews", { state: query.state, agent_id: query.agent, limit: 50 });
  const agents = useFetch(reviewer ? "/v1/agents" : null, { limit: 200 });
  const address = (/** @type {Review} */ one) => `/console/reviews/${one.id}`;
  const columns = [
    { key: "ticket", label: t("reviews.conversation"), render: (/** @type {Review} */ one) => html`
      <${Link} href=${address(one)}>#${one.ticket.number} <bdi>${one.ticket.subject}</bdi><//>` },
    { key: "agent", label: t("reviews.agent"), render: (/** @type {Review} */ one) => one.agent.name ?? "–" },
    { key: "reviewer", label: t("reviews.reviewer"), render: (/** @type {Review} */ one) => one.reviewer.name ?? "–" },
    { key: "scorecard", label: t("reviews.scorecard"), render: (/** @type {Review} */ one) => one.scorecard.name },
    { key: "score", label: t("reviews.score"), number: true, render: (/** @type {Review} */ one) => points(one.score) },
    { key: "state", label: t("reviews.stands"), render: (/** @type {Review} */ one) => html`<${State} state=${one.state} />` },
    { key: "at", label: t("reviews.published"), render: (/** @type {Review} */ one) => html`<${When} at=${one.published_at} />` },
  ];
  return html`
    <div class="toolbar">
      <label class="row"><span class="small muted">${t("reviews.stands")}</span>
        <${Select} class="auto" value=${query.state} empty=${t("reviews.any")} onChange=${(/** @type {string | null} */ state) => setQuery({ state })}
          options=${STATES.filter((each) => reviewer || each !== "draft").map((value) => ({ value, label: t(`reviews.state.${value}`) }))} /></label>
      ${reviewer && html`<${AgentFilter} agents=${agents.data?.items ?? []} value=${query.agent ?? null} />
        <${Button} kind="primary" icon="plus" onClick=${() => setMaking(true)}>${t("reviews.begin")}<//>`}
    </div>
    <${Listed} list=${list} none=${t("reviews.none")}>
      <${Table} caption=${t("reviews.title")} columns=${columns} rows=${list.items} onRow=${(/** @type {Review} */ one) => navigate(address(one))} />
    <//>
    ${making && html`<${NewReview} onClose=${() => setMaking(false)} />`}`;
}
