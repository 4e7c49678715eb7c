// @ts-check
/** `/console/organizations/{id}`: a company, the people of it, and what they have asked. */
import { html, useEffect, useState } from "../../shared/view.js";
import { ago, t } from "../../shared/texts.js";
import { Avatar, Badge, Button, Dialog, Field, Input, Problem, Select, Spinner, Tabs, useFetch, useList } from "../../shared/parts.js";
import { Link, setQuery } from "../../shared/router.js";
import { useSending } from "../../shared/sending.js";
import { api } from "../caller.js";
import { More } from "./more.js";
import { OrganizationTickets } from "./tickets.js";
import { nameOf } from "./words.js";

/** @typedef {import("api").components["schemas"]["OrganizationOut"]} Organization */

const PARTS = { people: People, tickets: OrganizationTickets };
const SHARING = /** @type {const} */ (["off", "read", "reply"]);

/** @param {Organization | null} organization @returns {Record<string, any>} what the form holds of it */
function heldOf(organization) {
  const { name = "", domains = [], ticket_sharing = "off" } = organization ?? {};
  return { name, domains, ticket_sharing };
}

/** @param {Record<string, any>} from @param {Record<string, any>} to @returns {Record<string, any>} what is another there */
function differing(from, to) {
  return Object.fromEntries(Object.entries(to).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(from[name])));
}

/** @param {{ params: Record<string, string>, query: Record<string, string> }} props */
export default function OrganizationPage({ params: { id }, query }) {
  const tab = /** @type {keyof typeof PARTS} */ (query.tab in PARTS ? query.tab : "people");
  const found = useFetch(`/v1/organizations/${id}`);
  const [open, setOpen] = useState(false);
  const organization = /** @type {Organization | null} */ (found.data ?? null);
  useEffect(() => { if (organization !== null) document.title = `${organization.name} · Otklik`; }, [organization]);
  if (found.error) return html`<div class="page"><${Problem} error=${found.error} /></div>`;
  if (organization === null) return html`<div class="page"><${Spinner} label=${t("inbox.loading")} /></div>`;
  return html`<div class="page">
    <header class="page-head row">
      <${Avatar} name=${organization.name} />
      <div class="grow">
        <h1 dir="auto">${organization.name}</h1>
        <p class="small muted">${organization.domains.join(", ")}</p>
        ${organization.ticket_sharing === "off" ? null : html`<p class="small inbox-sharing"><${Badge} tone="info">${t(`inbox.sharing_${organization.ticket_sharing}`)}</${Badge}></p>`}
      </div>
      <${Button} kind="plain" icon="pencil" onClick=${() => setOpen(true)}>${t("inbox.change_do")}</${Button}>
    </header>
    <${Tabs} active=${tab} label=${t("inbox.organization_parts")} tabs=${[
      { key: "people", label: t("inbox.customers_people") }, { key: "tickets", label: t("inbox.part_tickets") },
    ]} onChange=${(/** @type {string} */ key) => setQuery({ tab: key === "people" ? null : key })} />
    <${PARTS[tab]} key=${`${tab} ${id}`} organization=${organization} />
    ${open ? html`<${OrganizationForm} organization=${organization} onClose=${() => setOpen(false)} onDone=${found.reload} />` : null}
  </div>`;
}

/** @param {{ organization: { id: string } }} props */
function People({ organization }) {
  const people = useList("/v1/customers", { organization_id: organization.id, limit: 50 });
  return html`<section aria-label=${t("inbox.customers_people")}>
    ${people.error ? html`<${Problem} error=${people.error} />` : null}
    ${people.items.length === 0 ? null : html`<ul class="list card flush">${people.items.map((/** @type {any} */ each) => html`<li class="row inbox-person" key=${each.id}>
      <${Link} class="grow" href=${`/console/customers/${each.id}`} dir="auto">${nameOf(each)}</${Link}>
      <span class="small muted">${each.email ?? each.phone ?? ""}</span>
      <span class="small muted">${ago(each.created_at)}</span>
    </li>`)}</ul>`}
    <${More} list=${people} empty=${people.items.length === 0} title=${t("inbox.customers_none")} />
  </section>`;
}

/**
 * A new one, or another name and other domains. What somebody else has made of it meanwhile is shown, and mine is not lost.
 * @param {{ organization?: Organization | null, onClose: () => void, onDone: (saved: Organization) => unknown }} props
 */
export function OrganizationForm({ organization = null, onClose, onDone }) {
  const [name, setName] = useState(organization?.name ?? "");
  const [domains, setDomains] = useState((organization?.domains ?? []).join(", "));
  const [sharing, setSharing] = useState(organization?.ticket_sharing ?? "off");
  const [base, setBase] = useState(organization);
  const { busy, error, submit } = useSending();
  const theirs = base !== null && base.version !== organization?.version;
  /** @param {Record<string, any>} mine what is changed here stays @param {Organization} now */
  const follow = (mine, now) => {
    if (!("name" in mine)) setName(now.name);
    if (!("domains" in mine)) setDomains(now.domains.join(", "));
    if (!("ticket_sharing" in mine)) setSharing(now.ticket_sharing);
    setBase(now);
  };
  const save = (/** @type {Event} */ event) => submit(event, async () => {
    const stated = { name: name.trim(), domains: domains.split(/[\s,;]+/).filter(Boolean), ticket_sharing: sharing };
    // What nobody has touched here is not sent: a colleague may have changed it meanwhile.
    const changed = differing(heldOf(base), stated);
    try {
      await onDone(base === null ? await api.post("/v1/organizations", stated)
        : await api.change(`/v1/organizations/${base.id}`, changed, base));
      onClose();
    } catch (problem) {
      // Where it cannot be read either, the next press says so.
      if (base !== null && /** @type {any} */ (problem).status === 412) follow(changed, await api.get(`/v1/organizations/${base.id}`).catch(() => base));
      throw problem;
    }
  });
  return html`<${Dialog} title=${t(base === null ? "inbox.organization_new" : "inbox.organization_change")} onClose=${onClose} actions=${html`
      <${Button} kind="plain" onClick=${onClose}>${t("inbox.cancel")}</${Button}>
      <${Button} kind="primary" type="submit" form="edit-organization" busy=${busy} disabled=${name.trim() === ""}>
        ${t("inbox.save")}</${Button}>`}>
    <form id="edit-organization" class="stack" onSubmit=${save}>
      ${error === null ? null : html`<${Problem} error=${error} />`}
      ${theirs ? html`<p class="notice small" dir="auto">${t("inbox.organization_now", {
        name: base.name, domains: base.domains.join(", ") || "–", sharing: t(`inbox.sharing_${base.ticket_sharing}`) })}</p>` : null}
      <${Field} label=${t("inbox.organization")}>
        <${Input} value=${name} maxlength="255" dir="auto" onInput=${(/** @type {any} */ value) => setName(value)} />
      </${Field}>
      <${Field} label=${t("inbox.domains")} hint=${t("inbox.domains_hint")}>
        <${Input} value=${domains} onInput=${(/** @type {any} */ value) => setDomains(value)} />
      </${Field}>
      <${Field} label=${t("inbox.sharing")} hint=${t("inbox.sharing_hint")}>
        <${Select} value=${sharing} options=${SHARING.map((each) => ({ value: each, label: t(`inbox.sharing_${each}`) }))} onChange=${(/** @type {any} */ value) => setSharing(value)} />
      </${Field}>
    </form>
  </${Dialog}>`;
}
