// @ts-check
/** What is opened about one message: changing it, redacting it, how it was before, the mail that it came as. */
import { html, useState } from "../../shared/view.js";
import { Badge, Button, Checkbox, Dialog, Field, Input, Problem, Spinner, TextArea, useFetch, useList, When }
  from "../../shared/parts.js";
import { Plain } from "../../shared/plain.js";
import { Html, Markdown } from "../../shared/markdown.js";
import { t } from "../../shared/texts.js";
import { useSending } from "../../shared/sending.js";
import { api } from "./desk.js";
import { DeliveryDialog } from "./delivery.js";
import { TranslateDialog } from "./translation.js";

/** @typedef {import("./feed.js").Shown} Shown */
/** @typedef {{ message: Shown, onClose: () => void, onDone: (message: Shown) => void }} Of */

/** @param {Shown} message */
function address(message) {
  return `/v1/tickets/${message.ticket_id}/messages/${message.id}`;
}

/**
 * @param {{ open: { kind: string, message: Shown } | null, language: string | null, onClose: () => void,
 *   onDone: (message: Shown) => void }} props
 */
export function MessageDialogs({ open, language, onClose, onDone }) {
  if (!open) return null;
  const { message } = open;
  const of = { message, onClose, onDone };
  switch (open.kind) {
    case "edit": return html`<${Edit} ...${of} />`;
    case "redact": return html`<${Redact} ...${of} />`;
    case "history": return html`<${History} ...${of} />`;
    case "original": return html`<${Original} ...${of} />`;
    case "translate": return html`<${TranslateDialog} ...${of} language=${language} />`;
    case "delivery": return html`<${DeliveryDialog} ...${of} />`;
    default: return null;
  }
}

/** @param {Of} props */
function Edit({ message, onClose, onDone }) {
  const [body, setBody] = useState(message.body);
  const { busy, error, send } = useSending();
  const save = () => send(async () => {
    onDone(await api.patch(address(message), { body, format: message.format }, { ifMatch: message.version }));
    onClose();
  });
  return html`
    <${Dialog} title=${t("thread.edit")} onClose=${onClose} actions=${html`
      <${Button} kind="primary" busy=${busy} disabled=${!body.trim()} onClick=${save}>${t("thread.save")}<//>`}>
      ${message.delivery && html`<p class="small muted">${t("thread.edit_left")}</p>`}
      <${Field} label=${t("thread.words")}><${TextArea} rows="8" value=${body}
        onInput=${setBody} /><//>
      ${error && html`<${Problem} error=${error} />`}
    <//>`;
}

/** @param {Of} props */
function Redact({ message, onClose, onDone }) {
  const [text, setText] = useState(true);
  const [files, setFiles] = useState(message.attachments.map((each) => each.id));
  const [reason, setReason] = useState("");
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const save = async () => {
    try {
      const asked = { text, attachment_ids: files, reason: reason || null };
      onDone(await api.post(`${address(message)}/redact`, asked));
      onClose();
    } catch (problem) {
      setError(problem);
    }
  };
  const flip = (/** @type {string} */ id) => () => setFiles(
    files.includes(id) ? files.filter((each) => each !== id) : [...files, id]);
  return html`
    <${Dialog} title=${t("thread.redact")} onClose=${onClose} actions=${html`
      <${Button} kind="danger" disabled=${!text && !files.length} onClick=${save}>${t("thread.redact_now")}<//>`}>
      <p>${t("thread.redact_hint")}</p>
      <${Checkbox} label=${t("thread.redact_words")} checked=${text} onChange=${() => setText(!text)} />
      ${message.attachments.map((file) => html`
        <${Checkbox} key=${file.id} label=${file.name} checked=${files.includes(file.id)} onChange=${flip(file.id)} />`)}
      <${Field} label=${t("thread.reason")}><${Input} value=${reason}
        onInput=${setReason} maxlength="255" /><//>
      ${error && html`<${Problem} error=${error} />`}
    <//>`;
}

/** @param {Of} props */
function History({ message, onClose }) {
  const { items, error, loading } = useList(`${address(message)}/history`);
  return html`
    <${Dialog} title=${t("thread.history")} onClose=${onClose}>
      ${error && html`<${Problem} error=${error} />`}
      ${loading && html`<${Spinner} />`}
      ${items.map((/** @type {import("api").components["schemas"]["RevisionOut"]} */ each) => html`
        <section class="card" key=${each.version}>
          <p class="small muted">${each.changed_by.name} <${When} at=${each.changed_at} />
            ${each.left_desk && html` <${Badge}>${t("thread.left_desk")}<//>`}
            ${each.redacted && html` <${Badge} tone="warn">${t("thread.redacted_badge")}<//>`}</p>
          <${each.format === "markdown" ? Markdown : Plain} text=${each.body} />
        </section>`)}
    <//>`;
}

/** @param {import("api").components["schemas"]["MailboxOut"]} box */
function mailbox(box) {
  return box.name ? `${box.name} <${box.email}>` : box.email;
}

/** @param {Of} props */
function Original({ message, onClose }) {
  const { data, error } = useFetch(`${address(message)}/original`);
  const save = async () => {
    const answer = await api.raw("GET", `${address(message)}/original/raw`);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = `${message.id}.eml`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return html`
    <${Dialog} title=${t("thread.original_mail")} onClose=${onClose}
      actions=${data?.has_raw && html`<${Button} onClick=${save}>${t("thread.save_raw")}<//>`}>
      ${error && html`<${Problem} error=${error} />`}
      ${!data && !error && html`<${Spinner} />`}
      ${data && html`
        <dl class="facts">
          <dt>${t("thread.mail.from")}</dt><dd>${mailbox(data.from)}</dd>
          <dt>${t("thread.mail.to")}</dt><dd>${data.to.map(mailbox).join(", ")}</dd>
          ${data.cc.length > 0 && html`<dt>${t("thread.mail.cc")}</dt><dd>${data.cc.map(mailbox).join(", ")}</dd>`}
          <dt>${t("thread.mail.subject")}</dt><dd>${data.subject}</dd>
          <dt>${t("thread.mail.trust")}</dt><dd>${data.trust_why}</dd>
        </dl>
        ${data.blocked_images > 0 && html`<p class="small muted">${t.n("thread.mail.blocked", data.blocked_images)}</p>`}
        ${data.html ? html`<${Html} text=${data.html} class="mail" />`
          : html`<${Plain} text=${[data.text, data.signature, data.quoted].filter(Boolean).join("\n\n")} />`}`}
    <//>`;
}
