// @ts-check
/** What somebody has chosen for this device: the theme, sounds, notifications. */
import { storage } from "../shared/storage.js";

const KEPT = "otklik.preferences";

/** @typedef {{ theme: "auto" | "light" | "dark", sound: boolean, notify: boolean, after: string }} Preferences */

/** @type {Preferences} nothing makes a noise or asks for anything until it is chosen */
const DEFAULTS = { theme: "auto", sound: false, notify: false, after: "stay" };

export const preferences = {
  /** @returns {Preferences} */
  all() {
    return { ...DEFAULTS, ...storage.read(KEPT, {}) };
  },

  /** @param {Partial<Preferences>} changes */
  set(changes) {
    storage.write(KEPT, { ...preferences.all(), ...changes });
    preferences.apply();
  },

  /** Show the page in the chosen theme. */
  apply() {
    const { theme } = preferences.all();
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  },
};
