// @ts-check
/** Who else hears of a ticket: agents who follow it, and people in copy. */
import { html, useState } from "../../../shared/view.js";
import { Button, Field, IconButton, Input, Problem, Select } from "../../../shared/parts.js";
import { t } from "../../../shared/texts.js";
import { api } from "../desk.js";
import { useDoing, usePart } from "./use-part.js";

/** @typedef {import("./panel.js").Panelled} Panelled */
/** @typedef {import("api").components["schemas"]["FollowerOut"]} FollowerOut */
/** @typedef {import("api").components["schemas"]["CcOut"]} CcOut */

/** @param {Panelled} props */
export function Watchers(props) {
  return html`<${Followers} ...${props} /><${Copies} ...${props} />`;
}

/** @param {Panelled} props */
function Followers({ ticket, me, directory, turn }) {
  const path = `/v1/tickets/${ticket.id}/followers`;
  const { data, error, reload } = usePart(path, turn);
  const { busy, run } = useDoing(reload);
  const all = /** @type {FollowerOut[]} */ (data?.items ?? []);
  const mine = all.some((each) => each.agent_id === me.id);
  const others = directory.agents.filter((each) => each.active && !all.some((one) => one.agent_id === each.id));
  return html`
    <div class="row"><h3 class="small grow">${t("thread.followers")}</h3>
      <${Button} small icon=${mine ? "bell-off" : "bell"} busy=${busy} onClick=${() => void run(() => (
        mine ? api.delete(`${path}/${me.id}`) : api.put(`${path}/${me.id}`)))}>${t(mine ? "thread.unfollow" : "thread.follow")}<//></div>
    ${error && html`<${Problem} error=${error} />`}
    <ul class="list small">${all.map((each) => html`
      <li key=${each.agent_id}><div class="row"><span class="grow">${each.name}</span>
        <${IconButton} icon="x" label=${t("thread.remove", { name: each.name })}
          onClick=${() => void run(() => api.delete(`${path}/${each.agent_id}`))} /></div></li>`)}</ul>
    <${Select} value=${null} empty=${t("thread.add_follower")} aria-label=${t("thread.add_follower")}
      options=${others.map((each) => ({ value: each.id, label: each.name }))}
      onChange=${(/** @type {string | null} */ id) => id && void run(() => api.put(`${path}/${id}`))} />`;
}

/** @param {Panelled} props */
function Copies({ ticket, turn }) {
  const path = `/v1/tickets/${ticket.id}/ccs`;
  const { data, error, reload } = usePart(path, turn);
  const { busy, run } = useDoing(reload);
  const [email, setEmail] = useState("");
  const add = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (await run(() => api.post(path, { email }))) setEmail("");
  };
  return html`
    <h3 class="small">${t("thread.copies")}</h3>
    ${error && html`<${Problem} error=${error} />`}
    <ul class="list small">${(data?.items ?? []).map((/** @type {CcOut} */ each) => html`
      <li key=${each.customer_id}><div class="row"><span class="grow">${each.name ?? each.email}</span>
        <${IconButton} icon="x" label=${t("thread.remove", { name: each.name ?? each.email ?? "" })}
          onClick=${() => void run(() => api.delete(`${path}/${each.customer_id}`))} /></div></li>`)}</ul>
    <form class="row" onSubmit=${add}><${Field} class="grow" label=${t("thread.copy_to")}>
      <${Input} type="email" value=${email} onInput=${setEmail} /><//>
      <${Button} type="submit" small busy=${busy} disabled=${!email}>${t("thread.add")}<//></form>`;
}
