// @ts-check
/** The desk as the signed-in agent, for everything on the ticket page. */
import { lineOf } from "../../shared/refusals.js";
import { t } from "../../shared/texts.js";
import { ownFieldName } from "./words.js";
export { api } from "../caller.js";

/** Refusals that name what is missing. @type {Record<string, (problem: any) => string>} */
const NAMING = {
  fields_required: ({ errors = [] }) => errors.map((/** @type {{ pointer: string }} */ each) => (
    ownFieldName(each.pointer.split("/").at(-1) ?? ""))).join(", "),
  tasks_open: ({ tasks = [] }) => tasks.map((/** @type {{ title: string }} */ each) => each.title).join(", "),
  children_open: ({ children = [] }) => children.map((/** @type {{ number: number }} */ each) => `#${each.number}`).join(", "),
};

/** Why something did not work, in a line. @param {unknown} error */
export function said(error) {
  const { code, problem } = /** @type {any} */ (error ?? {});
  const names = NAMING[code]?.(problem ?? {});
  return names ? t(`thread.refused_for.${code}`, { names }) : lineOf(error);
}
