// @ts-check
/** Changing a ticket in place: what somebody else has changed meanwhile is shown before it is overwritten. */
import { useCallback, useRef } from "../../shared/view.js";
import { confirm, toast } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { api, said } from "./desk.js";
import { nameOf } from "./directory.js";
import { fieldName, ownFieldName, ownValueName, valueName } from "./words.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */

/** @typedef {{ name: string, own: boolean, value: any }} Touched `own`: one of the desk's own fields, by its key */

/** @param {unknown} one @param {unknown} another */
function same(one, another) {
  return JSON.stringify(one) === JSON.stringify(another);
}

/** @param {string} name @param {boolean} own @param {any} value @returns {string} */
function shown(name, own, value) {
  if (own) return ownValueName(name, value);
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) return value.join(", ") || "–";
  return name.endsWith("_id") ? nameOf(String(value)) : valueName(name, String(value));
}

/** The values that a patch is about, the desk's own fields one by one. @param {any} ticket @param {Record<string, any>} patch @returns {Touched[]} */
function touched(ticket, patch) {
  return Object.keys(patch).flatMap((name) => /** @type {Touched[]} */ (name === "custom_fields"
    ? Object.keys(patch[name]).map((key) => ({ name: key, own: true, value: ticket[name][key] ?? null }))
    : [{ name, own: false, value: ticket[name] }]));
}

/** The value of the same field elsewhere. @param {Touched[]} all @param {Touched} one */
function other(all, one) {
  return all.find((each) => each.name === one.name && each.own === one.own)?.value;
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
  /** What the last change of this page has made. */
  const made = useRef(/** @type {TicketOut | null} */ (null));
  const turn = useRef(/** @type {Promise<unknown>} */ (Promise.resolve()));
  const step = useCallback(async (/** @type {Record<string, any>} */ patch, /** @type {TicketOut} */ pressed) => {
    const path = `/v1/tickets/${pressed.id}`;
    const own = made.current;
    /** @type {any} */
    let before = own && own.id === pressed.id && own.version > pressed.version ? own : pressed;
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
          made.current = changed;
          set(changed);
          return changed;
        }
        const fresh = await api.get(path);
        set(fresh);
        const [then, wanted] = [touched(before, patch), touched(patch, patch)];
        const theirs = touched(fresh, patch).filter((each) => !same(each.value, other(then, each)));
        // Something else has changed: that is no reason to ask.
        const go = !theirs.length || await confirm(t("thread.conflict.question", {
          changes: theirs.map((each) => t("thread.conflict.field", {
            field: each.own ? ownFieldName(each.name) : fieldName(each.name), theirs: shown(each.name, each.own, each.value),
            mine: shown(each.name, each.own, other(wanted, each)) })).join("\n") }),
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
  return useCallback((patch) => {
    const pressed = seen.current;
    // One after the other: the desk's own fields are sent as a whole, with what the change before this one has made.
    const mine = turn.current.then(() => step(patch, pressed));
    turn.current = mine;
    return mine;
  }, [step]);
}
