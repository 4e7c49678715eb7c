// @ts-check
/** What colleagues have written down about a customer. */
import { html, useState } from "../../shared/view.js";
import { ago, t } from "../../shared/texts.js";
import { Button, Checkbox, Field, IconButton, Problem, TextArea, confirm, useList } from "../../shared/parts.js";
import { Plain } from "../../shared/plain.js";
import { useSending } from "../../shared/sending.js";
import { Sign } from "../tickets/sign.js";
import { api } from "../caller.js";
import { More } from "./more.js";

/** @typedef {import("api").components["schemas"]["CustomerNoteOut"]} NoteOut */

/** @param {{ customer: { id: string }, reload: () => void }} props */
export function Notes({ customer, reload }) {
  const list = useList(`/v1/customers/${customer.id}/notes`, { limit: 50 });
  const changed = () => {
    list.reload();
    reload();
  };
  return html`<section class="stack" aria-label=${t("inbox.part_notes")}>
    <${Writing} onSave=${async (/** @type {any} */ note) => {
      await api.post(`/v1/customers/${customer.id}/notes`, note);
      changed();
    }} />
    ${list.error ? html`<${Problem} error=${list.error} />` : null}
    ${list.items.map((/** @type {NoteOut} */ each) => html`<${Note} key=${each.id} note=${each} onChange=${changed} />`)}
    <${More} list=${list} empty=${list.items.length === 0} title=${t("inbox.notes_none")} />
  </section>`;
}

/**
 * @param {{ note?: NoteOut, onSave: (note: { body: string, pinned: boolean }) => Promise<void>, onClose?: () => void }} props
 */
function Writing({ note, onSave, onClose }) {
  const [body, setBody] = useState(note?.body ?? "");
  const [pinned, setPinned] = useState(note?.pinned ?? false);
  const { busy, error, submit } = useSending();
  const save = (/** @type {Event} */ event) => submit(event, async () => {
    await onSave({ body, pinned });
    setBody("");
    setPinned(false);
    onClose?.();
  });
  return html`<form class="card stack" onSubmit=${save}>
    ${error === null ? null : html`<${Problem} error=${error} />`}
    <${Field} label=${t(note === undefined ? "inbox.note_new" : "inbox.note_change")}>
      <${TextArea} rows="3" value=${body} dir="auto" onInput=${(/** @type {any} */ value) => setBody(value)} />
    </${Field}>
    <div class="row">
      <${Checkbox} label=${t("inbox.note_pin")} checked=${pinned} onChange=${() => setPinned(!pinned)} />
      <span class="grow"></span>
      ${onClose === undefined ? null : html`<${Button} kind="plain" onClick=${onClose}>${t("inbox.cancel")}</${Button}>`}
      <${Button} kind="primary" type="submit" busy=${busy} disabled=${body.trim() === ""}>${t("inbox.save")}</${Button}>
    </div>
  </form>`;
}

/** @param {{ note: NoteOut, onChange: () => void }} props */
export function Note({ note, onChange }) {
  const [open, setOpen] = useState(false);
  const [error, setError] = useState(/** @type {any} */ (null));
  const path = `/v1/customers/${note.customer_id}/notes/${note.id}`;
  if (open) {
    return html`<${Writing} note=${note} onClose=${() => setOpen(false)} onSave=${async (/** @type {any} */ wanted) => {
      await api.change(path, wanted, note);
      onChange();
    }} />`;
  }
  const remove = async () => {
    if (!(await confirm(t("inbox.note_delete_ask")))) return;
    await api.delete(path).then(onChange, setError);
  };
  return html`<article class="inbox-note">
    ${error === null ? null : html`<${Problem} error=${error} />`}
    <header class="row small muted">
      ${note.pinned ? html`<${Sign} icon="pin" text=${t("inbox.note_pinned")} />` : null}
      <span class="grow" dir="auto">${note.author_name} · ${ago(note.updated_at)}</span>
      <${IconButton} icon="pencil" label=${t("inbox.note_change")} onClick=${() => setOpen(true)} />
      <${IconButton} icon="trash" label=${t("inbox.note_delete")} onClick=${remove} />
    </header>
    <${Plain} text=${note.body} />
  </article>`;
}
