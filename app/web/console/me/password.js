// @ts-check
/** Another password: every other sign-in ends, and this one goes on. */
import { Button, Field, Input, Problem, toast, useApi } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { html, useState } from "../../shared/view.js";
import { useSending } from "../../shared/sending.js";
import { session } from "../caller.js";

/** @param {{ email: string }} props for the browser, which keeps passwords by it */
export function Password({ email }) {
  const api = useApi();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const { busy, error, submit } = useSending();
  const change = (/** @type {Event} */ event) => submit(event, async () => {
    session.signIn(await api.post("/v1/agents/me/password", { current, new: fresh }));
    setCurrent("");
    setFresh("");
    toast(t("account.password_changed"));
  });
  const wrong = error?.code === "wrong_password" ? t("account.error_wrong_password") : undefined;
  return html`<form class="stack" onSubmit=${change}>
    <${Problem} error=${wrong ? null : error} />
    <input class="sr" type="text" name="username" autocomplete="username" value=${email} tabindex="-1" readonly aria-hidden="true" />
    <${Field} label=${t("account.current_password")} error=${wrong}><${Input} type="password" autocomplete="current-password" value=${current} onInput=${setCurrent} required maxlength="200" /><//>
    <${Field} label=${t("account.new_password")} hint=${t("account.password_hint")}><${Input} type="password" autocomplete="new-password" value=${fresh} onInput=${setFresh} required minlength="12" maxlength="200" /><//>
    <div class="row"><${Button} type="submit" busy=${busy}>${t("account.password_change")}<//></div>
  </form>`;
}
