// @ts-check
/** What is kept in this browser. Where storage is blocked or full, it is kept for as long as the page is open. */

/** @type {Map<string, string>} */
const memory = new Map();

/** Whether the last write has outlived the page. */
let lasting = true;

export const storage = {
  /** Whether what is kept outlives this page. */
  get lasting() {
    return lasting;
  },

  /** @param {string} key @returns {string | null} */
  get(key) {
    // Only what could not be written: what lies in a storage that is full is older.
    if (memory.has(key)) return memory.get(key) ?? null;
    try {
      return localStorage.getItem(key);
    } catch {
      // Blocked: by the browser's settings, or for a page in a frame.
      lasting = false;
      return null;
    }
  },

  /** @param {string} key @param {string} value */
  set(key, value) {
    memory.set(key, value);
    try {
      localStorage.setItem(key, value);
      memory.delete(key);
      lasting = true;
    } catch {
      lasting = false;
    }
  },

  /** @param {string} key */
  remove(key) {
    memory.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      lasting = false;
    }
  },

  /**
   * A value as JSON; `otherwise` where there is none or somebody has written what is no JSON.
   * @template T @param {string} key @param {T} otherwise @returns {T}
   */
  read(key, otherwise) {
    const kept = storage.get(key);
    if (kept === null) return otherwise;
    try {
      return JSON.parse(kept);
    } catch {
      return otherwise;
    }
  },

  /** @param {string} key @param {unknown} value */
  write(key, value) {
    storage.set(key, JSON.stringify(value));
  },
};
