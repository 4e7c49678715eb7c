// @ts-check
/** Single sign-on: away to the company's page and back, with a secret that only this browser knows. */
import { storage } from "../../shared/storage.js";
import { ask } from "./asking.js";

const KEPT = "otklik.sso";

/** @param {Uint8Array} data */
function encoded(data) {
  return btoa(String.fromCharCode(...data)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** What came back in the address: `{ code, error, to }`. @param {string} hash */
export function cameBack(hash) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const to = said.get("to") ?? "";
  // Anybody can write such an address: it leads to nowhere but the console.
  const within = /^\/console(?![^/?#])/.test(to) ? to : "/console";
  return { code: said.get("sso"), error: said.get("sso_error"), to: within, begin: said.has("begin") };
}

/** Leave for the company's page. @param {import("../../shared/api.js").Api} api @param {string} to where to go on afterwards */
export async function leave(api, to) {
  const verifier = encoded(crypto.getRandomValues(new Uint8Array(48)));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  storage.set(KEPT, verifier);
  const query = new URLSearchParams({ challenge: encoded(new Uint8Array(digest)), return_to: to });
  location.assign(`${api.base}/v1/auth/oidc/start?${query}`);
}

/** Tokens for what came back. @param {import("../../shared/api.js").Api} api @param {string} code @returns {Promise<import("./asking.js").Tokens>} */
export async function arrive(api, code) {
  const verifier = storage.get(KEPT) ?? "";
  storage.remove(KEPT);
  return ask(api, "/v1/auth/oidc/tokens", { code, verifier: verifier || "-".repeat(43) });
}
