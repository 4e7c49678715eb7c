// @ts-check
/** Signing in: as a page, or as a dialog over what somebody is doing when their sign-in has ended. */
import { ApiError } from "../shared/api.js";
import { Button, Dialog, Field, Input, Notice, Problem, Spinner } from "../shared/parts.js";
import { here, navigate } from "../shared/router.js";
import { t } from "../shared/texts.js";
import { html, useEffect, useState } from "../shared/view.js";
import { ask, inWords } from "./signin/asking.js";
import { arrive, cameBack, leave } from "./signin/sso.js";
import { CodeStep, RecoveryCodes, SetupStep } from "./signin/steps.js";

const INVITED = "/console/invitation";
const ALONE = "/console/sign-in";

/** Whether an address is for signing in, whoever is signed in. @param {string} path */
export function isForSigningIn(path) {
  return path === ALONE || path === INVITED;
}

/**
 * `onTokens` gets what the desk answered; `onElsewhere` (dialogs) is told when somebody has signed in in another window.
 * @param {any} props
 */
export function SignIn({ api, session, mode, email = "", onTokens, onLeave, onElsewhere }) {
  useEffect(() => (mode === "dialog" ? session.onChange(() => session.signedIn && onElsewhere()) : undefined), []);
  const steps = html`<${Steps} ...${{ api, mode, email, onTokens }} />`;
  if (mode === "dialog") {
    return html`<${Dialog} title=${t("console.sign_in_again")} lasting actions=${html`<${Button} onClick=${onLeave}>${t("console.sign_out")}<//>`}>
      <p>${t("console.expired")}</p>${steps}<//>`;
  }
  const invited = location.pathname === INVITED;
  return html`<main class="page narrow signin"><section class="card stack loose">
    <h1>${invited ? t("account.invited") : t("console.sign_in_title")}</h1>${steps}</section></main>`;
}

/** @param {any} props */
function Steps({ api, mode, email: known, onTokens }) {
  const [invitation, setInvitation] = useState(mode === "page" && location.pathname === INVITED ? location.hash.slice(1) : null);
  // As it was at first: the address forgets it at once.
  const [back] = useState(() => (mode === "page" && location.pathname === ALONE ? cameBack(location.hash) : null));
  const [step, setStep] = useState(back?.code || back?.begin ? "away" : "password");
  const [ways, setWays] = useState(/** @type {import("api").components["schemas"]["SignInWaysOut"] | null} */ (null));
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [error, setError] = useState(/** @type {any} */ (back?.error ? new ApiError(401, { detail: inWords(back.error) ?? t("account.error_sso_failed") }) : null));
  const [busy, setBusy] = useState(false);
  const [setup, setSetup] = useState(/** @type {any} */ (null));
  const [tokens, setTokens] = useState(/** @type {any} */ (null));
  const invited = invitation !== null;
  const to = back ? back.to : mode === "page" && location.pathname === INVITED ? "/console/me" : `${here().path}${location.search}`;

  const enter = (/** @type {any} */ made, /** @type {string} */ onTo = to) => {
    onTokens(made);
    if (mode === "page") navigate(onTo, { replace: true });
  };
  useEffect(() => {
    api.get("/v1/auth/oidc").then(setWays, () => setWays({ passwords: true, sso: null }));
    if (!back) return;
    // What came back is used once, and is nobody else's to see.
    history.replaceState(history.state, "", ALONE + location.search);
    if (back.begin) void leave(api, `${ALONE}?done=1`);
    if (back.code) arrive(api, back.code).then((made) => enter(made, back.to), (reason) => { setError(reason); setStep("password"); });
  }, []);

  const attempt = async (/** @type {() => Promise<void>} */ act) => {
    setBusy(true);
    setError(null);
    try {
      await act();
    } catch (reason) {
      setError(reason);
    }
    setBusy(false);
  };
  const begin = () => attempt(async () => {
    setSetup(await ask(api, "/v1/auth/totp-setups", { email, password }));
    setStep("setup");
  });
  const send = (/** @type {string | undefined} */ totp) => attempt(async () => {
    const asked = invited ? { token: invitation, password, totp } : { email: email.trim(), password, totp };
    try {
      const made = await ask(api, invited ? "/v1/auth/invitations/accept" : "/v1/auth/token", asked);
      setTokens(made);
      if (made.recovery_codes) setStep("codes");
      else enter(made);
    } catch (reason) {
      const code = reason instanceof ApiError ? reason.code : "";
      if (code === "totp_required") setStep("code");
      else if (code === "totp_setup_required" && !invited) await begin();
      else {
        // The invitation is spent and the password chosen: now with the address that it belongs to.
        if (code === "totp_setup_required") setInvitation(null);
        throw reason;
      }
    }
  });
  const again = () => { setStep("password"); setError(null); };

  if (mode === "page" && !back?.code && new URLSearchParams(location.search).has("done")) return html`<${Done} />`;
  if (step === "away" || !ways) return html`<${Spinner} label=${t("common.loading")} />`;
  if (step === "code") return html`<${CodeStep} ...${{ error, busy }} action=${t("console.sign_in")} onCode=${send} onBack=${again} />`;
  if (step === "setup") return html`<p>${t("account.setup_needed")}</p><${SetupStep} ...${{ setup, error, busy }} onCode=${send} onBack=${again} />`;
  if (step === "codes") return html`<${RecoveryCodes} codes=${tokens.recovery_codes} onDone=${() => enter(tokens)} />`;
  const away = () => (mode === "page" ? leave(api, to) : void window.open(`${ALONE}#begin`, "_blank"));
  return html`<div class="stack">
    ${(!ways.passwords || error) && html`<${Problem} error=${error} />`}
    ${ways.passwords && html`<form class="stack" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); void send(undefined); }}>
      ${invited ? html`<p>${t("account.invited_how")}</p>`
        : html`<${Field} label=${t("console.email")}><${Input} type="email" name="email" autocomplete="username" value=${email} onInput=${setEmail} required /><//>`}
      <${Field} label=${invited ? t("account.new_password") : t("console.password")} hint=${invited ? t("account.password_hint") : undefined}>
        <${Input} type="password" name="password" autocomplete=${invited ? "new-password" : "current-password"} value=${password} onInput=${setPassword}
          required minlength=${invited ? 12 : undefined} maxlength="200" /><//>
      <${Button} kind="primary" type="submit" busy=${busy}>${t("console.sign_in")}<//>
      ${!invited && html`<p class="muted small">${t("account.forgotten")}</p>`}
    </form>`}
    ${ways.sso && html`<${Button} kind=${ways.passwords ? "plain" : "primary"} icon="key-round" onClick=${away}>${t("account.sign_in_with", { name: ways.sso })}<//>`}
  </div>`;
}

/** In the window that was opened to sign in: what was being done goes on in the other one. */
function Done() {
  return html`<${Notice} tone="ok">${t("account.done_here")}<//><div class="row"><${Button} onClick=${() => close()}>${t("account.close_window")}<//></div>`;
}
