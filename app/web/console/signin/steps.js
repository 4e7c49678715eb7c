// @ts-check
/** The steps of a second factor: a code, setting it up, and the codes for when the phone is lost. */
import { Button, Field, Input, Notice, Problem, copy } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { html, useState } from "../../shared/view.js";

/** Ask for a code. `onCode` gets it; `recovery`: a recovery code does as well. @param {any} props */
export function CodeStep({ error, busy, action, hint, recovery = true, onCode, onBack }) {
  const [code, setCode] = useState("");
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    onCode(code.trim());
  };
  return html`<form class="stack" onSubmit=${submit}>
    <${Problem} error=${error} />
    <${Field} label=${t("account.code")} hint=${hint ?? (recovery ? t("account.code_hint") : undefined)}>
      <${Input} name="code" inputmode=${recovery ? "text" : "numeric"} autocomplete="one-time-code" autocapitalize="none" spellcheck=${false}
        dir="ltr" value=${code} onInput=${setCode} required autofocus maxlength="40" /><//>
    <div class="row"><${Button} kind="primary" type="submit" busy=${busy}>${action}<//>
      ${onBack && html`<${Button} kind="quiet" onClick=${onBack}>${t("common.back")}<//>`}</div>
  </form>`;
}

/** A new secret as a picture and in letters, and the code that proves that the phone has it. @param {any} props */
export function SetupStep({ setup, error, busy, onCode, onBack }) {
  const letters = setup.secret.match(/.{1,4}/g)?.join(" ") ?? setup.secret;
  return html`<div class="stack">
    <p>${t("account.setup_how")}</p>
    <img class="qr" src=${setup.qr} alt=${t("account.qr")} width="200" height="200" />
    <p class="small">${t("account.setup_letters")} <code class="code inline" dir="ltr">${letters}</code></p>
    <${CodeStep} ...${{ error, busy, onCode, onBack }} recovery=${false} hint=${t("account.setup_code_hint")} action=${t("account.confirm")} />
  </div>`;
}

/** Recovery codes, which are shown this once. @param {any} props */
export function RecoveryCodes({ codes, onDone }) {
  return html`<div class="stack">
    <${Notice} tone="warn">${t("account.recovery_once")}<//>
    <ul class="recovery" dir="ltr">${codes.map((/** @type {string} */ each) => html`<li key=${each}><code>${each}</code></li>`)}</ul>
    <div class="row"><${Button} icon="copy" onClick=${() => copy(codes.join("\n"))}>${t("common.copy")}<//>
      <${Button} kind="primary" onClick=${onDone}>${t("account.recovery_kept")}<//></div>
  </div>`;
}
