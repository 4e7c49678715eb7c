// @ts-check
/** Change what is known of a customer. */
import { html, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Button, Combo, Dialog, Field, Input, Problem } from "../../shared/parts.js";
import { api } from "../caller.js";

/** @typedef {import("./customer.js").Customer} Customer */

const FIELDS = /** @type {const} */ (["name", "email", "phone", "external_id", "locale", "tier"]);

/** @param {{ customer: Customer, onClose: () => void, onDone: () => void }} props */
export function Edit({ customer, onClose, onDone }) {
  const [form, setForm] = useState(Object.fromEntries(FIELDS.map((name) => [name, customer[name] ?? ""])));
  const belongs = customer.overview?.organization ?? null;
  const [organization, setOrganization] = useState(belongs === null ? null : { value: belongs.id, label: belongs.name });
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const changed = Object.fromEntries(
      FIELDS.filter((name) => form[name].trim() !== (customer[name] ?? "")).map((name) => [name, form[name].trim() || null]),
    );
    if ((organization?.value ?? null) !== customer.organization_id) changed.organization_id = organization?.value ?? null;
    try {
      if (Object.keys(changed).length > 0) {
        await api.change(`/v1/customers/${customer.id}`, changed, customer);
        onDone();
      }
      onClose();
    } catch (problem) {
      setError(problem);
      // Behind the form stands what the others wrote; whoever saves once more has seen it.
      if (/** @type {any} */ (problem).status === 412) onDone();
    } finally {
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${t("inbox.customer_change")} onClose=${onClose} actions=${html`
      <${Button} kind="plain" onClick=${onClose}>${t("inbox.cancel")}</${Button}>
      <${Button} kind="primary" type="submit" form="edit-customer" busy=${busy}>${t("inbox.save")}</${Button}>`}>
    <form id="edit-customer" class="stack" onSubmit=${save}>
      ${error === null ? null : html`<${Problem} error=${error} />`}
      ${FIELDS.map((name) => html`<${Field} key=${name} label=${t(`inbox.customer_${name}`)}>
        <${Input} type=${name === "email" ? "email" : "text"} value=${form[name]} maxlength="255" dir="auto"
          onInput=${(/** @type {any} */ value) => setForm((was) => ({ ...was, [name]: value }))} />
      </${Field}>`)}
      <${Field} label=${t("inbox.organization")}>
        <${Combo} value=${organization} load=${organizations} onChange=${setOrganization} />
      </${Field}>
    </form>
  </${Dialog}>`;
}

/** @param {string} typed */
async function organizations(typed) {
  const word = typed.trim().toLocaleLowerCase();
  const found = await api.page("/v1/organizations", { limit: 100 });
  return found.items.filter((each) => each.name.toLocaleLowerCase().includes(word))
    .map((each) => ({ value: each.id, label: each.name }));
}
