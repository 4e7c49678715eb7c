// @ts-check
/** Asking somebody else about a ticket without the customer: another team, or somebody outside by mail. */
import { html, useMemo, useState } from "../../../shared/view.js";
import { Badge, Button, Dialog, Empty, Field, Input, Problem, Select, Spinner, TextArea, When } from "../../../shared/parts.js";
import { Plain } from "../../../shared/plain.js";
import { uuid } from "../../../shared/ids.js";
import { t } from "../../../shared/texts.js";
import { useSending } from "../../../shared/sending.js";
import { api } from "../desk.js";
import { nameOf } from "../directory.js";
import { useDoing, usePart } from "./use-part.js";

/** @typedef {import("./panel.js").Panelled} Panelled */
/** @typedef {import("api").components["schemas"]["SideConversationOut"]} SideConversationOut */
/** @typedef {import("api").components["schemas"]["SideMessageOut"]} SideMessageOut */

/** @param {Panelled} props */
export function SideConversations({ ticket, turn, directory }) {
  const path = `/v1/tickets/${ticket.id}/side-conversations`;
  const { data, error, reload } = usePart(path, turn, { limit: 50 });
  const [open, setOpen] = useState(/** @type {string | null} */ (null));
  if (error) return html`<${Problem} error=${error} />`;
  if (!data) return html`<${Spinner} />`;
  const chosen = data.items.find((/** @type {SideConversationOut} */ each) => each.id === open);
  return html`
    ${!data.items.length && html`<${Empty} icon="messages-square" title=${t("thread.side.none")} />`}
    <ul class="list small">${data.items.map((/** @type {SideConversationOut} */ each) => html`
      <li key=${each.id}><div class="row"><div class="grow"><strong>${each.subject}</strong>
        <p class="muted">${each.email ?? (each.team_id && nameOf(each.team_id))} · ${t.n("thread.side.messages", each.message_count)}</p></div>
        <${Badge} tone=${each.status === "open" ? "info" : ""}>${t(`thread.side.${each.status}`)}<//>
        <${Button} small onClick=${() => setOpen(each.id)}>${t("thread.open")}<//></div></li>`)}</ul>
    <${Button} small icon="plus" onClick=${() => setOpen("new")}>${t("thread.side.new")}<//>
    ${open === "new" && html`<${Begin} path=${path} directory=${directory} onClose=${() => setOpen(null)} onDone=${reload} />`}
    ${chosen && html`<${Conversation} conversation=${chosen} turn=${turn} onClose=${() => setOpen(null)} onDone=${reload} />`}`;
}

/** @param {{ path: string, directory: Panelled["directory"], onClose: () => void, onDone: () => Promise<void> }} props */
function Begin({ path, directory, onClose, onDone }) {
  const [subject, setSubject] = useState("");
  const [body, setBody] = useState("");
  const [email, setEmail] = useState("");
  const [team, setTeam] = useState(/** @type {string | null} */ (null));
  const { busy, error, send } = useSending();
  const go = () => send(async () => {
    await api.post(path, { subject, body, ...(team ? { team_id: team } : { email }) });
    await onDone();
    onClose();
  });
  return html`
    <${Dialog} title=${t("thread.side.new")} onClose=${onClose} actions=${html`
      <${Button} kind="primary" busy=${busy} onClick=${go}
        disabled=${!subject.trim() || !body.trim() || !(team || email)}>${t("thread.side.send")}<//>`}>
      <${Field} label=${t("thread.side.team")}><${Select} value=${team} empty="–" onChange=${setTeam}
        options=${directory.teams.filter((each) => each.active).map((each) => ({ value: each.id, label: each.name }))} /><//>
      ${!team && html`<${Field} label=${t("thread.side.email")}><${Input} type="email" value=${email} onInput=${setEmail} /><//>`}
      <${Field} label=${t("thread.field.subject")} required><${Input} value=${subject} onInput=${setSubject} maxlength="255" /><//>
      <${Field} label=${t("thread.words")} required><${TextArea} rows="5" value=${body} onInput=${setBody} /><//>
      ${error && html`<${Problem} error=${error} />`}
    <//>`;
}

/** @param {{ conversation: SideConversationOut, turn: number, onClose: () => void, onDone: () => Promise<void> }} props */
function Conversation({ conversation, turn, onClose, onDone }) {
  const path = `/v1/side-conversations/${conversation.id}`;
  const { data, error, reload } = usePart(`${path}/messages`, turn, { limit: 200 });
  const { busy, run } = useDoing(async () => {
    await reload();
    await onDone();
  });
  const [body, setBody] = useState("");
  // The same words again are the same message: the answer to the first time may have been lost.
  const id = useMemo(uuid, [body]);
  const send = async () => {
    if (await run(() => api.post(`${path}/messages`, { body, client_message_id: id }))) setBody("");
  };
  const flip = () => void run(() => api.change(path, {
    status: conversation.status === "open" ? "closed" : "open" }, conversation));
  return html`
    <${Dialog} title=${conversation.subject} onClose=${onClose} actions=${html`
      <${Button} busy=${busy} onClick=${flip}>${t(conversation.status === "open" ? "thread.side.close" : "thread.side.reopen")}<//>
      <${Button} kind="primary" busy=${busy} disabled=${!body.trim()} onClick=${send}>${t("thread.side.send")}<//>`}>
      ${error && html`<${Problem} error=${error} />`}
      ${(data?.items ?? []).map((/** @type {SideMessageOut} */ each) => html`
        <section class="card" key=${each.id}><p class="small"><strong>${each.author_name}</strong>
          <span class="muted"><${When} at=${each.created_at} /></span></p>
          ${each.redacted_at ? html`<p class="muted">${t("thread.redacted")}</p>` : html`<${Plain} text=${each.body} />`}</section>`)}
      ${conversation.status === "open" && html`
        <${Field} label=${t("thread.words")}><${TextArea} rows="4" value=${body} onInput=${setBody} /><//>`}
    <//>`;
}
