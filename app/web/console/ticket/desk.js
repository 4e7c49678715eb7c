// @ts-check
/** The desk as the signed-in agent, for everything on the ticket page. */
export { api } from "../caller.js";

/** Why something did not work, in a line. @param {unknown} error */
export function said(error) {
  return error instanceof Error ? error.message : String(error);
}
