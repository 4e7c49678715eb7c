// @ts-check
/** Who is signed in on this device: one pair of tokens for all tabs, renewed by one of them at a time. */
import { ApiError } from "./api.js";
import { storage } from "./storage.js";
import { heard, now } from "./time.js";

/**
 * @typedef {{ access_token: string, refresh_token: string, expires_in: number }} Tokens
 * @typedef {{ access: string, refresh: string, until: number }} Kept
 */

/** Whose an access token is, as it says itself; null where it does not. @param {string} access @returns {string | null} */
function personOf(access) {
  try {
    return JSON.parse(atob(access.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))).sub ?? null;
  } catch {
    // No token of ours: the desk says what it thinks of it.
    return null;
  }
}

// Renewed this long before its end, so that no request is on its way with one that ends.
const MARGIN_MS = 30_000;

/** A sign-in of agents, kept under one name. */
export class Session {
  /** @param {{ name?: string, base?: string }} [options] */
  constructor({ name = "otklik.agent", base = "" } = {}) {
    this.name = name;
    this.base = base;
    /** @type {Set<() => void>} */
    this._listeners = new Set();
    /** @type {Promise<string | null> | null} */
    this._renewing = null;
    /** Whose page this is, once it is somebody's. @type {string | null} */
    this.account = null;
    addEventListener("storage", (event) => {
      if (event.key === this.name) this._tell();
    });
  }

  /** @returns {Kept | null} */
  get kept() {
    return storage.read(this.name, /** @type {Kept | null} */ (null));
  }

  get signedIn() {
    return this.kept !== null;
  }

  /** Whether another person than this page's has signed in here meanwhile: in another tab, which has the same tokens. */
  get isSomebodyElse() {
    const person = this.kept && personOf(this.kept.access);
    return this.account !== null && Boolean(person) && person !== this.account;
  }

  /** Be told when somebody has signed in or out, here or in another tab. @param {() => void} listener @returns {() => void} how to stop that */
  onChange(listener) {
    this._listeners.add(listener);
    return () => this._listeners.delete(listener);
  }

  /** @param {Tokens} tokens */
  signIn(tokens) {
    this._keep(tokens);
    this._tell();
  }

  /** Forget the tokens, after telling the desk. */
  async signOut() {
    const { kept } = this;
    storage.remove(this.name);
    this._tell();
    if (!kept) return;
    // Whether or not the desk can be reached: here nobody is signed in any more.
    await fetch(`${this.base}/v1/auth/logout`, {
      method: "POST", headers: { authorization: `Bearer ${kept.access}` }, credentials: "omit",
    }).catch(() => null);
  }

  /** Forget the tokens: they are not good any more. */
  forget() {
    storage.remove(this.name);
    this._tell();
  }

  /**
   * An access token that is good for a while; null when nobody is signed in. `fresh`: the last one was refused.
   * @param {boolean} [fresh] @returns {Promise<string | null>}
   */
  async token(fresh = false) {
    const { kept } = this;
    // What one person has typed is not sent in the name of another.
    if (!kept || this.isSomebodyElse) return null;
    if (!fresh && kept.until - now() > MARGIN_MS) return kept.access;
    this._renewing ??= this._renewed(kept).finally(() => {
      this._renewing = null;
    });
    return this._renewing;
  }

  /** @param {Kept} spent @returns {Promise<string | null>} */
  async _renewed(spent) {
    const renew = async () => {
      const { kept } = this;
      // Another tab was faster: a refresh token is spent once.
      if (!kept || kept.access !== spent.access) return kept && !this.isSomebodyElse ? kept.access : null;
      const response = await fetch(`${this.base}/v1/auth/refresh`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ refresh_token: kept.refresh }),
        credentials: "omit",
      }).catch(() => null);
      if (!response || response.status >= 500 || response.status === 429) throw new ApiError(response?.status ?? 0, { code: "unreachable" });
      heard(response);
      // Refused: the token of before is shown once more, and whoever asked hears 401 and asks to sign in.
      if (!response.ok) return kept.access;
      const tokens = await response.json();
      // They have signed out meanwhile, and perhaps somebody else is here.
      if (this.kept?.refresh !== kept.refresh) return null;
      this._keep(tokens);
      return this.isSomebodyElse ? null : /** @type {string} */ (tokens.access_token);
    };
    return navigator.locks ? navigator.locks.request(`${this.name}.refresh`, renew) : renew();
  }

  /** @param {Tokens} tokens */
  _keep(tokens) {
    const until = now() + tokens.expires_in * 1000;
    storage.write(this.name, { access: tokens.access_token, refresh: tokens.refresh_token, until });
  }

  _tell() {
    for (const each of this._listeners) each();
  }
}
