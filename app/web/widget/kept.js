// @ts-check
/** What stays on the visitor's device, in the site's own storage, by the brand that they talk to. */
import { storage } from "../shared/storage.js";

export class Kept {
  /** @param {string} prefix */
  constructor(prefix) {
    this.prefix = prefix;
  }

  /** @param {string} name @returns {any} null: nothing is kept, or nothing that can be read */
  get(name) {
    return storage.read(this.prefix + name, null);
  }

  /** @param {string} name @param {any} value null removes it */
  set(name, value) {
    if (value === null) storage.remove(this.prefix + name);
    else storage.write(this.prefix + name, value);
  }

  /**
   * One tab at a time, where the browser can say so.
   * @template T @param {string} name @param {() => Promise<T>} what @returns {Promise<T>}
   */
  async alone(name, what) {
    let begun = false;
    const once = () => {
      begun = true;
      return what();
    };
    try {
      if (navigator.locks) return await navigator.locks.request(this.prefix + name, once);
    } catch (error) {
      // A page without an origin of its own has the locks, and may not use them.
      if (begun) throw error;
    }
    return once();
  }
}
