// @ts-check
/** What this page itself has written: the next step goes on from the version that the one before it made. */

/** What of a resource is written at an address of its own and still counts as the resource. */
const PARTS = /\/(avatar|logo)$/;

/** The resource whose version an `If-Match` names. @param {string} method @param {string} path @returns {string} */
function versioned(method, path) {
  return method === "POST" || PARTS.test(path) ? path.slice(0, path.lastIndexOf("/")) : path;
}

/**
 * Writes of one client that name the version they are made upon. A page may press its second button before it has read
 * what the first one made: it then names a version that only its own step has replaced, and nobody's words are lost by
 * going on from the newer one. Versions that somebody else has made are never taken for one's own.
 */
export class OwnWrites {
  /** @type {Map<string, Map<string, string>>} by resource: the version before a write and the one it made */
  #made = new Map();
  /** @type {Map<string, Promise<unknown>>} the write of a resource that is on its way */
  #turns = new Map();
  /** @type {Map<string, Set<(value: any, etag: string) => void>>} */
  #listeners = new Map();

  /** Tell what this page's own writes make of a resource. @param {string} path @param {(value: any, etag: string) => void} listener @returns {() => void} */
  listen(path, listener) {
    const all = this.#listeners.get(path) ?? new Set();
    this.#listeners.set(path, all.add(listener));
    return () => {
      all.delete(listener);
      if (!all.size && this.#listeners.get(path) === all) this.#listeners.delete(path);
    };
  }

  /**
   * Send a write when the one before it has been answered, upon the version which that one made.
   * @param {string} method @param {string} path @param {string} etag the version that the page has seen
   * @param {(etag: string) => Promise<Response>} send @returns {Promise<Response>}
   */
  async send(method, path, etag, send) {
    const resource = versioned(method, path);
    const turn = (this.#turns.get(resource) ?? Promise.resolve()).then(() => this.#step(method, path, resource, etag, send));
    const over = turn.then(() => undefined, () => undefined);
    this.#turns.set(resource, over);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(resource) === over) this.#turns.delete(resource);
    }
  }

  /** What is written without having seen a version begins anew: versions may count from one again. @param {string} path */
  forget(path) {
    this.#made.delete(path);
  }

  /** @param {string} method @param {string} path @param {string} resource @param {string} seen @param {(etag: string) => Promise<Response>} send */
  async #step(method, path, resource, seen, send) {
    const upon = this.#newest(resource, seen);
    const response = await send(upon).catch((/** @type {any} */ error) => {
      // Whoever takes the others' side goes on from their version, though it may have the number of an old one of ours.
      if (error.status === 412) this.forget(resource);
      throw error;
    });
    const made = response.headers.get("etag");
    if (method === "DELETE" && resource === path) this.forget(resource);
    else if (made && made !== upon) {
      const known = this.#made.get(resource) ?? new Map();
      this.#made.set(resource, known.set(upon, made));
    }
    const listeners = this.#listeners.get(resource);
    if (made && listeners?.size && response.status !== 204) {
      const value = await response.clone().json();
      for (const each of [...listeners]) each(value, made);
    }
    return response;
  }

  /** @param {string} resource @param {string} etag @returns {string} */
  #newest(resource, etag) {
    const known = this.#made.get(resource);
    let newest = etag;
    for (let next = known?.get(newest); next; next = known?.get(newest)) newest = next;
    return newest;
  }
}
