// @ts-check
/** A file as the body of a request: pictures go to the desk as they are. */

import { ApiError } from "../../shared/api.js";

/** @param {import("../../shared/api.js").Api} api @param {string} path @param {File} file @param {number} version @returns {Promise<any>} */
export async function putFile(api, path, file, version) {
  const send = async (/** @type {boolean} */ fresh) =>
    fetch(`${api.base}${path}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${await api.token(fresh)}`, "content-type": file.type, "if-match": `"${version}"` },
      body: file,
      credentials: "omit",
    });
  let answer = await send(false);
  if (answer.status === 401) answer = await send(true);
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new ApiError(answer.status, said);
  return said;
}
