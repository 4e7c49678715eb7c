// @ts-check
/** How safe signing in is: who has a second factor, who should, and how the desk lets people in. */

import { html, useState } from "../../shared/view.js";
import { Badge, Button, confirm, Problem, Spinner, toast, useApi, useFetch } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { useMe } from "../who.js";
import { forget, useObjects } from "./choices.js";

export default function Security() {
  const [again, setAgain] = useState(0);
  return html`<section class="admin-page" aria-label=${t("admin.security")}><header class="page-head"><div class="grow"><h1>${t("admin.security")}</h1><p class="muted">${t("admin.security_intro")}</p></div></header>
    <${Ways} /><${People} key=${again} onChanged=${() => [forget("agents"), setAgain(again + 1)]} /></section>`;
}

/** How people sign in at all. */
function Ways() {
  const ways = useFetch("/v1/auth/oidc");
  const mine = useFetch("/v1/agents/me/second-factor");
  if (!ways.data) return null;
  return html`<div class="card"><dl class="pairs">
    <dt>${t("admin.by_password")}</dt><dd><${Badge} tone=${ways.data.passwords ? "" : "ok"}>${ways.data.passwords ? t("admin.allowed") : t("admin.off")}<//></dd>
    <dt>${t("admin.by_sso")}</dt><dd>${ways.data.sso ? html`<${Badge} tone="ok">${ways.data.sso}<//>` : t("admin.not_set")}</dd>
    ${mine.data && html`<dt>${t("admin.my_factor")}</dt><dd><${Badge} tone=${mine.data.enabled ? "ok" : "warn"}>${mine.data.enabled ? t("admin.on") : t("admin.off")}<//> <${Link} href="/console/me">${t("admin.my_profile")}<//></dd>`}</dl>
    <p class="small muted">${t("admin.ways_hint")}</p></div>`;
}

/** @param {{ onChanged: () => void }} props */
function People({ onChanged }) {
  const api = useApi();
  const may = useMe().may("people:write");
  const agents = useObjects("agents");
  const [error, setError] = useState(/** @type {any} */ (null));
  if (agents === null) return html`<${Spinner} />`;
  const people = agents.filter((each) => each.status !== "disabled").sort((one, other) => Number(one.second_factor) - Number(other.second_factor) || one.name.localeCompare(other.name));
  const safe = people.filter((each) => each.second_factor).length;
  const reset = async (/** @type {any} */ agent) => {
    if (!(await confirm(t("admin.factor_reset_ask", { name: agent.name })))) return;
    await api.delete(`/v1/agents/${agent.id}/second-factor`).then(() => [toast(t("admin.factor_reset_done", { name: agent.name }), { tone: "ok" }), onChanged()], setError);
  };
  return html`<div class="stack"><p><strong>${t("admin.factor_count", { safe, all: people.length })}</strong></p>
    <progress max=${people.length || 1} value=${safe} aria-label=${t("admin.second_factor")}></progress>
    ${error && html`<${Problem} error=${error} />`}
    <div class="table-wrap"><table class="table"><thead><tr><th scope="col">${t("resource.name")}</th><th scope="col">${t("admin.role")}</th><th scope="col">${t("admin.status")}</th><th scope="col">${t("admin.second_factor")}</th><th><span class="sr">${t("admin.factor_reset")}</span></th></tr></thead>
      <tbody>${people.map((each) => html`<tr key=${each.id}><th scope="row"><${Link} href=${`/console/admin/agents?id=${each.id}`}>${each.name}<//> <span class="small muted">${each.email}</span></th><td>${t(`admin.role_${each.role}`)}</td><td>${t(`admin.agent_${each.status}`)}</td>
        <td><${Badge} tone=${each.second_factor ? "ok" : each.role === "agent" ? "warn" : "bad"}>${each.second_factor ? t("admin.on") : t("admin.off")}<//></td>
        <td>${may && each.second_factor && html`<${Button} small kind="danger" onClick=${() => reset(each)}>${t("admin.factor_reset")}<//>`}</td></tr>`)}</tbody></table></div></div>`;
}
