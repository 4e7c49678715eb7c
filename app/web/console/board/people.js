// @ts-check
/** Who is there for what waits: by state, with what each has in hand and what rings at theirs. */
import { useRoom } from "../../shared/live.js";
import { Avatar, Badge, Empty, Problem, useFetch } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { number, t } from "../../shared/texts.js";
import { html, useState } from "../../shared/view.js";

/** @typedef {import("./scope.js").Board} Board */
/** @typedef {import("api").components["schemas"]["BoardAgentOut"]} BoardAgent */

const STATES = /** @type {const} */ (["available", "full", "wrapping_up", "busy", "away", "off_shift", "out_of_office", "offline"]);
/** @type {Record<string, string>} */
const TONES = { available: "ok", full: "warn", wrapping_up: "info", busy: "warn" };
const CHANNELS = /** @type {const} */ (["chat", "ticket", "call"]);

/** @param {{ agent: BoardAgent }} props */
function Person({ agent }) {
  return html`<li class="person">
    <${Avatar} name=${agent.name} size="small" />
    <span class="grow ellipsis" dir="auto"><${Link} href=${`/console/tickets?assignee_id=${agent.id}`}>${agent.name}<//></span>
    ${agent.offers > 0 && html`<${Badge} tone="accent">${t.n("reports.board.ringing", agent.offers)}<//>`}
    <span class="small muted person-load">
      ${CHANNELS.filter((each) => agent.capacity[each] || agent.load[each]).map(
        (each) => html`<span key=${each}>${t(`reports.board.load_${each}`, { load: number(agent.load[each]), capacity: number(agent.capacity[each]) })}</span>`,
      )}
    </span>
    <${Badge} tone=${TONES[agent.state] ?? ""}>${t(`reports.state.${agent.state}`)}<//>
  </li>`;
}

/** @param {{ scope: import("./scope.js").Scope, figures: import("./scope.js").Figures }} props */
export function People({ scope, figures }) {
  const [only, setOnly] = useState(/** @type {string | null} */ (null));
  const { data, error, reload } = useFetch(`/v1/queues/${scope.id}/board`);
  useRoom(`queue:${scope.id}`, reload);
  /** @type {Board | null} */
  const board = data;
  const counts = figures.agents_by_state;
  // Those who are not there are many and of no help: they are shown when they are asked for.
  const shown = (board?.agents ?? []).filter((each) => (only ? each.state === only : !["offline", "off_shift", "out_of_office"].includes(each.state)));
  return html`<section class="card board-people" aria-label=${t("reports.board.people")}>
    <div class="card-head">
      <h2>${t("reports.board.people")}</h2>
      ${board && board.waiting.offered > 0 && html`<${Badge} tone="accent">${t.n("reports.board.offers", board.waiting.offered)}<//>`}
    </div>
    <div class="row" role="group" aria-label=${t("reports.board.states")}>
      ${STATES.filter((each) => counts[each]).map(
        (each) => html`<button key=${each} type="button" class="button small" aria-pressed=${only === each} onClick=${() => setOnly(only === each ? null : each)}>
          <span class=${`dot ${TONES[each] ?? ""}`}></span>${t(`reports.state.${each}`)} <b>${number(counts[each] ?? 0)}</b>
        </button>`,
      )}
    </div>
    ${error && html`<${Problem} error=${error} />`}
    ${board && !shown.length && html`<${Empty} icon="users" title=${t("reports.board.nobody")} />`}
    <ul class="list people">
      ${shown.map((each) => html`<${Person} key=${each.id} agent=${each} />`)}
    </ul>
  </section>`;
}
