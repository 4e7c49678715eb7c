// @ts-check
/** Change what is known of a customer. */
import { html, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Button, Combo, Dialog, Field, Input, Problem } from "../../shared/parts.js";
import { useSending } from "../../shared/sending.js";
import { api } from "../caller.js";

/** @typedef {import("./customer.js").Customer} Customer */

const FIELDS = /** @type {const} */ (["name", "email", "phone", "external_id", "locale", "tier"]);

/** @param {any} customer @returns {Record<string, string>} */
function valuesOf(customer) {
  return Object.fromEntries(FIELDS.map((name) => [name, customer[name] ?? ""]));
}

/** @param {{ customer: Customer, onClose: () => void, onDone: () => void }} props */
export function Edit({ customer, onClose, onDone }) {
  const [seen, setSeen] = useState(/** @type {any} */ (customer));
  const [form, setForm] = useState(() => valuesOf(customer));
  const belongs = customer.overview?.organization ?? null;
  const [organization, setOrganization] = useState(belongs === null ? null : { value: belongs.id, label: belongs.name });
  const { busy, error, submit } = useSending();
  // What nobody is changing here follows; whoever saves once more has been told that theirs is written over.
  const follow = async () => {
    const now = await api.get(`/v1/customers/${customer.id}`);
    const [before, after] = [valuesOf(seen), valuesOf(now)];
    setForm((was) => Object.fromEntries(FIELDS.map((name) => [name, was[name] === before[name] ? after[name] : was[name]])));
    if ((organization?.value ?? null) === seen.organization_id) {
      const { organization_id: id } = now;
      setOrganization(id && { value: id, label: now.overview?.organization?.name ?? id });
    }
    setSeen(now);
    onDone();
  };
  const save = (/** @type {Event} */ event) => submit(event, async () => {
    const changed = Object.fromEntries(
      FIELDS.filter((name) => form[name].trim() !== (seen[name] ?? "")).map((name) => [name, form[name].trim() || null]),
    );
    if ((organization?.value ?? null) !== seen.organization_id) changed.organization_id = organization?.value ?? null;
    try {
      if (Object.keys(changed).length > 0) {
        await api.change(`/v1/customers/${customer.id}`, changed, seen);
        onDone();
      }
      onClose();
    } catch (problem) {
      if (/** @type {any} */ (problem).status === 412) await follow();
      throw problem;
    }
  });
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
