// @ts-check
/** Requests to the desk as promises of JSON: they renew the caller's token, try again where that is safe, and say why not. */
import { uuid } from "./ids.js";
import { OwnWrites } from "./own_writes.js";
import { heard } from "./time.js";
import { Unanswered } from "./unanswered.js";

/**
 * @typedef {(fresh?: boolean) => Promise<string | null>} TokenSource
 * @typedef {Record<string, string | number | boolean | null | undefined | (string | number)[]>} Query
 * @typedef {{ key?: string, ifMatch?: string | number | null, signal?: AbortSignal, query?: Query }} Options
 * @typedef {{ type?: string, title?: string, detail?: string, status?: number, code?: string,
 *   errors?: { pointer: string, detail: string }[], [member: string]: any }} ProblemBody
 */

/** Why the desk did not do it. `status` 0: it could not be reached. */
export class ApiError extends Error {
  /** @param {number} status @param {ProblemBody} problem @param {number | null} [retryAfter] seconds */
  constructor(status, problem, retryAfter = null) {
    super(problem.detail || problem.title || problem.code || `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
    this.code = problem.code ?? (status === 0 ? "unreachable" : "unknown");
    this.detail = problem.detail ?? "";
    this.retryAfter = retryAfter;
  }

  /** What is wrong with one member of the body (`name`, `targets/0/minutes`). @param {string} member */
  at(member) {
    const wanted = `/${member.replace(/^\//, "")}`;
    return this.problem.errors?.find((each) => each.pointer.replace(/^#/, "").replace(/^\/body/, "") === wanted)?.detail;
  }
}

const ATTEMPTS = 4;
const AGAIN = new Set([0, 502, 503, 504]);
// An answer that has not begun by then does not come: a connection may be dead without anybody saying so.
const PATIENCE_MS = 60_000;

/** @param {number} ms @param {AbortSignal} [signal] */
function pause(ms, signal) {
  return new Promise((done, failed) => {
    const stopped = () => {
      clearTimeout(timer);
      failed(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stopped);
      done(undefined);
    }, ms);
    signal?.addEventListener("abort", stopped, { once: true });
  });
}

/** `fetch` that does not wait for ever. @param {string} address @param {RequestInit} options */
async function patiently(address, options) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PATIENCE_MS);
  try {
    const signal = options.signal ? AbortSignal.any([options.signal, limit.signal]) : limit.signal;
    return await fetch(address, { ...options, signal });
  } finally {
    clearTimeout(timer);
  }
}

/** A client of the desk as one caller. */
export class Api {
  /** @param {{ base?: string, token?: TokenSource, locale?: () => string, onExpired?: () => Promise<void> }} [options] */
  constructor({ base = "", token = async () => null, locale = () => "", onExpired } = {}) {
    this.base = base;
    this.token = token;
    this.locale = locale;
    /** Asked when a renewed token is refused too: it resolves once somebody has signed in again. */
    this.onExpired = onExpired;
    this.own = new OwnWrites();
    this.unanswered = new Unanswered();
  }

  /** @param {string} path @param {Query} [query] @param {Options} [options] @returns {Promise<any>} */
  get(path, query, options) {
    return this.json("GET", path, undefined, { ...options, query });
  }

  /** @param {string} path @param {unknown} [body] @param {Options} [options] @returns {Promise<any>} */
  post(path, body, options) {
    return this.json("POST", path, body, options);
  }

  /** @param {string} path @param {unknown} [body] @param {Options} [options] @returns {Promise<any>} */
  put(path, body, options) {
    return this.json("PUT", path, body, options);
  }

  /** @param {string} path @param {unknown} [body] @param {Options} [options] @returns {Promise<any>} */
  patch(path, body, options) {
    return this.json("PATCH", path, body, options);
  }

  /**
   * Change parts of what was seen. That something else of it was changed meanwhile is no reason to refuse: it is refused
   * as stale only where somebody has changed these very parts. @param {string} path @param {Record<string, any>} body
   * @param {any} seen with its `version` @returns {Promise<any>}
   */
  async change(path, body, seen) {
    const same = (/** @type {any} */ one, /** @type {any} */ other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
    for (let { version } = seen, tries = 1; ; tries += 1) {
      try {
        return await this.patch(path, body, { ifMatch: version });
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 412 || tries === ATTEMPTS) throw error;
        const now = await this.get(path);
        if (Object.keys(body).some((name) => !same(now[name], seen[name]) && !same(now[name], body[name]))) throw error;
        version = now.version;
      }
    }
  }

  /** @param {string} path @param {Options} [options] @returns {Promise<any>} */
  delete(path, options) {
    return this.json("DELETE", path, undefined, options);
  }

  /** A page of a list. @param {string} path @param {Query} [query] @returns {Promise<{ items: any[], next_cursor: string | null }>} */
  async page(path, query) {
    const found = await this.get(path, query);
    return { ...found, items: found.items ?? [], next_cursor: found.next_cursor ?? null };
  }

  /** Every item of a list, page after page. @param {string} path @param {Query} [query] @returns {AsyncGenerator<any>} */
  async *pages(path, query = {}) {
    let cursor = null;
    do {
      const found = await this.page(path, { limit: 200, ...query, cursor });
      yield* found.items;
      cursor = found.next_cursor;
    } while (cursor);
  }

  /** All items at once, at most `most`. @param {string} path @param {Query} [query] @param {number} [most] @returns {Promise<any[]>} */
  async all(path, query, most = 1000) {
    const items = [];
    for await (const each of this.pages(path, query)) {
      items.push(each);
      if (items.length >= most) break;
    }
    return items;
  }

  /** What is there and its ETag, for `ifMatch`. @param {string} path @param {Query} [query] @returns {Promise<{ value: any, etag: string | null }>} */
  async tagged(path, query) {
    const response = await this.raw("GET", path, undefined, { query });
    return { value: await response.json(), etag: response.headers.get("etag") };
  }

  /** Change what is there: what it is then, and its ETag. @param {string} path @param {unknown} body @param {Options} [options] @returns {Promise<{ value: any, etag: string | null }>} */
  async patched(path, body, options) {
    const response = await this.raw("PATCH", path, body, options);
    return { value: await response.json(), etag: response.headers.get("etag") };
  }

  /**
   * Upload a file. @param {File | Blob} file @param {{ name?: string, onprogress?: (share: number) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<any>} the attachment
   */
  async upload(file, { name, onprogress, signal } = {}) {
    const called = name ?? (file instanceof File ? file.name : "file");
    const token = await this.token();
    const key = uuid();
    const send = (/** @type {string | null} */ credential) => new Promise((done, failed) => {
      // fetch tells nothing of how much of a body has gone.
      const request = new XMLHttpRequest();
      request.open("POST", `${this.base}/v1/attachments?name=${encodeURIComponent(called)}`);
      if (credential) request.setRequestHeader("authorization", `Bearer ${credential}`);
      request.setRequestHeader("content-type", file.type || "application/octet-stream");
      request.setRequestHeader("idempotency-key", key);
      request.upload.onprogress = (event) => event.lengthComputable && onprogress?.(event.loaded / event.total);
      request.onload = () => done(request);
      request.onerror = () => failed(new ApiError(0, { code: "unreachable" }));
      signal?.addEventListener("abort", () => {
        request.abort();
        failed(signal.reason);
      }, { once: true });
      request.send(file);
    });
    let answer = /** @type {XMLHttpRequest} */ (await send(token));
    if (answer.status === 401) answer = /** @type {XMLHttpRequest} */ (await send(await this.token(true)));
    const body = parsed(answer.responseText);
    if (answer.status >= 300) throw new ApiError(answer.status, body ?? {});
    return body;
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @param {Options} [options] @returns {Promise<any>} */
  async json(method, path, body, options) {
    const response = await this.raw(method, path, body, options);
    return response.status === 204 ? null : parsed(await response.text());
  }

  /** Send a request; the answer, when it is a good one. @param {string} method @param {string} path @param {unknown} [body] @param {Options} [options] @returns {Promise<Response>} */
  async raw(method, path, body, { ifMatch, ...options } = {}) {
    if (ifMatch === undefined || ifMatch === null || method === "GET") {
      if (method !== "GET") this.own.forget(path);
      return this.#send(method, path, body, options, null);
    }
    const seen = typeof ifMatch === "number" ? `"${ifMatch}"` : ifMatch;
    return this.own.send(method, path, seen, (etag) => this.#send(method, path, body, options, etag));
  }

  /**
   * Reads, and writes that carry a key, are sent again when the desk could not be reached: a key makes the desk do it once.
   * @param {string} method @param {string} path @param {unknown} body @param {Options} options @param {string | null} etag @returns {Promise<Response>}
   */
  async #send(method, path, body, { key, signal, query }, etag) {
    const address = `${this.base}${path}${asked(query)}`;
    const file = body instanceof Blob ? body : null;
    /** @type {Record<string, string>} */
    const headers = { accept: "application/json" };
    const language = this.locale();
    if (language) headers["accept-language"] = language;
    if (body !== undefined) headers["content-type"] = file?.type || "application/json";
    const text = file || body === undefined ? undefined : JSON.stringify(body);
    const what = `${address}\n${text ?? ""}`;
    if (method === "POST") headers["idempotency-key"] = key ?? (file ? undefined : this.unanswered.key(what)) ?? uuid();
    if (etag) headers["if-match"] = etag;
    const repeatable = method === "GET" || "idempotency-key" in headers || "if-match" in headers;
    let renewed = false;
    let fresh = false;
    for (let attempt = 1; ; attempt += 1) {
      const token = await this.token(fresh);
      fresh = false;
      if (token) headers.authorization = `Bearer ${token}`;
      else delete headers.authorization;
      /** @type {Response | null} */
      let response = null;
      try {
        response = await patiently(address, {
          method, headers, signal, body: file ?? text, credentials: "omit",
        });
      } catch (error) {
        if (signal?.aborted) throw error;
        // Not reached: that has the status 0, and is tried again below.
      }
      if (response) heard(response);
      if (response && !AGAIN.has(response.status)) this.unanswered.drop(what);
      if (response?.ok) return response;
      if (response?.status === 401 && token) {
        if (!renewed) {
          renewed = true;
          fresh = true;
          continue;
        }
        if (this.onExpired) {
          await this.onExpired();
          renewed = false;
          continue;
        }
      }
      const status = response?.status ?? 0;
      const after = Number(response?.headers.get("retry-after")) || null;
      if (AGAIN.has(status) && repeatable && attempt < ATTEMPTS) {
        await pause(Math.min(after ? after * 1000 : 300 * 2 ** attempt * (0.75 + Math.random() / 2), 10_000), signal);
        continue;
      }
      if (AGAIN.has(status) && method === "POST" && !file) this.unanswered.add(what, headers["idempotency-key"]);
      const said = response ? parsed(await response.text()) : null;
      throw new ApiError(status, said && typeof said === "object" ? said : {}, after);
    }
  }
}

/** @param {string} text @returns {any} */
function parsed(text) {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy between us and the desk answers with a page of its own.
    return { detail: text.slice(0, 200) };
  }
}

/** @param {Query} [query] */
function asked(query) {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === null || value === undefined || value === "") continue;
    for (const each of Array.isArray(value) ? value : [value]) pairs.append(name, String(each));
  }
  const text = pairs.toString();
  return text && `?${text}`;
}
