// @ts-check
/** Handing a ticket or a live chat to somebody else: an agent, a team or a queue, with a word about why. */
import { html, useState } from "../../../shared/view.js";
import { Button, Checkbox, Dialog, Field, Problem, Select, Tabs, TextArea } from "../../../shared/parts.js";
import { t } from "../../../shared/texts.js";
import { useSending } from "../../../shared/sending.js";
import { api } from "../desk.js";

/** @typedef {"agent" | "team" | "queue"} Kind */

/** @type {Kind[]} */
const KINDS = ["team", "agent", "queue"];

/**
 * @param {{ path: string, live?: boolean, directory: import("../directory.js").Directory, onClose: () => void,
 *   onDone: () => void }} props `live`: it is a chat, which can be handed over warmly
 */
export function TransferDialog({ path, live = false, directory, onClose, onDone }) {
  const [kind, setKind] = useState(/** @type {Kind} */ ("team"));
  const [to, setTo] = useState(/** @type {string | null} */ (null));
  const [reason, setReason] = useState("");
  const [tell, setTell] = useState(false);
  const [warm, setWarm] = useState(false);
  const { busy, error, send } = useSending();
  const all = { agent: directory.agents, team: directory.teams, queue: directory.queues }[kind];
  const go = () => send(async () => {
    await api.post(path, {
      [`${kind}_id`]: to, reason: reason.trim() || null, tell_customer: tell, ...(warm && { warm: true }) });
    onDone();
    onClose();
  });
  return html`
    <${Dialog} title=${t("thread.transfer.label")} onClose=${onClose} actions=${html`
      <${Button} kind="primary" busy=${busy} disabled=${!to} onClick=${go}>${t("thread.transfer.go")}<//>`}>
      <${Tabs} label=${t("thread.transfer.kind")} active=${kind} onChange=${(/** @type {Kind} */ next) => {
        setKind(next);
        setTo(null);
        setWarm(false);
      }} tabs=${KINDS.map((key) => ({ key, label: t(`thread.transfer.${key}`) }))} />
      <${Field} label=${t("thread.transfer.to")} required>
        <${Select} value=${to} empty=${t("thread.choose_one")} onChange=${setTo}
          options=${all.filter((each) => each.active).map((each) => ({ value: each.id, label: each.name }))} /><//>
      <${Field} label=${t("thread.transfer.reason")} hint=${t(tell ? "thread.transfer.both_read" : "thread.transfer.they_read")}>
        <${TextArea} rows="3" value=${reason} onInput=${setReason} maxlength="255" /><//>
      <${Checkbox} label=${t("thread.transfer.tell")} checked=${tell} onChange=${setTell} />
      ${live && kind === "agent" && html`<${Checkbox} label=${t("thread.transfer.warm")} checked=${warm} onChange=${setWarm} />`}
      ${error && html`<${Problem} error=${error} />`}
    <//>`;
}
