// @ts-check
/** Macros that fit the ticket: what one would do is shown before it is done. */
import { html, useState } from "../../shared/view.js";
import { Button, Dialog, Empty, Input, IconButton, Problem, Spinner, toast, useFetch } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { useSending } from "../../shared/sending.js";
import { api } from "./desk.js";
import { fieldName, valueName } from "./words.js";
import { nameOf } from "./directory.js";

/** @typedef {import("api").components["schemas"]["MacroOut"]} MacroOut */
/** @typedef {import("api").components["schemas"]["MacroPreviewOut"]} MacroPreviewOut */

/** @param {{ ticket: import("api").components["schemas"]["TicketOut"], seen: () => number }} props */
export function MacroMenu({ ticket, seen }) {
  const [open, setOpen] = useState(false);
  return html`
    <${IconButton} id="ticket-macros" icon="zap" label=${t("thread.macros")} onClick=${() => setOpen(true)} />
    ${open && html`<${Macros} ticket=${ticket} seen=${seen} onClose=${() => setOpen(false)} />`}`;
}

/** @param {{ ticket: import("api").components["schemas"]["TicketOut"], seen: () => number, onClose: () => void }} props */
function Macros({ ticket, seen, onClose }) {
  const { data, error } = useFetch(`/v1/tickets/${ticket.id}/macros`);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(/** @type {MacroOut | null} */ (null));
  if (chosen) return html`<${Preview} ticket=${ticket} macro=${chosen} seen=${seen} onClose=${onClose} />`;
  const fitting = (data?.items ?? []).filter((/** @type {MacroOut} */ each) => (
    each.title.toLowerCase().includes(query.toLowerCase())));
  return html`
    <${Dialog} title=${t("thread.macros")} onClose=${onClose}>
      <${Input} value=${query} aria-label=${t("thread.find")} placeholder=${t("thread.find")}
        onInput=${setQuery} />
      ${error && html`<${Problem} error=${error} />`}
      ${!data && !error && html`<${Spinner} />`}
      ${data && !fitting.length && html`<${Empty} icon="zap" title=${t("thread.no_macros")} />`}
      <ul class="list">${fitting.map((/** @type {MacroOut} */ each) => html`
        <li key=${each.id}><div class="grow"><strong>${each.title}</strong>
          ${each.description && html`<p class="small muted">${each.description}</p>`}</div>
          <${Button} onClick=${() => setChosen(each)}>${t("thread.macro.look")}<//></li>`)}</ul>
    <//>`;
}

/** @param {{ ticket: import("api").components["schemas"]["TicketOut"], macro: MacroOut, seen: () => number,
 *   onClose: () => void }} props */
function Preview({ ticket, macro, seen, onClose }) {
  const path = `/v1/tickets/${ticket.id}/macros/${macro.id}`;
  const [preview, setPreview] = useState(/** @type {MacroPreviewOut | null} */ (null));
  const { busy: applying, error, setError, send } = useSending();
  const [asking, setAsking] = useState(false);
  const busy = applying || asking;
  if (!preview && !error && !busy) {
    setAsking(true);
    api.post(`${path}/preview`).then(setPreview, setError).finally(() => setAsking(false));
  }
  const apply = (/** @type {boolean} */ anyway) => send(async () => {
    await api.post(`${path}/apply`, anyway || seen() < 1 ? {} : { last_seen_seq: seen() });
    toast(t("thread.macro.applied", { title: macro.title }), { tone: "ok" });
    onClose();
  });
  const moved = error?.code === "thread_moved_on";
  return html`
    <${Dialog} title=${macro.title} onClose=${onClose} actions=${html`
      <${Button} kind="primary" busy=${busy} disabled=${!preview?.would_apply} onClick=${() => void apply(moved)}>
        ${moved ? t("thread.macro.anyway") : t("thread.macro.apply")}<//>`}>
      ${error && html`<${Problem} error=${error} />`}
      ${preview && !preview.would_apply && html`<p class="warn">${t("thread.macro.refused")}</p>`}
      <ul>${preview?.outcomes.map((each, index) => html`
        <li key=${index}>${t(`thread.action.${each.type}`)}${each.skipped && html` <span class="muted">${each.skipped}</span>`}
          ${typeof each.details?.body === "string" && html`<blockquote>${each.details.body}</blockquote>`}</li>`)}</ul>
      ${preview && preview.changes.length > 0 && html`
        <table class="table"><tbody>${preview.changes.map((each) => html`
          <tr key=${each.field}><th scope="row">${fieldName(each.field)}</th>
            <td>${inWords(each.field, each.before)}</td><td>${inWords(each.field, each.after)}</td></tr>`)}</tbody></table>`}
    <//>`;
}

/** @param {string} field @param {any} value @returns {string} */
function inWords(field, value) {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return value.join(", ") || "–";
  if (typeof value === "object") return JSON.stringify(value);
  return field.endsWith("_id") ? nameOf(String(value)) : valueName(field, String(value));
}
