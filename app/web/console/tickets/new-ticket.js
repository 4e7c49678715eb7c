// @ts-check
/** A ticket that an agent writes down: somebody called, or stood at the counter. */
import { html, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Button, Dialog, Field, Input, Problem, Select, TextArea } from "../../shared/parts.js";
import { navigate } from "../../shared/router.js";
import { useSending } from "../../shared/sending.js";
import { api } from "../caller.js";
import { choices, useDirectory } from "./directory.js";
import { PRIORITIES, TYPES, options, priorityWord, typeWord } from "./words.js";

/** @param {{ requester?: { email: string | null, name: string | null } | null, onClose: () => void }} props */
export default function NewTicket({ requester = null, onClose }) {
  const [form, setForm] = useState({
    subject: "", body: "", email: requester?.email ?? "", name: requester?.name ?? "", phone: "", priority: "normal",
    type: "question", team_id: "",
  });
  const { busy, error, submit } = useSending();
  const teams = useDirectory("teams");
  const set = (/** @type {Partial<typeof form>} */ change) => setForm((was) => ({ ...was, ...change }));
  const input = (/** @type {"subject" | "email" | "name" | "phone"} */ name, /** @type {string} */ type) => html`
    <${Field} label=${t(`inbox.new_${name}`)}>
      <${Input} type=${type} value=${form[name]} maxlength="255" dir="auto"
        onInput=${(/** @type {any} */ value) => set({ [name]: value })} />
    </${Field}>`;

  const save = (/** @type {Event} */ event) => submit(event, async () => {
    const stated = Object.fromEntries(
      /** @type {const} */ (["email", "name", "phone"]).map((name) => [name, form[name].trim()]).filter(([, value]) => value !== ""),
    );
    const made = await api.post("/v1/tickets", {
      subject: form.subject, body: form.body, priority: form.priority, type: form.type,
      ...(Object.keys(stated).length === 0 ? {} : { requester: stated }),
      ...(form.team_id === "" ? {} : { team_id: form.team_id }),
    });
    onClose();
    navigate(`/console/tickets/${made.id}`);
  });

  return html`<${Dialog} title=${t("inbox.new_ticket")} onClose=${onClose} actions=${html`
      <${Button} kind="plain" onClick=${onClose}>${t("inbox.cancel")}</${Button}>
      <${Button} kind="primary" type="submit" form="new-ticket" busy=${busy}
        disabled=${form.subject.trim() === "" || form.body.trim() === ""}>${t("inbox.new_make")}</${Button}>`}>
    <form id="new-ticket" class="stack" onSubmit=${save}>
      ${error === null ? null : html`<${Problem} error=${error} />`}
      <div class="inbox-choices">${input("email", "email")} ${input("name", "text")} ${input("phone", "tel")}</div>
      ${input("subject", "text")}
      <${Field} label=${t("inbox.new_body")}>
        <${TextArea} rows="6" value=${form.body} dir="auto"
          onInput=${(/** @type {any} */ value) => set({ body: value })} />
      </${Field}>
      <div class="inbox-choices">
        <${Field} label=${t("inbox.column_priority")}>
          <${Select} value=${form.priority} options=${options(PRIORITIES, priorityWord)}
            onChange=${(/** @type {any} */ value) => set({ priority: value })} />
        </${Field}>
        <${Field} label=${t("inbox.column_type")}>
          <${Select} value=${form.type} options=${options(TYPES, typeWord)}
            onChange=${(/** @type {any} */ value) => set({ type: value })} />
        </${Field}>
        <${Field} label=${t("inbox.column_team_id")}>
          <${Select} value=${form.team_id} empty=${t("inbox.by_routing")} options=${choices(teams)}
            onChange=${(/** @type {any} */ value) => set({ team_id: value ?? "" })} />
        </${Field}>
      </div>
    </form>
  </${Dialog}>`;
}
