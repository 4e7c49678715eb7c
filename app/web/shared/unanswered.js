// @ts-check
/** Writes that may have been done although no answer came: whoever presses again asks with the key of the first time. */

/** Later the same words are meant anew: woken, snoozed and woken again is not woken once. */
const REMEMBERED_MS = 120_000;

export class Unanswered {
  /** @type {Map<string, { key: string, at: number }>} */
  #keys = new Map();

  /** The key that this had when nobody answered. @param {string} what address and body @returns {string | undefined} */
  key(what) {
    const known = this.#keys.get(what);
    return known && Date.now() - known.at < REMEMBERED_MS ? known.key : undefined;
  }

  /** Nobody answered this. @param {string} what @param {string} key */
  add(what, key) {
    this.#keys.set(what, { key, at: Date.now() });
  }

  /** It has its answer. @param {string} what */
  drop(what) {
    this.#keys.delete(what);
  }
}
