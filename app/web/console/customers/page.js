// @ts-check
/** `/console/customers`: find somebody, or see who has come lately, and who may be one person twice. */
import { html, useEffect, useState } from "../../shared/view.js";
import { ago, percent, t } from "../../shared/texts.js";
import { Badge, Button, Dialog, Field, Input, Problem, Tabs, useList } from "../../shared/parts.js";
import { Link, navigate, setQuery } from "../../shared/router.js";
import { useSending } from "../../shared/sending.js";
import { api } from "../caller.js";
import { More } from "./more.js";
import { OrganizationForm } from "./organization.js";
import { nameOf } from "./words.js";

/** @typedef {import("api").components["schemas"]["CustomerOut"]} Customer */

const TABS = ["people", "organizations", "duplicates"];

/** @param {{ query: Record<string, string> }} props */
export default function Customers({ query }) {
  const q = query.q ?? "";
  const tab = TABS.includes(query.tab) ? query.tab : "people";
  const companies = tab === "organizations";
  const [typed, setTyped] = useState(q);
  const [open, setOpen] = useState(false);
  useEffect(() => setTyped(q), [q]);
  return html`<div class="page">
    <header class="page-head row">
      <h1 class="grow">${t("inbox.customers_title")}</h1>
      <${Button} kind="primary" icon=${companies ? "plus" : "user-plus"} onClick=${() => setOpen(true)}>
        ${t(companies ? "inbox.organization_new" : "inbox.customer_new")}</${Button}>
    </header>
    <${Tabs} active=${tab} label=${t("inbox.customers_title")} tabs=${TABS.map((each) => ({
      key: each, label: t(`inbox.customers_${each}`),
    }))} onChange=${(/** @type {string} */ key) => setQuery({ tab: key === "people" ? null : key, q: null })} />
    ${tab !== "people" ? null : html`<form class="row" role="search" aria-label=${t("inbox.customer_find")} onSubmit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      setQuery({ q: typed.trim() });
    }}>
      <${Input} type="search" class="grow" aria-label=${t("inbox.customer_find_hint")} placeholder=${t("inbox.customer_find_hint")}
        value=${typed} maxlength="500" dir="auto"
        onInput=${(/** @type {any} */ value) => setTyped(value)} />
      <${Button} kind="plain" type="submit" icon="search">${t("inbox.search_do")}</${Button}>
    </form>`}
    ${companies ? html`<${Organizations} />` : null}
    ${tab === "duplicates" ? html`<${Duplicates} />` : null}
    ${tab !== "people" ? null : q === "" ? html`<${Latest} />` : html`<${Found} key=${q} q=${q} />`}
    ${open && !companies ? html`<${NewCustomer} onClose=${() => setOpen(false)} />` : null}
    ${open && companies ? html`<${OrganizationForm} onClose=${() => setOpen(false)}
      onDone=${(/** @type {{ id: string }} */ made) => navigate(`/console/organizations/${made.id}`)} />` : null}
  </div>`;
}

function Latest() {
  const list = useList("/v1/customers", { limit: 50 });
  return html`<${People} list=${list} people=${list.items} />`;
}

/** @param {{ q: string }} props */
function Found({ q }) {
  const list = useList("/v1/search", { q, kind: "customer", limit: 50 });
  return html`<${People} list=${list}
    people=${list.items.map((/** @type {any} */ hit) => hit.customer).filter((/** @type {any} */ each) => each !== null)} />`;
}

/** @param {{ list: any, people: Customer[] }} props */
function People({ list, people }) {
  return html`<section aria-label=${t("inbox.customers_people")}>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}
    ${people.length === 0 ? null : html`<div class="card flush"><table class="table inbox-people">
      <thead><tr>
        <th scope="col">${t("inbox.customer_name")}</th><th scope="col">${t("inbox.customer_email")}</th>
        <th scope="col">${t("inbox.customer_phone")}</th><th scope="col">${t("inbox.customer_external_id")}</th>
        <th scope="col">${t("inbox.customer_since")}</th>
      </tr></thead>
      <tbody>${people.map((each) => html`<tr key=${each.id}>
        <td><${Link} href=${`/console/customers/${each.id}`} dir="auto">${nameOf(each)}</${Link}></td>
        <td class="inbox-address">${each.email ?? each.claimed_email}</td><td>${each.phone}</td><td class="inbox-address">${each.external_id}</td>
        <td class="muted">${ago(each.created_at)}</td>
      </tr>`)}</tbody>
    </table></div>`}
    <${More} list=${list} empty=${people.length === 0} title=${t("inbox.customers_none")} />
  </section>`;
}

function Organizations() {
  const list = useList("/v1/organizations", { limit: 50 });
  return html`<section aria-label=${t("inbox.customers_organizations")}>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}
    <ul class="list">${list.items.map((/** @type {any} */ each) => html`<li key=${each.id} class="row">
      <${Link} class="grow" href=${`/console/organizations/${each.id}`} dir="auto">${each.name}</${Link}>
      <span class="small muted">${each.domains.join(", ")}</span>
    </li>`)}</ul>
    <${More} list=${list} empty=${list.items.length === 0} title=${t("inbox.organizations_none")} />
  </section>`;
}

function Duplicates() {
  const list = useList("/v1/customers/duplicates", { limit: 30 });
  return html`<section aria-label=${t("inbox.customers_duplicates")}>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}
    <ul class="list">${list.items.map((/** @type {any} */ each) => html`<li class="row"
        key=${`${each.customer.id} ${each.other.id}`}>
      <span class="grow">
        <${Link} href=${`/console/customers/${each.customer.id}?tab=merges`} dir="auto">${nameOf(each.customer)}</${Link}>
        ${" "}<span class="muted">≈</span>${" "}
        <${Link} href=${`/console/customers/${each.other.id}?tab=merges`} dir="auto">${nameOf(each.other)}</${Link}>
      </span>
      ${each.signs.map((/** @type {string} */ sign) => html`<${Badge} key=${sign}>${t(`inbox.sign_${sign}`)}</${Badge}>`)}
      <span class="small muted">${percent(each.likeness)}</span>
    </li>`)}</ul>
    <${More} list=${list} empty=${list.items.length === 0} title=${t("inbox.duplicates_none")} />
  </section>`;
}

/** @param {{ onClose: () => void }} props */
function NewCustomer({ onClose }) {
  const [form, setForm] = useState({ name: "", email: "", phone: "", external_id: "" });
  const { busy, error, submit } = useSending();
  const stated = Object.fromEntries(Object.entries(form).map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
  const save = (/** @type {Event} */ event) => submit(event, async () => {
    const made = await api.post("/v1/customers", stated);
    onClose();
    navigate(`/console/customers/${made.id}`);
  });
  return html`<${Dialog} title=${t("inbox.customer_new")} onClose=${onClose} actions=${html`
      <${Button} kind="plain" onClick=${onClose}>${t("inbox.cancel")}</${Button}>
      <${Button} kind="primary" type="submit" form="new-customer" busy=${busy}
        disabled=${Object.keys(stated).length === 0}>${t("inbox.save")}</${Button}>`}>
    <form id="new-customer" class="stack" onSubmit=${save}>
      ${error === null ? null : html`<${Problem} error=${error} />`}
      ${/** @type {const} */ (["name", "email", "phone", "external_id"]).map((name) => html`
        <${Field} key=${name} label=${t(`inbox.customer_${name}`)}>
          <${Input} type=${{ name: "text", email: "email", phone: "tel", external_id: "text" }[name]} value=${form[name]}
            maxlength="255" dir="auto"
            onInput=${(/** @type {any} */ value) => setForm((was) => ({ ...was, [name]: value }))} />
        </${Field}>`)}
    </form>
  </${Dialog}>`;
}
