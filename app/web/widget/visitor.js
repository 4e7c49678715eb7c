// @ts-check
/**
 * Who the visitor is at the desk. Nobody is made up before there is something to say: a page view costs the desk no
 * customer. A session of a person whom the site vouches for is renewed; one of a stranger cannot be, for that would be
 * another stranger.
 */
import { storage } from "../shared/storage.js";
import { Refused, call, uuid } from "./calls.js";

/**
 * @typedef {{ token: string, id: string, sub: string | null }} Session  `sub`: whom the site says that they are
 * @typedef {string | ((fresh: boolean) => string | null | Promise<string | null>)} Identity
 */

/** What is on the device of whoever is here, and nobody else's. */
const THEIRS = ["pending", "failed", "draft", "offline", "consent", "read"];

/** Whose things these are: the site's name for them stays when the desk merges customers. @param {Session | null} session */
export function who(session) {
  return session && (session.sub === null ? session.id : `=${session.sub}`);
}

export class Visitor {
  /** @param {{ desk: string, brand?: string }} options @param {Kept} kept */
  constructor({ desk, brand }, kept) {
    this.desk = desk;
    this.brand = brand;
    this.kept = kept;
    /** @type {Identity | null} */
    this.identity = null;
    /** @type {Session | null} */
    this.session = kept.get("visitor");
    /** What is known of them before they have a session. @type {{ name?: string, email?: string, locale?: string }} */
    this.about = {};
    /** Whether the site has just said who they are. @type {Promise<boolean> | null} */
    this.becoming = null;
    /** @type {Promise<Session | null> | null} */
    this._renewal = null;
    /** What was asked for and not answered yet. @type {{ words: string, key: string } | null} */
    this._asked = null;
    /** How often somebody has left. */
    this._left = 0;
  }

  /** Under which id they read the help centre before they are anybody. */
  get reader() {
    const known = this.kept.get("reader") ?? uuid().replaceAll("-", "");
    this.kept.set("reader", known);
    return known;
  }

  /** A session, begun now if there was none. @returns {Promise<Session>} */
  async ensure() {
    await this.becoming;
    if (this.session) return this.session;
    return this.kept.alone("visitor", async () => {
      // Another tab was faster.
      this.session = this.kept.get("visitor");
      return this.session ?? this.begin(await this.proof(false));
    });
  }

  /**
   * The desk takes this session no more. A new one for the same person, or null where only the site could say who they
   * are. Raises `TypeError` when the desk or the site's backend is not reached.
   * @param {string} token that was refused
   * @returns {Promise<Session | null>}
   */
  renewed(token) {
    if (this.session && this.session.token !== token) return Promise.resolve(this.session);
    this._renewal ??= this.kept.alone("visitor", async () => {
      const there = this.kept.get("visitor");
      if (there && there.token !== token) return (this.session = there);
      const sub = this.session?.sub;
      const identity = sub ? await this.proof(true) : null;
      // Somebody else at the site does not go on as them.
      return identity && subject(identity) === sub ? this.begin(identity) : null;
    }).finally(() => { this._renewal = null; });
    return this._renewal;
  }

  /** Somebody else is here now: what is theirs waits until they come again. */
  part() {
    this.kept.set(`left:${who(this.session)}`, Object.fromEntries(THEIRS.map((name) => [name, this.kept.get(name)])));
    this.forget();
  }

  /** They are nobody any more, here and at the desk. */
  async leave() {
    const token = this.session?.token;
    this.forget();
    this.identity = null;
    if (!token) return;
    await call(this.desk, "DELETE", "/v1/widget/sessions/current", { token }).catch((error) => {
      // Over already; or offline: then the token that nobody has any more ends by itself.
      if (!(error instanceof Refused || error instanceof TypeError)) throw error;
    });
  }

  /** The session is over: whatever comes now is said by somebody new. @param {string[]} [names] what goes with it */
  forget(names = THEIRS) {
    this._left += 1;
    this.session = null;
    // What one has said of themselves is not said of the next.
    if (names === THEIRS) this.about = { locale: this.about.locale };
    for (const name of ["visitor", "reader", ...names]) this.kept.set(name, null);
  }

  /** What this visitor asks of the desk. @param {string} method @param {string} path @param {import("./calls.js").Options} [options] @returns {Promise<any>} */
  ask(method, path, options) {
    return this.as((token) => call(this.desk, method, path, { ...options, token }));
  }

  /** As this visitor, and as nobody who comes after them. @param {(token: string) => Promise<any>} what @returns {Promise<any>} */
  async as(what) {
    const session = await this.ensure();
    try {
      return await what(session.token);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      const next = await this.renewed(session.token);
      if (who(next ?? this.session) !== who(session)) throw new TypeError("Somebody else is here");
      if (!next) throw error;
      return what(next.token);
    }
  }

  /** What the site says of who they are. @param {boolean} fresh @returns {Promise<string | null>} */
  async proof(fresh, identity = this.identity) {
    return typeof identity === "function" ? identity(fresh) : identity;
  }

  /** A session, of whom the site vouches for, or of a stranger. @param {string | null} identity @returns {Promise<Session>} */
  async begin(identity) {
    const said = Object.fromEntries(Object.entries(this.about).filter(([, value]) => value));
    const body = { ...said, brand: this.brand, help_session: this.reader, ...(identity && { identity_token: identity }) };
    // With the same key for the same words until it is answered: a lost answer makes nobody twice.
    const words = JSON.stringify(body);
    if (this._asked?.words !== words) this._asked = { words, key: uuid() };
    const { _left } = this;
    const made = await call(this.desk, "POST", "/v1/widget/sessions", { body, key: this._asked.key, tries: 6 });
    // They have not waited for it, and nobody else is who they are.
    if (_left !== this._left) throw new TypeError("They have left");
    this._asked = null;
    this.session = { token: made.token, id: made.customer_id, sub: identity && subject(identity) };
    this.kept.set("visitor", this.session);
    const name = `left:${who(this.session)}`;
    const left = this.kept.get(name);
    // What is written now is not mixed with it: that waits on.
    if (left && !this.kept.get("pending")) {
      for (const each of THEIRS) this.kept.set(each, this.kept.get(each) ?? left[each] ?? null);
      this.kept.set(name, null);
    }
    return this.session;
  }
}

/** Whom a token is about; it is the desk that checks it. @param {string} token @returns {string | null} */
export function subject(token) {
  try {
    const payload = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (each) => each.charCodeAt(0));
    return String(JSON.parse(new TextDecoder().decode(bytes)).sub);
  } catch {
    return null;
  }
}

/** What stays on the visitor's device, in the site's own storage, by the brand that they talk to. */
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
