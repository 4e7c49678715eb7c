// @ts-check
/** What the assistant offers, where it is set up: a reply to check and send, and a summary to read. */
import { html, useState } from "../../shared/view.js";
import { Button, Dialog, Menu, Problem, Spinner } from "../../shared/parts.js";
import { Plain } from "../../shared/plain.js";
import { t } from "../../shared/texts.js";
import { api } from "./desk.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */
/** @typedef {import("api").components["schemas"]["NoticeOut"]} NoticeOut */
/** @typedef {import("api").components["schemas"]["CitationOut"]} CitationOut */

/** @param {{ ticket: TicketOut, put: (text: string) => void }} props */
export function AssistantMenu({ ticket, put }) {
  const [task, setTask] = useState(/** @type {"draft" | "summary" | null} */ (null));
  const items = [
    { label: t("thread.assistant.draft"), run: () => setTask("draft") },
    { label: t("thread.assistant.summary"), run: () => setTask("summary") },
  ];
  return html`
    <${Menu} icon="sparkles" kind="quiet" label=${t("thread.assistant.label")} items=${items} />
    ${task && html`<${Asked} key=${task} ticket=${ticket} task=${task} put=${put} onClose=${() => setTask(null)} />`}`;
}

/** @param {{ ticket: TicketOut, task: "draft" | "summary", put: (text: string) => void, onClose: () => void }} props */
function Asked({ ticket, task, put, onClose }) {
  const [answer, setAnswer] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [asked, setAsked] = useState(false);
  if (!asked) {
    setAsked(true);
    api.post(`/v1/tickets/${ticket.id}/assistant/${task}`).then(setAnswer, setError);
  }
  const text = answer?.body ?? answer?.text ?? "";
  return html`
    <${Dialog} title=${t(`thread.assistant.${task}`)} onClose=${onClose}
      actions=${answer && task === "draft" && html`
        <${Button} kind="primary" onClick=${() => {
          put(text);
          onClose();
        }}>${t("thread.insert")}<//>`}>
      ${error && html`<${Problem} error=${error} />`}
      ${!answer && !error && html`<${Spinner} />`}
      ${answer && html`
        <${Plain} text=${text} />
        ${answer.notices.map((/** @type {NoticeOut} */ each) => html`
          <p class="small warn" key=${each.kind}>${t(`thread.notice.${each.kind}`)} ${each.words.join(", ")}</p>`)}
        ${answer.left_out > 0 && html`<p class="small muted">${t.n("thread.assistant.left_out", answer.left_out)}</p>`}
        <ul class="small">${answer.citations?.map((/** @type {CitationOut} */ each) => html`
          <li key=${each.number}>[${each.number}] <a href=${each.url} target="_blank" rel="noopener">${each.title}</a></li>`)}
        </ul>`}
    <//>`;
}
