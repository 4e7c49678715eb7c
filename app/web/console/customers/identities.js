// @ts-check
/** By what a customer is recognised: addresses, numbers and names in other programs. */
import { html, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Badge, Button, IconButton, Input, Problem, Select, confirm, useFetch } from "../../shared/parts.js";
import { useSending } from "../../shared/sending.js";
import { Sign } from "../tickets/sign.js";
import { api } from "../caller.js";

/** @typedef {import("api").components["schemas"]["IdentityOut"]} Identity */

const KINDS = ["email", "phone", "external_id"];
/** @type {Record<string, string>} */
const ICONS = { email: "mail", phone: "phone", external_id: "key" };

/** @param {{ customer: import("./customer.js").Customer, reload: () => void }} props */
export function Identities({ customer, reload }) {
  const found = useFetch(`/v1/customers/${customer.id}/identities`);
  const [kind, setKind] = useState("email");
  const [value, setValue] = useState("");
  const { busy, error, setError, submit } = useSending();
  const done = () => {
    found.reload();
    reload();
  };
  const add = (/** @type {Event} */ event) => submit(event, async () => {
    await api.post(`/v1/customers/${customer.id}/identities`, { [kind]: value.trim() });
    setValue("");
    done();
  });
  const remove = async (/** @type {Identity} */ each) => {
    if (!(await confirm(t("inbox.identity_delete_ask", { value: each.value })))) return;
    await api.delete(`/v1/customers/${customer.id}/identities/${each.customer_id}/${each.kind}`).then(done, setError);
  };
  return html`<section class="stack" aria-label=${t("inbox.part_identities")}>
    ${error ?? found.error ? html`<${Problem} error=${error ?? found.error} />` : null}
    <ul class="list">${(found.data?.items ?? []).map((/** @type {Identity} */ each) => html`<li class="row"
        key=${`${each.kind} ${each.value}`}>
      <${Sign} icon=${ICONS[each.kind]} text=${t(`inbox.customer_${each.kind}`)} />
      <span class="grow" dir="auto">${each.value}</span>
      ${each.main ? html`<${Badge} tone="info">${t("inbox.identity_main")}</${Badge}>` : html`<${IconButton} icon="trash"
        label=${t("inbox.identity_delete", { value: each.value })} onClick=${() => remove(each)} />`}
    </li>`)}</ul>
    ${(customer.channels ?? []).length === 0 ? null : html`<h2>${t("inbox.identity_channels")}</h2>
      <ul class="list">${(customer.channels ?? []).map((each) => html`<li class="row" key=${`${each.kind} ${each.external_id}`}>
        <span class="grow" dir="auto">${each.name ?? each.username ?? each.external_id}</span>
        <span class="small muted">${each.kind}</span>
        ${each.blocked ? html`<${Badge} tone="bad">${t("inbox.identity_blocked")}</${Badge}>` : null}
      </li>`)}</ul>`}
    <form class="row card" onSubmit=${add}>
      <${Select} aria-label=${t("inbox.identity_kind")} value=${kind}
        options=${KINDS.map((each) => ({ value: each, label: t(`inbox.customer_${each}`) }))}
        onChange=${(/** @type {any} */ value) => setKind(value)} />
      <${Input} class="grow" aria-label=${t("inbox.identity_value")} value=${value} maxlength="255" dir="auto"
        type=${kind === "email" ? "email" : "text"} onInput=${(/** @type {any} */ value) => setValue(value)} />
      <${Button} kind="plain" type="submit" icon="plus" busy=${busy} disabled=${value.trim() === ""}>${t("inbox.identity_add")}</${Button}>
    </form>
  </section>`;
}
