// @ts-check
/** A file goes to the desk in parts, each of which can be sent again: a cut in the middle costs one part. */
import { ApiError } from "../../../shared/api.js";
import { session } from "../../caller.js";

const PART = 200 * 1024;
const ATTEMPTS = 5;

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * @param {string} id of the import
 * @param {Blob} file
 * @param {(share: number) => void} onShare
 */
export async function sendParts(id, file, onShare) {
  const parts = Math.max(1, Math.ceil(file.size / PART));
  for (let number = 0; number < parts; number += 1) {
    await one(`/v1/imports/${id}/parts/${number}`, file.slice(number * PART, (number + 1) * PART));
    onShare((number + 1) / parts);
  }
}

/** The same part under the same number is the same part, so it may be sent again. @param {string} path @param {Blob} part */
async function one(path, part) {
  for (let attempt = 1; ; attempt += 1) {
    const token = await session.token(attempt > 1);
    const response = await fetch(path, {
      method: "PUT",
      body: part,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
      credentials: "omit",
    }).catch(() => null);
    if (response?.ok) return;
    const again = !response || response.status === 401 || response.status === 429 || response.status >= 500;
    if (!again || attempt >= ATTEMPTS) {
      const problem = await response?.json().catch(() => ({}));
      throw new ApiError(response?.status ?? 0, problem ?? { code: "unreachable" });
    }
    await pause(300 * 2 ** attempt);
  }
}
