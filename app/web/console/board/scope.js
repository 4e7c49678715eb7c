// @ts-check
/** What a board is of, and its figures as the desk pushes them. */
import { live, useHeard } from "../../shared/live.js";
import { useFetch } from "../../shared/parts.js";
import { useEffect, useState } from "../../shared/view.js";

/**
 * @typedef {import("api").components["schemas"]["LiveReportOut"]} Figures
 * @typedef {import("api").components["schemas"]["BoardOut"]} Board
 * @typedef {{ kind: "desk" | "queue" | "team", id: string }} Scope
 * @typedef {{ kind: "desk" | "queue" | "team", id: string, name: string }} Line
 */

/** The desk's own line, in which waits what anybody may take, has this id. @type {Scope} */
export const DESK = { kind: "desk", id: "00000000-0000-0000-0000-000000000000" };

/** @param {Scope} scope @returns {string} As the socket calls it. */
function topic(scope) {
  return scope.kind === "desk" ? "desk" : `${scope.kind}:${scope.id}`;
}

/** @param {Scope} scope @returns {Record<string, string>} As requests and addresses of tickets call it. */
export function scopeQuery(scope) {
  return scope.kind === "desk" ? {} : { [`${scope.kind}_id`]: scope.id };
}

/**
 * The figures: read once, and then each time that they change.
 * @param {Scope} scope @returns {{ figures: Figures | null, error: any }}
 */
export function useFigures(scope) {
  const [pushed, setPushed] = useState(/** @type {{ topic: string, figures: Figures } | null} */ (null));
  const room = topic(scope);
  const read = useFetch("/v1/reports/live", scopeQuery(scope));
  useEffect(() => live.follow(`report:${room}`), [room]);
  useHeard("figures", ({ report, figures }) => report === room && setPushed({ topic: report, figures }));
  useHeard("state", ({ state }) => {
    // Whatever happened while nobody was connected comes with the next figures; until then these may be old.
    if (state === "open") void read.reload();
  });
  const own = pushed?.topic === room ? pushed.figures : null;
  /** @type {Figures | null} */
  const figures = own && (!read.data || own.as_of >= read.data.as_of) ? own : read.data;
  return { figures, error: figures ? null : read.error };
}
