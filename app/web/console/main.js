// @ts-check
/** The console of agents: who is signed in, the socket, the texts, and the shell around every page. */
import { Api } from "../shared/api.js";
import { live } from "../shared/live.js";
import { Caller } from "../shared/parts.js";
import { Session } from "../shared/session.js";
import * as texts from "../shared/texts.js";
import { html, render } from "../shared/view.js";
import { preferences } from "./preferences.js";
import { Shell } from "./shell.js";

export const session = new Session();
/** @type {(() => void)[]} what waits until somebody has signed in again */
let waiting = [];
export const api = new Api({
  token: (fresh) => session.token(fresh),
  locale: texts.locale,
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

async function begin() {
  preferences.apply();
  await texts.load(["common", "console", "account", "inbox", "thread", "admin", "setup", "reports"]);
  document.documentElement.lang = texts.locale();
  document.documentElement.dir = texts.dir();
  const place = document.getElementById("app");
  if (!place) throw new Error("There is no place for the console");
  render(html`<${Caller.Provider} value=${api}><${Shell} ...${{ api, session, live }} /><//>`, place);
}

void begin();
