// @ts-check
/** How safe signing in is: who has a second factor, who should, and how the desk lets people in. */

import { html, useState } from "../../shared/view.js";
import { Badge, Button, confirm, Problem, Spinner, toast, useApi, useFetch } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { t, when } from "../../shared/texts.js";
import { useMe } from "../who.js";
import { forget, useObjects } from "./choices.js";

export default function Security() {
  const [again, setAgain] = useState(0);
  return html`<section class="admin-page" aria-label=${t("admin.security")}><header class="page-head"><div class="grow"><h1>${t("admin.security")}</h1><p class="muted">${t("admin.security_intro")}</p></div></header>
    <${Ways} /><${Guessed} /><${People} key=${again} onChanged=${() => [forget("agents"), setAgain(again + 1)]} /></section>`;
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

/** Whose accounts somebody guesses at, for those who may let their owners try again. */
function Guessed() {
  const may = useMe().may("people:write");
  return may ? html`<${Limits} />` : null;
}

function Limits() {
  const api = useApi();
  const agents = useObjects("agents");
  const limits = useFetch("/v1/sign-in-limits");
  const [error, setError] = useState(/** @type {any} */ (null));
  if (limits.error) return html`<${Problem} error=${limits.error} onRetry=${limits.reload} />`;
  if (!limits.data?.items.length || agents === null) return null;
  const name = (/** @type {string} */ id) => agents.find((each) => each.id === id)?.name ?? id;
  const lift = async (/** @type {string} */ id) => {
    if (!(await confirm(t("admin.guessed_lift_ask", { name: name(id) })))) return;
    await api.delete(`/v1/sign-in-limits/${id}`).then(() => [toast(t("admin.guessed_lift_done", { name: name(id) }), { tone: "ok" }), setError(null), limits.reload()], setError);
  };
  return html`<div class="card stack"><h2>${t("admin.guessed")}</h2><p class="small muted">${t("admin.guessed_hint")}</p>
    ${error && html`<${Problem} error=${error} />`}
    <div class="table-wrap"><table class="table"><thead><tr><th scope="col">${t("resource.person_name")}</th><th scope="col">${t("admin.guessed_wrong")}</th><th scope="col">${t("admin.guessed_until")}</th><th><span class="sr">${t("admin.guessed_lift")}</span></th></tr></thead>
      <tbody>${limits.data.items.map((/** @type {any} */ each) => html`<tr key=${each.agent_id}><th scope="row">${name(each.agent_id)}</th>
        <td>${each.failures} <${Badge} tone=${each.refused ? "bad" : "warn"}>${each.refused ? t("admin.guessed_refused") : t("admin.guessed_watched")}<//></td><td>${when(each.until, { timeStyle: "short" })}</td>
        <td><${Button} small onClick=${() => lift(each.agent_id)}>${t("admin.guessed_lift")}<//></td></tr>`)}</tbody></table></div></div>`;
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
    <div class="table-wrap"><table class="table stacks"><thead><tr><th scope="col">${t("resource.person_name")}</th><th scope="col">${t("admin.role")}</th><th scope="col">${t("admin.status")}</th><th scope="col">${t("admin.second_factor")}</th><th><span class="sr">${t("admin.factor_reset")}</span></th></tr></thead>
      <tbody>${people.map((each) => html`<tr key=${each.id}><th scope="row"><${Link} href=${`/console/admin/agents?id=${each.id}`}>${each.name}<//> <span class="small muted note">${each.email}</span></th><td data-label=${t("admin.role")}><div>${t(`admin.role_${each.role}`)}</div></td><td data-label=${t("admin.status")}><div>${t(`admin.agent_${each.status}`)}</div></td>
        <td data-label=${t("admin.second_factor")}><div><${Badge} tone=${each.second_factor ? "ok" : each.role === "agent" ? "warn" : "bad"}>${each.second_factor ? t("admin.on") : t("admin.off")}<//></div></td>
        <td>${may && each.second_factor && html`<${Button} small kind="danger" onClick=${() => reset(each)}>${t("admin.factor_reset")}<//>`}</td></tr>`)}</tbody></table></div></div>`;
}
