// @ts-check
/** Changing a ticket in place: what somebody else has changed meanwhile is shown before it is overwritten. */
import { useCallback, useRef } from "../../shared/view.js";
import { confirm, toast } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { api, said } from "./desk.js";
import { nameOf } from "./directory.js";
import { fieldName, valueName } from "./words.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */

/** @param {unknown} one @param {unknown} other */
function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** @param {string} name @param {any} value @returns {string} */
function shown(name, value) {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) return value.join(", ") || "–";
  if (typeof value === "object") return Object.entries(value).map(([key, each]) => `${key}: ${each ?? "–"}`).join(", ");
  return name.endsWith("_id") ? nameOf(String(value)) : valueName(name, String(value));
}

/**
 * @param {TicketOut} ticket @param {(ticket: TicketOut) => void} set
 * @returns {(patch: Record<string, any>) => Promise<TicketOut | null>} the ticket, or null
 *   when it was not changed
 */
export function useChange(ticket, set) {
  const seen = useRef(ticket);
  seen.current = ticket;
  return useCallback(async (patch) => {
    const path = `/v1/tickets/${seen.current.id}`;
    /** @type {any} */
    const before = seen.current;
    let { version } = before;
    const tried = async () => {
      try {
        return await api.patch(path, patch, { ifMatch: version });
      } catch (error) {
        if (/** @type {any} */ (error).status !== 412) throw error;
        return null;
      }
    };
    try {
      for (;;) {
        const changed = await tried();
        if (changed) {
          set(changed);
          return changed;
        }
        const fresh = await api.get(path);
        set(fresh);
        const other = Object.keys(patch).filter((name) => !same(fresh[name], before[name]));
        // Something else has changed: that is no reason to ask.
        const go = !other.length || await confirm(t("thread.conflict.question", {
          changes: other.map((name) => t("thread.conflict.field", {
            field: fieldName(name), theirs: shown(name, fresh[name]), mine: shown(name, patch[name]) })).join("\n") }),
        { title: t("thread.conflict.title"), action: t("thread.conflict.mine") });
        if (!go) return null;
        version = fresh.version;
      }
    } catch (error) {
      toast(said(error), { tone: "bad" });
      return null;
    }
  }, [set]);
}
