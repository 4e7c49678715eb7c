// @ts-check
/** Sending what a form or a dialog holds: once at a time, and what the desk said against it is there until it is sent again. */
import { useCallback, useRef, useState } from "./view.js";

/**
 * @typedef {object} Sending
 * @property {boolean} busy it is on its way
 * @property {any} error what was said against it the last time
 * @property {(error: any) => void} setError
 * @property {(work: () => unknown) => Promise<boolean>} send whether it was done; a press while it is on its way is no second one
 * @property {(event: Event, work: () => unknown) => Promise<boolean>} submit the same of a form, which sends nothing by itself
 */

/**
 * @param {(problem: any) => any} [refused] what is shown of a refusal, if it is not the refusal; null: it is said elsewhere
 * @returns {Sending}
 */
export function useSending(refused) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {any} */ (null));
  const going = useRef(false);
  const how = useRef(refused);
  how.current = refused;
  const send = useCallback(async (/** @type {() => unknown} */ work) => {
    if (going.current) return false;
    going.current = true;
    setBusy(true);
    setError(null);
    try {
      await work();
      return true;
    } catch (problem) {
      setError(how.current ? how.current(problem) ?? null : problem);
      return false;
    } finally {
      going.current = false;
      setBusy(false);
    }
  }, []);
  const submit = useCallback((/** @type {Event} */ event, /** @type {() => unknown} */ work) => {
    event.preventDefault();
    return send(work);
  }, [send]);
  return { busy, error, setError, send, submit };
}
