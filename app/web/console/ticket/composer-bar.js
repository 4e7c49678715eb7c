// @ts-check
/** What stands under the text field: what can be put in, what happens after sending, and the button that sends. */
import { html, useRef, useState } from "../../shared/view.js";
import { Button, Checkbox, IconButton, Menu, toast } from "../../shared/parts.js";
import { languageName, t } from "../../shared/texts.js";
import { ArticleSearch } from "./articles.js";
import { AssistantMenu } from "./assistant.js";
import { Emoji } from "./emoji.js";
import { MacroMenu } from "./macros.js";
import { api, said } from "./desk.js";

// Chosen for the words that are being written, and for no others: a ticket is not solved by what was right for the last one.
/** @type {import("./use-draft.js").After[]} */
const AFTERS = ["stay", "pending", "on_hold", "solved"];

/** @param {any} props see `Composer` */
export function Bar({
  ticket, draft, state, note, busy, uploading, insert, set, addFiles, seen, translating, send,
}) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [articles, setArticles] = useState(false);
  const empty = !draft.body.trim() && !draft.attachments.length;
  const then = AFTERS.map((each) => ({
    label: t(`thread.after.${each}`), checked: each === draft.after, run: () => set({ after: each }) }));
  return html`
    <div class="composer-bar">
      <input ref=${input} type="file" multiple hidden aria-label=${t("thread.attach")}
        onChange=${(/** @type {any} */ event) => {
          addFiles([...event.target.files]);
          event.target.value = "";
        }} />
      <${IconButton} icon="paperclip" label=${t("thread.attach")} onClick=${() => input.current?.click()} />
      <${Emoji} put=${insert} />
      <${IconButton} icon="book-open" label=${t("thread.articles")} onClick=${() => setArticles(true)} />
      <${MacroMenu} ticket=${ticket} seen=${seen} />
      <${AssistantMenu} ticket=${ticket} put=${insert} />
      <${Checkbox} label=${t("thread.markdown")} checked=${draft.format === "markdown"}
        onChange=${() => set({ format: draft.format === "markdown" ? "text" : "markdown" })} />
      ${translating.possible && !note && html`
        <${Checkbox} label=${t("thread.translate_to", { language: languageName(translating.to) })} checked=${translating.on}
          onChange=${() => translating.turn(!translating.on)} />
        <${Button} kind="quiet" disabled=${empty} onClick=${() => void translateNow(draft, translating, set)}>
          ${t("thread.translate_now")}<//>`}
      ${draft.original && html`
        <${Button} kind="quiet" onClick=${() => set({ body: draft.original.body, original: null })}>
          ${t("thread.back_to_mine")}<//>`}
      <span class="grow small muted" role="status">${t(`thread.draft.${state}`)}</span>
      <${Button} kind="primary" busy=${busy} disabled=${empty || uploading} onClick=${send} title="Ctrl+Enter">
        ${note ? t("thread.add_note") : t(`thread.send.${draft.after}`)}
      <//>
      ${!note && html`<${Menu} kind="primary" icon="chevron-up" end label=${t("thread.after_label")} items=${then} />`}
    </div>
    ${articles && html`<${ArticleSearch} ticket=${ticket} put=${insert} onClose=${() => setArticles(false)} />`}`;
}

/** Show what the customer would read, to be looked at before it goes. @param {import("./use-draft.js").Draft} draft
 * @param {import("./translating.js").Translating} translating @param {(change: object) => void} set */
async function translateNow(draft, translating, set) {
  try {
    const asked = { text: draft.body, to: translating.to, source_language: translating.mine, format: draft.format };
    const { text, source_language: language } = await api.post("/v1/translations", asked);
    set({ body: text, original: { language: language ?? translating.mine, body: draft.body } });
  } catch (error) {
    toast(said(error), { tone: "bad" });
  }
}
