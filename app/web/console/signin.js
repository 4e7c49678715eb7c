// @ts-check
/** Signing in: as a page, or as a dialog over what somebody is doing when their sign-in has ended. */
import { Button, Dialog, Field, Input, Problem } from "../shared/parts.js";
import { t } from "../shared/texts.js";
import { html, useState } from "../shared/view.js";

/** @param {any} props `onTokens` gets what the desk answered */
export function SignIn({ api, mode, email: known = "", onTokens, onLeave }) {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const response = await fetch(`${api.base}/v1/auth/token`, {
        method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ email, password }), credentials: "omit",
      });
      const said = await response.json();
      if (response.ok) onTokens(said);
      else setError({ code: said.code, detail: said.detail, problem: said });
    } catch {
      setError({ code: "unreachable" });
    }
    setBusy(false);
  };
  const form = html`<form class="stack" onSubmit=${submit}>
    <${Problem} error=${error} />
    <${Field} label=${t("console.email")}><${Input} type="email" name="email" autocomplete="username" value=${email} onInput=${setEmail} required /><//>
    <${Field} label=${t("console.password")}><${Input} type="password" name="password" autocomplete="current-password" value=${password} onInput=${setPassword} required /><//>
    <${Button} kind="primary" type="submit" busy=${busy}>${t("console.sign_in")}<//>
  </form>`;
  if (mode === "dialog") {
    return html`<${Dialog} title=${t("console.sign_in_again")} lasting actions=${html`<${Button} onClick=${onLeave}>${t("console.sign_out")}<//>`}>
      <p>${t("console.expired")}</p>${form}<//>`;
  }
  return html`<main class="page narrow signin"><section class="card stack loose"><h1>${t("console.sign_in_title")}</h1>${form}</section></main>`;
}
