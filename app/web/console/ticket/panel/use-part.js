// @ts-check
/** What one part of the panel reads, and reads again when something has happened on the ticket. */
import { useCallback, useEffect, useState } from "../../../shared/view.js";
import { toast, useFetch } from "../../../shared/parts.js";
import { said } from "../desk.js";

/** @param {string | null} path @param {number} turn @param {import("../../../shared/api.js").Query} [query] */
export function usePart(path, turn, query) {
  const read = useFetch(path, query);
  useEffect(() => {
    if (turn) void read.reload();
  }, [turn]);
  return read;
}

/** Do something, and say so when it fails. `busy` while it is done. @param {() => unknown} [then] */
export function useDoing(then) {
  const [busy, setBusy] = useState(false);
  const run = useCallback(async (/** @type {() => Promise<unknown>} */ work) => {
    setBusy(true);
    try {
      await work();
      await then?.();
      return true;
    } catch (error) {
      toast(said(error), { tone: "bad" });
      return false;
    } finally {
      setBusy(false);
    }
  }, [then]);
  return { busy, run };
}
