// @ts-check
/** One message of a conversation: what it says, its files, and how far it has come. */
import { html, useEffect, useState } from "../shared/view.js";
import { linked } from "../shared/plain.js";
import { bytes, t, when } from "../shared/texts.js";
import { Icon, IconButton, later } from "./parts.js";

// Markdown is rare in chats, and what cleans it is large.
const Rich = later(() => import("../shared/markdown.js"), "Markdown");

/** @typedef {import("./main.js").Widget} Widget */

/**
 * @param {{ widget: Widget, state: import("./store.js").State, message: any, mine: boolean, follows: boolean }} props
 */
export function Message({ widget, state, message, mine, follows }) {
  const { author, seq, body } = message;
  const seen = mine && seq <= state.seen;
  const marks = [
    message.edited_at && !message.redacted_at && t("widget.edited"),
    message.generated && t("widget.generated"),
    message.translated_from && t("widget.translated"),
  ].filter(Boolean);
  return html`<article class=${`message ${mine ? "mine" : ""}`}>
    ${!mine && !follows && html`<h4>${author.kind === "system" ? state.look?.name || t("widget.desk") : author.name}</h4>`}
    ${message.redacted_at && !body ? html`<p class="bubble gone">${t("widget.redacted")}</p>` : body && (
      message.format === "markdown" ? html`<div class="bubble" dir="auto"><${Rich} text=${body} /></div>`
        : html`<p class="bubble" dir="auto">${linked(body)}</p>`)}
    ${message.attachments?.map((/** @type {any} */ file) => html`<${Attached} key=${file.id} ...${{ widget, file }} />`)}
    <footer>${marks.map((mark) => html`<span>${mark}</span>`)}<time datetime=${message.created_at}>${
      when(message.created_at, { timeStyle: "short" })}</time>
      ${mine && html`<${Icon} name=${seen ? "check-check" : "check"} /><span class="sr">${
        t(seen ? "widget.read" : "widget.sent")}</span>`}
    </footer>
  </article>`;
}

/** What happened in between. @param {{ entry: import("./store.js").Entry }} props */
export function Note({ entry }) {
  return html`<p class="note">${t(`widget.${entry.note}`, { name: entry.name || t("widget.somebody") })}</p>`;
}

/** Written, and not in the thread yet. @param {{ widget: Widget, item: import("./store.js").Waiting, offline: boolean }} props */
export function Unsent({ widget, item, offline }) {
  const { out } = widget.talk;
  const { body, files, code } = item;
  return html`<article class=${`message mine waiting ${code ? "failed" : ""}`}>
    ${body && html`<p class="bubble" dir="auto">${linked(body)}</p>`}
    ${files.map(({ name }) => html`<p class="bubble file"><${Icon} name="file" />${name || t("widget.file")}</p>`)}
    <footer>${code ? html`<${Icon} name="circle-alert" /><span role="alert">${reason(code)}</span>
        <button type="button" onClick=${() => out.again(item)}>${t("widget.retry")}</button>
        <button type="button" onClick=${() => out.drop(item.cmid)}>${t("widget.discard")}</button>`
      : html`<${Icon} name="clock" /><span>${t(offline ? "widget.later" : "widget.sending")}</span>`}
    </footer>
  </article>`;
}

/** @param {string} code */
function reason(code) {
  return t.has(`widget.failed_${code}`) ? t(`widget.failed_${code}`) : t("widget.failed");
}

/** A file in the thread: a picture is shown, everything else is to be had. @param {{ widget: Widget, file: any }} props */
function Attached({ widget, file }) {
  const [link, setLink] = useState("");
  const { talk, options } = widget;
  const open = ["clean", "unscanned"].includes(file.state);
  const picture = open && /^image\/(png|jpeg|gif|webp)$/.test(file.content_type);
  // A link is good for minutes, so it is asked for when it is needed.
  const linkTo = async () => {
    const found = await talk.ask("GET", `/v1/attachments/${file.id}`);
    return found?.url ? new URL(found.url.slice(1), options.desk).href : "";
  };
  useEffect(() => {
    if (picture) void linkTo().then((found) => setLink(found && `${found}&inline=true`));
  }, [picture]);
  const save = async () => {
    const href = await linkTo();
    if (href) Object.assign(document.createElement("a"), { href, download: file.name, rel: "noopener" }).click();
  };
  if (!open) return html`<p class="bubble file"><${Icon} name="file" />${file.name} · ${t(`widget.file_${file.state}`)}</p>`;
  return html`<button type="button" class="bubble file" aria-label=${t("widget.save", { name: file.name })} onClick=${save}>
    ${picture && link ? html`<img src=${link} alt=${file.name} />`
      : html`<${Icon} name="file" /><span dir="auto">${file.name}</span><small>${bytes(file.size)}</small>`}
  </button>`;
}
