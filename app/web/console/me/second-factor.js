// @ts-check
/** My second factor: set up, its recovery codes, and taken away. */
import { ApiError } from "../../shared/api.js";
import { Badge, Button, Dialog, Field, Input, Problem, Spinner, When, toast, useApi, useFetch } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { html, useState } from "../../shared/view.js";
import { useSending } from "../../shared/sending.js";
import { inWords } from "../signin/asking.js";
import { CodeStep, RecoveryCodes, SetupStep } from "../signin/steps.js";

const PATH = "/v1/agents/me/second-factor";

export function SecondFactor() {
  const { data, error, reload } = useFetch(PATH);
  const [doing, setDoing] = useState(/** @type {"set_up" | "renew" | "remove" | null} */ (null));
  if (!data) return error ? html`<${Problem} error=${error} onRetry=${reload} />` : html`<${Spinner} />`;
  const mine = /** @type {import("api").components["schemas"]["SecondFactorOut"]} */ (data);
  const close = () => { setDoing(null); void reload(); };
  return html`<div class="stack">
    <div class="row"><${Badge} tone=${mine.enabled ? "ok" : mine.required ? "warn" : ""}>${t(mine.enabled ? "account.factor_on" : "account.factor_off")}<//>
      ${mine.enabled && html`<span class="small muted"><${When} at=${mine.confirmed_at} /></span>`}</div>
    <p class="small muted">${mine.enabled ? t.n("account.recovery_left", mine.recovery_codes_left) : t("account.factor_why")}</p>
    <div class="row">${mine.enabled ? html`
        <${Button} onClick=${() => setDoing("renew")}>${t("account.recovery_renew")}<//>
        ${!mine.required && html`<${Button} kind="quiet" onClick=${() => setDoing("remove")}>${t("account.factor_remove")}<//>`}`
      : html`<${Button} kind="primary" onClick=${() => setDoing("set_up")}>${t("account.factor_set_up")}<//>`}</div>
    ${doing === "set_up" && html`<${SetUp} onClose=${close} />`}
    ${(doing === "renew" || doing === "remove") && html`<${WithCode} what=${doing} onClose=${close} />`}
  </div>`;
}

/** Do something and keep why it did not work, in words. */
function useAttempt() {
  const { error, busy, send } = useSending((reason) => {
    const words = reason instanceof ApiError ? inWords(reason.code) : null;
    return words ? new ApiError(422, { detail: words }) : reason;
  });
  return { error, busy, attempt: send };
}

/** @param {any} props */
function SetUp({ onClose }) {
  const api = useApi();
  const [password, setPassword] = useState("");
  const [setup, setSetup] = useState(/** @type {any} */ (null));
  const [codes, setCodes] = useState(/** @type {string[] | null} */ (null));
  const { error, busy, attempt } = useAttempt();
  const begin = (/** @type {Event} */ event) => {
    event.preventDefault();
    void attempt(async () => setSetup(await api.post(PATH, { password: password || null })));
  };
  const confirm = (/** @type {string} */ code) => attempt(async () => setCodes((await api.post(`${PATH}/confirm`, { code })).recovery_codes));
  return html`<${Dialog} title=${t("account.factor_set_up")} onClose=${onClose} lasting=${codes !== null}>
    ${codes ? html`<${RecoveryCodes} ...${{ codes }} onDone=${onClose} />`
      : setup ? html`<${SetupStep} ...${{ setup, error, busy }} onCode=${confirm} />`
      : html`<form class="stack" onSubmit=${begin}><${Problem} error=${error} />
        <${Field} label=${t("account.current_password")} hint=${t("account.password_again")}>
          <${Input} type="password" autocomplete="current-password" value=${password} onInput=${setPassword} autofocus maxlength="200" /><//>
        <div class="row"><${Button} kind="primary" type="submit" busy=${busy}>${t("account.go_on")}<//></div></form>`}
  <//>`;
}

/** @param {any} props */
function WithCode({ what, onClose }) {
  const api = useApi();
  const [codes, setCodes] = useState(/** @type {string[] | null} */ (null));
  const { error, busy, attempt } = useAttempt();
  const send = (/** @type {string} */ code) => attempt(async () => {
    if (what === "renew") setCodes((await api.post(`${PATH}/recovery-codes`, { code })).recovery_codes);
    else {
      await api.post(`${PATH}/remove`, { code });
      toast(t("account.factor_removed"));
      onClose();
    }
  });
  const title = t(what === "renew" ? "account.recovery_renew" : "account.factor_remove");
  return html`<${Dialog} title=${title} onClose=${onClose} lasting=${codes !== null}>
    ${codes ? html`<${RecoveryCodes} ...${{ codes }} onDone=${onClose} />` : html`<${CodeStep} ...${{ error, busy }} action=${title} onCode=${send} />`}<//>`;
}
