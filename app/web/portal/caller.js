// @ts-check
/** Which customer is signed in at the portal of a brand, their client of the desk, and what waits for them to come again. */
import { Api } from "../shared/api.js";
import { decoded } from "../shared/router.js";
import { storage } from "../shared/storage.js";
import { locale } from "../shared/texts.js";
import { now } from "../shared/time.js";

/** @typedef {{ token: string, until: number, email: string }} Kept */

/** The brand in the address; `-` is a desk without brands. */
export const brand = decoded(location.pathname.split("/")[2] ?? "-");
/** Where its pages are. */
export const home = `/portal/${encodeURIComponent(brand)}`;
const KEPT = `otklik.portal.${brand}`;

/** @type {Set<() => void>} */
const listeners = new Set();

function tell() {
  for (const each of listeners) each();
}

addEventListener("storage", (event) => {
  if (event.key === KEPT) tell();
});

export const session = {
  /** @returns {Kept | null} */
  get kept() {
    const kept = storage.read(KEPT, /** @type {Kept | null} */ (null));
    return kept && kept.until > now() ? kept : null;
  },

  /** @param {{ token: string, expires_in: number, email: string }} made */
  signIn(made) {
    storage.write(KEPT, { token: made.token, until: now() + made.expires_in * 1000, email: made.email });
    tell();
  },

  forget() {
    storage.remove(KEPT);
    tell();
  },

  /** Be told when somebody has signed in or out, here or in another tab. @param {() => void} listener @returns {() => void} how to stop that */
  onChange(listener) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};

/** @type {(() => void)[]} what waits until they have signed in again */
let waiting = [];
/** @type {(expired: boolean) => void} */
let expire = () => {};

export const api = new Api({
  token: async () => session.kept?.token ?? null,
  locale,
  onExpired: () => {
    expire(true);
    return new Promise((done) => {
      waiting.push(() => done(undefined));
    });
  },
});

/** For whoever is nobody yet. */
export const anybody = new Api({ locale });

/** The shell says how to show that the sign-in has ended. @param {(expired: boolean) => void} show */
export function onExpire(show) {
  expire = show;
}

/** They are gone: what was asked for them is asked in nobody else's name. */
export function giveUp() {
  waiting = [];
}

/** They are signed in again: what was asked meanwhile goes on. */
export function goOn() {
  const all = waiting;
  waiting = [];
  expire(false);
  for (const each of all) each();
}
