// @ts-check
/** Who I am here: my name, my language, and where I am signed in. */
import { Button, Card, Field, Input, Problem, Select, Spinner, confirm, toast, useApi, useFetch } from "../shared/parts.js";
import { setLocale, spoken, t } from "../shared/texts.js";
import { html, useState } from "../shared/view.js";
import { useSending } from "../shared/sending.js";
import { session } from "./caller.js";

/** @param {string} language */
function called(language) {
  return new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
}

export function Person() {
  const api = useApi();
  const me = useFetch("/v1/portal/sessions/current");
  const [name, setName] = useState(/** @type {string | null} */ (null));
  const { busy, error, setError, send } = useSending();
  if (!me.data) return me.error ? html`<${Problem} error=${me.error} onRetry=${me.reload} />` : html`<${Spinner} />`;
  const written = name ?? me.data.name ?? "";
  const save = (/** @type {Record<string, any>} */ change) => send(async () => {
    me.set(await api.patch("/v1/portal/sessions/current", change));
    toast(t("common.saved"));
  });
  const speak = async (/** @type {string | null} */ language) => {
    await save({ locale: language });
    setLocale(language);
    location.reload();
  };
  const leave = async (/** @type {boolean} */ everywhere) => {
    if (everywhere && !(await confirm(t("portal.everywhere_ask"), { action: t("portal.everywhere"), danger: true }))) return;
    try {
      await api.delete(everywhere ? "/v1/portal/sessions" : "/v1/portal/sessions/current");
    } catch (problem) {
      // What the desk has not heard would go on elsewhere: here it is only forgotten when that was all that was asked.
      if (everywhere) {
        setError(problem);
        return;
      }
    }
    session.forget();
  };
  const languages = spoken();
  return html`<h1>${t("portal.me")}</h1><${Problem} error=${error} />
    <${Card} class="stack"><dl class="pairs"><dt>${t("portal.email")}</dt><dd>${me.data.email}</dd></dl>
      <form class="stack" onSubmit=${(/** @type {Event} */ event) => { event.preventDefault(); void save({ name: written.trim() || null }); }}>
        <${Field} label=${t("portal.name")} hint=${t("portal.name_hint")}><${Input} value=${written} onInput=${setName} maxlength="200" autocomplete="name" dir="auto" /><//>
        <div><${Button} type="submit" busy=${busy}>${t("common.save")}<//></div></form>
      <${Field} label=${t("portal.language")}><${Select} value=${document.documentElement.lang} onChange=${speak}
        options=${languages.map((each) => ({ value: each, label: called(each) }))} /><//><//>
    <${Card} class="stack"><p>${t.n("portal.places", me.data.sessions)}</p><div class="row">
      <${Button} icon="log-out" onClick=${() => leave(false)}>${t("portal.sign_out")}<//>
      <${Button} kind="danger" onClick=${() => leave(true)}>${t("portal.everywhere")}<//></div><//>`;
}
