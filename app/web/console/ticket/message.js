// @ts-check
/** One message of the thread: who wrote it, its words and files, what became of it, and what can be done with it. */
import { html, useState } from "../../shared/view.js";
import { Avatar, Badge, Icon, Menu, When, copy } from "../../shared/parts.js";
import { Markdown } from "../../shared/markdown.js";
import { Plain } from "../../shared/plain.js";
import { t } from "../../shared/texts.js";
import { Attachments } from "./attachments.js";
import { faceOf } from "./directory.js";
import { Delivery } from "./delivery.js";
import { Translation, TranslationLine } from "./translation.js";
import { calledBy } from "./words.js";

/** @typedef {import("./feed.js").Shown} Shown */
/**
 * What a message asks of the page around it.
 * @typedef {object} Tools
 * @property {(dialog: { kind: string, message: Shown }) => void} open
 * @property {(message: Shown) => void} quote
 * @property {(cmid: string) => void} again send once more what was refused
 * @property {(cmid: string) => void} drop take back what was refused
 * @property {(id: string) => Promise<void>} refresh
 * @property {string | null} language translations are shown in
 * @property {(seq: number, author: string) => string[]} readers names of those who have read up to a message
 * @property {boolean} canWrite
 * @property {Set<string> | null} chosen messages that are chosen for a split; null: nothing is being chosen
 * @property {(id: string) => void} choose
 */

/**
 * @param {{ message: Shown & { local?: "sending" | "failed", problem?: string | null }, follows: boolean,
 *   mine: boolean, tools: Tools }} props
 */
export function Message({ message, follows, mine, tools }) {
  const side = message.visibility === "internal" ? "note" : message.author.kind === "customer" ? "theirs" : "ours";
  const label = t(`thread.by.${side}`, { name: calledBy(message.author) });
  return html`
    <article class=${`message ${side} ${follows ? "follows" : ""} ${message.local ?? ""}`} id=${`m-${message.id}`}
      aria-label=${label} data-seq=${message.seq}>
      ${!follows && html`<${Head} message=${message} side=${side} />`}
      <div class="message-body">
        ${tools.chosen && html`<input type="checkbox" checked=${tools.chosen.has(message.id)}
          aria-label=${t("thread.choose")} onChange=${() => tools.choose(message.id)} />`}
        <div class="grow">
          <${Words} message=${message} tools=${tools} />
          ${message.attachments.length > 0 && html`<${Attachments} files=${message.attachments} />`}
          <${Foot} message=${message} mine=${mine} tools=${tools} />
        </div>
        ${!message.local && html`<${Actions} message=${message} mine=${mine} tools=${tools} />`}
      </div>
    </article>`;
}

/** @param {{ message: Shown, side: string }} props */
function Head({ message, side }) {
  return html`
    <header class="message-head">
      <${Avatar} name=${calledBy(message.author)} src=${faceOf(message.author.id)} />
      <strong>${calledBy(message.author)}</strong>
      ${message.author.kind === "partner" && html`<${Badge}>${t("thread.partner")}<//>`}
      ${side === "note" && html`<${Badge} tone="warn">${t("thread.note")}<//>`}
      ${message.generated && html`<${Badge} tone="info">${t("thread.generated")}<//>`}
      ${message.via && html`<a class="small" href=${`/console/tickets/${message.via.id}`}>
        ${t("thread.via", { number: message.via.number })}</a>`}
      <span class="small muted"><${When} at=${message.created_at} /></span>
    </header>`;
}

/** @param {{ message: Shown, tools: Tools }} props */
function Words({ message, tools }) {
  const [original, setOriginal] = useState(false);
  if (message.redacted_at && !message.body) return html`<p class="muted">${t("thread.redacted")}</p>`;
  const shown = translated(message, original);
  const View = message.format === "markdown" ? Markdown : Plain;
  return html`
    ${shown.body && html`<div class="words" lang=${shown.language ?? undefined}><${View} text=${shown.body} /></div>`}
    <${TranslationLine} message=${message} original=${original} toggle=${() => setOriginal(!original)} />
    ${message.original && html`<${Translation} original=${message.original} />`}
    ${message.redacted_at && html`<p class="small muted">${t("thread.redacted_partly")}</p>`}`;
}

/** @param {Shown} message @param {boolean} original */
function translated(message, original) {
  const { translation } = message;
  if (original || translation?.state !== "done" || !translation.body) {
    return { body: message.body, language: message.language };
  }
  return { body: translation.body, language: translation.language };
}

/** @param {{ message: Shown & { local?: string, problem?: string | null }, mine: boolean, tools: Tools }} props */
function Foot({ message, mine, tools }) {
  const cmid = message.client_message_id ?? "";
  if (message.local === "sending") return html`<p class="small muted">${t("thread.sending")}</p>`;
  if (message.local === "failed") {
    return html`
      <p class="small bad" role="alert"><${Icon} name="circle-alert" /> ${t("thread.not_sent")} ${message.problem}
        <button class="button quiet" onClick=${() => tools.again(cmid)}>${t("thread.again")}</button>
        <button class="button quiet" onClick=${() => tools.drop(cmid)}>${t("thread.take_back")}</button>
      </p>`;
  }
  const readers = mine && message.visibility === "public" ? tools.readers(message.seq, message.author.id) : [];
  return html`
    <p class="message-foot small muted">
      ${message.edited_at && html`<button class="button quiet"
        onClick=${() => tools.open({ kind: "history", message })}>${t("thread.edited")}</button>`}
      ${message.delivery && html`<${Delivery} message=${message} open=${() => tools.open({ kind: "delivery", message })} />`}
      ${readers.length > 0 && html`<span>${t("thread.read_by", { names: readers.join(", ") })}</span>`}
    </p>`;
}

/** @param {{ message: Shown, mine: boolean, tools: Tools }} props */
function Actions({ message, mine, tools }) {
  const open = (/** @type {string} */ kind) => () => tools.open({ kind, message });
  const mail = message.author.kind !== "agent";
  const items = [
    { label: t("thread.quote"), run: () => tools.quote(message) },
    { label: t("thread.copy_link"), run: () => void copyLink(message) },
    tools.canWrite && mine && !message.redacted_at && { label: t("thread.edit"), run: open("edit") },
    tools.language && message.visibility === "public" && !message.redacted_at
      && { label: t("thread.translate"), run: open("translate") },
    message.version > 1 && { label: t("thread.history"), run: open("history") },
    mail && { label: t("thread.original_mail"), run: open("original") },
    message.delivery && { label: t("thread.delivery_label"), run: open("delivery") },
    tools.canWrite && !message.redacted_at && { label: t("thread.redact"), run: open("redact") },
  ].filter(Boolean);
  return html`<${Menu} icon="ellipsis" kind="quiet" small end label=${t("thread.message_menu", { name: message.author.name })}
    items=${items} />`;
}

/** @param {Shown} message */
function copyLink(message) {
  return copy(`${location.origin}${location.pathname}#m-${message.id}`, { seen: false });
}
