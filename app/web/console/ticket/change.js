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

/** The values that a patch is about, the desk's own fields one by one. @param {any} ticket @param {Record<string, any>} patch @returns {[string, any][]} */
function touched(ticket, patch) {
  return Object.keys(patch).flatMap((name) => (name === "custom_fields"
    ? Object.keys(patch[name]).map((key) => /** @type {[string, any]} */ ([key, ticket[name][key] ?? null]))
    : [/** @type {[string, any]} */ ([name, ticket[name]])]));
}

/**
 * A patch as it is sent. The desk takes its own fields as a whole: those that the patch says nothing of stay as they are.
 * @param {Record<string, any>} patch @param {TicketOut} ticket
 */
function whole(patch, ticket) {
  if (!patch.custom_fields) return patch;
  const all = { ...ticket.custom_fields, ...patch.custom_fields };
  return { ...patch, custom_fields: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) };
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
    let before = seen.current;
    let { version } = before;
    const tried = async () => {
      try {
        return await api.patch(path, whole(patch, before), { ifMatch: version });
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
        const then = new Map(touched(before, patch));
        const wanted = new Map(touched(patch, patch));
        const other = touched(fresh, patch).filter(([name, value]) => !same(value, then.get(name)));
        // Something else has changed: that is no reason to ask.
        const go = !other.length || await confirm(t("thread.conflict.question", {
          changes: other.map(([name, value]) => t("thread.conflict.field", {
            field: fieldName(name), theirs: shown(name, value), mine: shown(name, wanted.get(name)) })).join("\n") }),
        { title: t("thread.conflict.title"), action: t("thread.conflict.mine") });
        if (!go) return null;
        before = fresh;
        version = fresh.version;
      }
    } catch (error) {
      toast(said(error), { tone: "bad" });
      return null;
    }
  }, [set]);
}
