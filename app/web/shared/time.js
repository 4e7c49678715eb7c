// @ts-check
/** The time as the desk has it: a device whose clock is wrong still counts down to the right moment. */

/** Milliseconds that the desk is ahead of this device. */
let ahead = 0;

/** The time of the desk, in milliseconds since 1970. */
export function now() {
  return Date.now() + ahead;
}

/**
 * Hear the time from an answer's `Date`. That has whole seconds and was on its way for a while, so a difference of
 * under two seconds says nothing.
 * @param {Response} response
 */
export function heard(response) {
  const said = Date.parse(response.headers.get("date") ?? "");
  if (Number.isNaN(said)) return;
  const off = said - Date.now();
  ahead = Math.abs(off) < 2000 ? 0 : off;
}
