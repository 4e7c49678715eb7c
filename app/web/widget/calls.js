// @ts-check
/** Requests to the desk from a page of another origin: as the visitor, each thing done once, refusals as errors. */

/** The desk has refused it. */
export class Refused extends Error {
  /** @param {number} status @param {any} problem @param {number} retryAfter in seconds */
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? problem.title ?? String(status));
    this.status = status;
    /** @type {string} */
    this.code = problem.code ?? "";
    this.retryAfter = retryAfter;
  }

  /** Whether asking again changes nothing. */
  get final() {
    return this.status < 500 && this.status !== 429;
  }
}

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** A random id, also on pages without TLS. */
export function uuid() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}

/**
 * @typedef {object} Options
 * @property {any} [body] JSON
 * @property {string} [key] the same for all tries of one thing; made up where it is left out
 * @property {string | null} [token] of the visitor
 * @property {Record<string, any>} [query]
 * @property {number} [tries] how often a lost connection or a busy desk is tried again
 * @property {string} [language]
 */

/**
 * The JSON of the answer, or null where there is none. Raises `Refused`, and `TypeError` when the desk was not reached.
 * @param {string} desk @param {string} method @param {string} path @param {Options} [options] @returns {Promise<any>}
 */
export async function call(desk, method, path, options = {}) {
  const { body, token, query = {}, tries = 3, language } = options;
  const url = new URL(path.slice(1), desk);
  for (const [name, value] of Object.entries(query)) if (value != null) url.searchParams.set(name, String(value));
  /** @type {Record<string, string>} */
  const headers = {};
  if (token) headers.authorization = `Bearer ${token}`;
  if (language) headers["accept-language"] = language;
  if (body !== undefined) headers["content-type"] = "application/json";
  if (method === "POST") headers["idempotency-key"] = options.key ?? uuid();
  for (let attempt = 1; ; attempt += 1) {
    let again = Math.min(1_000 * 2 ** (attempt - 1), 15_000) * (0.5 + Math.random() / 2);
    try {
      const answer = await fetch(url, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body),
        credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(20_000),
      });
      if (answer.ok) return answer.status === 204 ? null : await answer.json();
      const retryAfter = Number(answer.headers.get("retry-after")) || 0;
      if (![429, 502, 503, 504].includes(answer.status) || attempt >= tries) {
        throw new Refused(answer.status, await answer.json().catch(() => ({})), retryAfter);
      }
      again = Math.max(again, retryAfter * 1_000);
    } catch (error) {
      if (error instanceof Refused || attempt >= tries) throw error;
    }
    await pause(again);
  }
}
