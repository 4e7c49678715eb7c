// @ts-check
/** Asking the desk to be let in: no credential goes along, and what it refuses is said in words. */
import { ApiError } from "../../shared/api.js";
import { heard } from "../../shared/time.js";
import { t } from "../../shared/texts.js";

/** @typedef {import("api").components["schemas"]["TokensOut"]} Tokens */

/**
 * Send this; the answer. Throws `ApiError` with words of ours where there are some.
 * @param {import("../../shared/api.js").Api} api @param {string} path @param {Record<string, unknown>} body @returns {Promise<any>}
 */
export async function ask(api, path, body) {
  const response = await fetch(`${api.base}${path}`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), credentials: "omit",
  }).catch(() => null);
  if (!response) throw new ApiError(0, { code: "unreachable" });
  heard(response);
  const said = await response.json().catch(() => ({}));
  if (response.ok) return said;
  throw new ApiError(response.status, { ...said, detail: inWords(said.code) ?? said.detail });
}

/** What a refusal means, for people. @param {string | undefined} code @returns {string | null} */
export function inWords(code) {
  return code && t.has(`account.error_${code}`) ? t(`account.error_${code}`) : null;
}
