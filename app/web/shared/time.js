// @ts-check
/** The time as the desk has it: a device whose clock is wrong still counts down to the right moment. */

/** Milliseconds that the desk is ahead of this device. */
let ahead = 0;

/** The time of the desk, in milliseconds since 1970. */
export function now() {
  return Date.now() + ahead;
}

/** A step of so much is no answer that was long on its way: the clock of the device was set. */
const STEP_MS = 5000;
/** @type {number | null} the most that an answer has said */
let most = null;

/**
 * Hear the time from an answer's `Date`. That has whole seconds and was on its way for a while: it always says too
 * little, and what says the most is the nearest. A difference of under two seconds says nothing.
 * @param {Response} response
 */
export function heard(response) {
  const said = Date.parse(response.headers.get("date") ?? "");
  if (Number.isNaN(said)) return;
  const off = said - Date.now();
  if (most === null || off > most || most - off > STEP_MS) most = off;
  ahead = Math.abs(most) < 2000 ? 0 : most;
}
