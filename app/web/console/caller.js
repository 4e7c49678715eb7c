// @ts-check
/** Who is signed in at the console, its client of the desk, and what waits while they sign in again. */
import { Api } from "../shared/api.js";
import { Session } from "../shared/session.js";
import { locale } from "../shared/texts.js";

export const session = new Session();
/** @type {(() => void)[]} what waits until somebody has signed in again */
let waiting = [];
export const api = new Api({
  token: (fresh) => session.token(fresh),
  locale: locale,
  onExpired: () => {
    if (!session.signedIn) return Promise.reject(new Error("signed out"));
    expire(true);
    return new Promise((done) => {
      waiting.push(() => done(undefined));
    });
  },
});

/** @type {(expired: boolean) => void} */
let expire = () => {};

/** The shell says how to show that the sign-in has ended. @param {(expired: boolean) => void} show */
export function onExpire(show) {
  expire = show;
}

/** Somebody is signed in again: what was asked meanwhile goes on. */
export function goOn() {
  const all = waiting;
  waiting = [];
  expire(false);
  for (const each of all) each();
}
