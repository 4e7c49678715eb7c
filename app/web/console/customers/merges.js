// @ts-check
/** Who looks like this customer, who was merged into them, and how that is taken back. */
import { html, useState } from "../../shared/view.js";
import { ago, percent, t } from "../../shared/texts.js";
import { Badge, Button, Combo, Problem, confirm, toast, useFetch, useList } from "../../shared/parts.js";
import { Link, navigate } from "../../shared/router.js";
import { api } from "../caller.js";
import { More } from "./more.js";
import { nameOf } from "./words.js";

/** @typedef {import("./customer.js").Customer} Customer */
/** @typedef {import("api").components["schemas"]["LookAlike"]} LookAlike */
/** @typedef {import("api").components["schemas"]["CustomerMergeOut"]} Merge */

/** @param {{ customer: Customer, reload: () => void }} props */
export function Merges({ customer, reload }) {
  const alike = useFetch(`/v1/customers/${customer.id}/duplicates`);
  const merges = useList(`/v1/customers/${customer.id}/merges`, { limit: 50 });
  const [error, setError] = useState(/** @type {any} */ (null));
  const done = () => {
    setError(null);
    alike.reload();
    merges.reload();
    reload();
  };
  const merge = async (/** @type {Customer} */ source, /** @type {Customer} */ into) => {
    if (!(await confirm(t("inbox.merge_ask", { source: nameOf(source), into: nameOf(into) })))) return;
    try {
      await api.post(`/v1/customers/${source.id}/merge`, { into_id: into.id });
      toast(t("inbox.merged"), { tone: "ok" });
      if (source.id === customer.id) navigate(`/console/customers/${into.id}`);
      else done();
    } catch (problem) {
      setError(problem);
    }
  };
  const distinct = (/** @type {Customer} */ other) => api.post(
    `/v1/customers/${customer.id}/not-duplicate`, { other_id: other.id },
  ).then(done, setError);
  const undo = async (/** @type {Merge} */ each) => {
    if (!(await confirm(t("inbox.unmerge_ask")))) return;
    await api.post(`/v1/customers/${each.source_id}/unmerge`).then(done, setError);
  };
  return html`<section class="stack" aria-label=${t("inbox.part_merges")}>
    ${error ?? alike.error ? html`<${Problem} error=${error ?? alike.error} />` : null}
    <h2>${t("inbox.look_alikes")}</h2>
    ${alike.data?.items.length === 0 ? html`<p class="muted">${t("inbox.duplicates_none")}</p>` : null}
    <ul class="list">${(alike.data?.items ?? []).map((/** @type {LookAlike} */ each) => {
      const other = each.customer.id === customer.id ? each.other : each.customer;
      return html`<li class="row" key=${other.id}>
        <div class="grow">
          <${Link} href=${`/console/customers/${other.id}`} dir="auto">${nameOf(other)}</${Link}>
          <div class="small muted">${other.email ?? other.phone ?? other.external_id ?? ""}</div>
        </div>
        ${each.signs.map((sign) => html`<${Badge} key=${sign}>${t(`inbox.sign_${sign}`)}</${Badge}>`)}
        <span class="small muted">${percent(each.likeness)}</span>
        <${Button} kind="plain" icon="merge" onClick=${() => merge(other, customer)}>${t("inbox.merge_here")}</${Button}>
        <${Button} kind="quiet" onClick=${() => distinct(other)}>${t("inbox.not_same")}</${Button}>
      </li>`;
    })}</ul>
    <${Other} customer=${customer} onPick=${merge} />
    <h2>${t("inbox.merges")}</h2>
    ${merges.items.length === 0 ? null : html`<ul class="list">${merges.items.map((/** @type {Merge} */ each) => html`<li class="row" key=${each.id}>
      <div class="grow">
        <${Link} href=${`/console/customers/${each.source_id}`} dir="auto">${calledBefore(customer, each.source_id)}</${Link}>
        <div class="small muted" dir="auto">${each.by} · ${ago(each.merged_at)}</div>
      </div>
      ${each.undone_at === null
        ? html`<${Button} kind="plain" icon="undo-2" onClick=${() => undo(each)}>${t("inbox.unmerge")}</${Button}>`
        : html`<${Badge}>${t("inbox.undone")}</${Badge}>`}
    </li>`)}</ul>`}
    <${More} list=${merges} empty=${merges.items.length === 0} title=${t("inbox.merges_none")} />
  </section>`;
}

/** Who somebody was before they were this customer. @param {Customer} customer @param {string} source */
function calledBefore(customer, source) {
  return customer.overview?.merged.find((person) => person.id === source)?.name
    ?? customer.overview?.identities.find((each) => each.customer_id === source)?.value ?? t("inbox.somebody");
}

/** Somebody whom the desk has not thought of. @param {{ customer: Customer, onPick: (source: Customer, into: Customer) => void }} props */
function Other({ customer, onPick }) {
  const load = async (/** @type {string} */ typed) => {
    if (typed.trim() === "") return [];
    const found = await api.page("/v1/search", { q: typed, kind: "customer", limit: 10 });
    return found.items.map((hit) => hit.customer).filter((each) => each !== null && each.id !== customer.id)
      .map((each) => ({ value: each.id, label: `${nameOf(each)} ${each.email ?? each.phone ?? ""}`, customer: each }));
  };
  return html`<${Combo} aria-label=${t("inbox.merge_other")} placeholder=${t("inbox.merge_other")} value=${null} load=${load}
    onChange=${(/** @type {any} */ picked) => { if (picked) onPick(picked.customer, customer); }} />`;
}
