// @ts-check
/** The live chat of a ticket: taking it, handing it on, ending it, and the minutes after it. */
import { html, useEffect, useState } from "../../shared/view.js";
import { Badge, Button, Countdown, Problem, confirm, useFetch } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { api } from "./desk.js";
import { TransferDialog } from "./panel/transfer.js";

/** @typedef {import("api").components["schemas"]["ChatOut"]} ChatOut */

/**
 * @param {{ id: string, me: string, turn: number, directory: import("./directory.js").Directory }} props
 */
export function ChatBar({ id, me, turn, directory }) {
  const { data, reload, set } = useFetch(`/v1/chats/${id}`);
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [transfer, setTransfer] = useState(false);
  useEffect(() => {
    if (turn) void reload();
  }, [turn]);
  if (!data) return null;
  const chat = /** @type {ChatOut} */ (data);
  const act = (/** @type {string} */ what, /** @type {object | undefined} */ body = undefined) => async () => {
    try {
      set(await api.post(`/v1/chats/${id}/${what}`, body));
      setError(null);
    } catch (problem) {
      setError(problem);
      void reload();
    }
  };
  const end = async () => {
    if (await confirm(t("thread.chat.end_question"), { action: t("thread.chat.end") })) await act("end")();
  };
  const mine = chat.agent?.id === me;
  const offered = chat.status === "offered" && chat.offer;
  const wrapping = chat.status === "ended" && mine && chat.wrap_up_until;
  if (chat.status === "ended" && !wrapping) return null;
  return html`
    <section class="chat-bar" aria-label=${t("thread.chat.label")}>
      <${Badge} tone=${chat.status === "active" ? "ok" : "info"}>${t(`thread.chat.${chat.status}`)}<//>
      <span class="small muted grow">
        ${chat.agent?.name && t("thread.chat.with", { name: chat.agent.name })}
        ${chat.status === "queued" && chat.position && t("thread.chat.position", { place: chat.position })}
        ${offered && html` <${Countdown} to=${chat.offer?.expires_at} />`}
        ${wrapping && html`${t("thread.chat.wrap_up")} <${Countdown} to=${chat.wrap_up_until} />`}
      </span>
      ${(offered || chat.status === "queued") && html`
        <${Button} kind="primary" onClick=${act("accept")}>${t("thread.chat.accept")}<//>`}
      ${offered && html`<${Button} onClick=${act("decline")}>${t("thread.chat.decline")}<//>`}
      ${chat.status === "active" && html`
        <${Button} onClick=${() => setTransfer(true)}>${t("thread.transfer.label")}<//>
        <${Button} onClick=${end}>${t("thread.chat.end")}<//>`}
      ${wrapping && html`<${Button} kind="primary" onClick=${act("wrapped-up")}>${t("thread.chat.wrapped_up")}<//>`}
      ${error && html`<${Problem} error=${error} />`}
      ${transfer && html`<${TransferDialog} path=${`/v1/chats/${id}/transfer`} live directory=${directory}
        onClose=${() => setTransfer(false)} onDone=${() => void reload()} />`}
    </section>`;
}
