// @ts-check
/** The live board: what waits, what is late and who is there, as it is at this moment, for a desk or for a wall. */
import { Button, Problem, Select, Spinner, useFetch } from "../../shared/parts.js";
import { navigate } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { html, useEffect, useMemo, useState } from "../../shared/view.js";
import { useAddress } from "../reports/address.js";
import { changed } from "../reports/asked.js";
import { Lines } from "./lines.js";
import { People } from "./people.js";
import { DESK, useFigures } from "./scope.js";
import { Tiles } from "./tiles.js";
import { Waiting } from "./waiting.js";

/** @typedef {import("./scope.js").Scope} Scope */
/** @typedef {import("./scope.js").Line} Line */

/** @param {URLSearchParams} query @returns {Scope} */
function scopeOf(query) {
  if (query.get("queue")) return { kind: "queue", id: /** @type {string} */ (query.get("queue")) };
  if (query.get("team")) return { kind: "team", id: /** @type {string} */ (query.get("team")) };
  return DESK;
}

/** @returns {Line[] | null} Where things can wait: for anybody, in queues, and for teams. */
function useLines() {
  const queues = useFetch("/v1/queues", { limit: 100 });
  const teams = useFetch("/v1/teams", { limit: 100 });
  return useMemo(() => {
    if (!queues.data || !teams.data) return null;
    /** @param {"queue" | "team"} kind @returns {(each: any) => Line} */
    const made = (kind) => ({ id, name }) => ({ id, name, kind });
    return [
      { id: /** @type {string} */ (DESK.id), name: t("reports.board.anybody"), kind: "desk" },
      ...queues.data.items.map(made("queue")),
      ...teams.data.items.map(made("team")),
    ];
  }, [queues.data, teams.data]);
}

/** Fills the screen for as long as it is asked for; a browser that refuses shows the same in its window. @param {boolean} on @param {() => void} ended */
function useWall(on, ended) {
  useEffect(() => {
    if (!on) return undefined;
    const left = () => !document.fullscreenElement && ended();
    document.addEventListener("fullscreenchange", left);
    const escape = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && ended();
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("fullscreenchange", left);
      document.removeEventListener("keydown", escape);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [on]);
}

export default function BoardPage() {
  const { path, query } = useAddress();
  const scope = scopeOf(query);
  const wall = query.get("wall") === "1";
  const lines = useLines();
  const { figures, error } = useFigures(scope);
  const [waiting, setWaiting] = useState(/** @type {Line[] | null} */ (null));
  const set = (/** @type {Record<string, string | null>} */ changes) => navigate(path + changed(query, changes), { replace: true });
  useWall(wall, () => set({ wall: null }));
  const fill = () => {
    set({ wall: "1" });
    // Refused where a page may not fill the screen: the board fills the window then.
    document.documentElement.requestFullscreen().catch(() => null);
  };
  const pick = (/** @type {string | null} */ value) => {
    const [kind, id] = (value ?? "").split(":");
    set({ queue: kind === "queue" ? id : null, team: kind === "team" ? id : null });
  };
  const named = (lines ?? []).filter((each) => each.kind !== "desk");
  const options = named.map((each) => ({ value: `${each.kind}:${each.id}`, label: t(`reports.board.of_${each.kind}`, { name: each.name }) }));
  const shown = scope.kind === "desk" ? (lines ?? []) : (lines ?? []).filter((each) => each.id === scope.id);
  return html`<div class=${wall ? "page board wall" : "page board"}>
    <div class="page-head">
      <h1>${figures?.scope.name ?? t("reports.board.title")}</h1>
      ${!wall && html`<${Select} class="auto" aria-label=${t("reports.board.scope")} empty=${t("reports.board.desk")} options=${options} value=${scope.kind === "desk" ? "" : `${scope.kind}:${scope.id}`} onChange=${pick} />`}
      <${Button} icon=${wall ? "minimize" : "maximize"} onClick=${() => (wall ? set({ wall: null }) : fill())}>${t(wall ? "reports.board.leave_wall" : "reports.board.wall")}<//>
    </div>
    ${error && html`<${Problem} error=${error} />`} ${!figures && !error && html`<div class="report-wait"><${Spinner} /></div>`}
    ${figures &&
    html`<${Tiles} figures=${figures} scope=${scope} onWaiting=${() => setWaiting(shown)} />
      <${People} key=${scope.id} scope=${scope} figures=${figures} />
      ${lines && scope.kind === "desk" && html`<${Lines} lines=${lines} wall=${wall} onWaiting=${(/** @type {Line} */ line) => setWaiting([line])} />`}`}
    ${waiting && html`<${Waiting} lines=${waiting} onClose=${() => setWaiting(null)} />`}
  </div>`;
}
