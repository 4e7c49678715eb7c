// @ts-check
/** Signing in by a mailed link: asking for one, and taking it once somebody says so. */
import { Button, Card, Field, Icon, Input, Problem } from "../shared/parts.js";
import { Link } from "../shared/router.js";
import { t } from "../shared/texts.js";
import { html, useEffect, useState } from "../shared/view.js";
import { useSending } from "../shared/sending.js";
import { anybody, brand, home, session } from "./caller.js";

/** @param {any} props `again`: within a dialog, over what somebody was doing */
export function AskForLink({ name, email: known = "", again = false }) {
  const [email, setEmail] = useState(known);
  const [sent, setSent] = useState("");
  const { busy, error, submit } = useSending();
  const ask = (/** @type {Event} */ event) => submit(event, async () => {
    await anybody.post("/v1/portal/sign-in-links", { email: email.trim(), brand: brand === "-" ? null : brand, locale: document.documentElement.lang });
    setSent(email.trim());
  });
  const heading = again ? null : html`<h1>${t("portal.sign_in_title", { brand: name ?? "" })}</h1>`;
  if (sent) {
    return html`<section class=${again ? "stack" : "card stack loose portal-door"} role="status">
      ${!again && html`<h1>${t("portal.look_title")}</h1>`}
      <p><${Icon} name="mail" /> ${t("portal.look", { email: sent })}</p><p class="muted small">${t("portal.look_hint")}</p>
      <div><${Button} onClick=${() => setSent("")}>${t("portal.other_address")}<//></div></section>`;
  }
  return html`<section class=${again ? "stack" : "card stack loose portal-door"}>${heading}
    ${!again && html`<p class="muted">${t("portal.sign_in_what")}</p>`}
    <form class="stack" onSubmit=${ask}>${error?.code === "mail_not_set_up" ? html`<div class="notice warn" role="alert"><p>${t("portal.no_mail")} <a href="/guides/portal">/guides/portal</a></p></div>`
      : html`<${Problem} error=${error} />`}
      <${Field} label=${t("portal.email")} error=${error?.at?.("email")}>
        <${Input} type="email" name="email" autocomplete="email" maxlength="254" required value=${email} onInput=${setEmail} /><//>
      <div><${Button} kind="primary" type="submit" busy=${busy}>${t("portal.send_link")}<//></div>
    </form></section>`;
}

/** What is secret in a link. It stands in no history, and on no screen that is shared. */
function secret() {
  const found = location.hash.slice(1);
  if (found) history.replaceState(history.state, "", `${home}/sign-in`);
  return found;
}

/**
 * What a link in a mail opens. It is taken by a press of a button: programs that look into mails open pages too, and would
 * spend it. @param {{ onDone: () => void }} props
 */
export function TakeLink({ onDone }) {
  const [token, setToken] = useState(secret);
  const { busy, error, setError, send } = useSending();
  useEffect(() => {
    // A second link that is opened over the first is no new page to the browser.
    const another = () => {
      if (!location.hash) return;
      setToken(secret());
      setError(null);
    };
    addEventListener("hashchange", another);
    return () => removeEventListener("hashchange", another);
  }, []);
  const take = () => send(async () => {
    session.signIn(await anybody.post("/v1/portal/sessions", { token }));
    onDone();
  });
  const spent = !token || (error && (error.status === 401 || error.status === 422));
  return html`<main class="page narrow stack" id="main">
    ${spent ? html`<div class="notice warn" role="alert">${t(session.kept ? "portal.link_spent_in" : "portal.link_spent")}</div>
      ${session.kept ? html`<p><${Link} href=${home}>${t("portal.mine")}<//></p>` : html`<${AskForLink} name="" />`}`
      : html`<${Card} class="stack loose portal-door"><h1>${t("portal.take_title")}</h1><p>${t("portal.take_what")}</p>
        <${Problem} error=${error} /><div><${Button} kind="primary" busy=${busy} onClick=${take}>${t("portal.take")}<//></div><//>`}
  </main>`;
}
