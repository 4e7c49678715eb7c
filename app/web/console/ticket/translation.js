// @ts-check
/** Messages in another language: which one is shown, and asking for one that is not there yet. */
import { html, useState } from "../../shared/view.js";
import { Button, Dialog, Field, Problem, Select } from "../../shared/parts.js";
import { Plain } from "../../shared/plain.js";
import { languageName, locale, t } from "../../shared/texts.js";
import { useSending } from "../../shared/sending.js";
import { api } from "./desk.js";

/** @typedef {import("./feed.js").Shown} Shown */

/** What services of translation know, all of them. */
const OFFERED = [
  "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ka", "kk", "ko",
  "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "th", "tr", "uk", "uz", "vi", "zh",
];

/** @param {{ message: Shown, original: boolean, toggle: () => void }} props */
export function TranslationLine({ message, original, toggle }) {
  const { translation } = message;
  if (!translation) return null;
  if (translation.state === "waiting") return html`<p class="small muted">${t("thread.translating")}</p>`;
  if (translation.state === "failed") {
    return html`<p class="small muted">${t("thread.translation_failed", { why: translation.error ?? "" })}</p>`;
  }
  if (translation.state !== "done") return null;
  return html`
    <p class="small muted">${t("thread.translated_from", { language: languageName(translation.source_language) })}
      <button class="button quiet" onClick=${toggle}>${original ? t("thread.show_translation") : t("thread.show_original")}
      </button></p>`;
}

/** What an agent wrote before it was put in the customer's language.
 * @param {{ original: { language: string, body: string } }} props */
export function Translation({ original }) {
  return html`
    <details class="small"><summary>${t("thread.written_in", { language: languageName(original.language) })}</summary>
      <${Plain} text=${original.body} /></details>`;
}

/** Languages to choose from, by name. @param {string} also one that is among them in any case */
function choices(also) {
  return [...new Set([also, ...OFFERED])].map((value) => ({ value, label: languageName(value) }))
    .sort((one, other) => one.label.localeCompare(other.label, locale()));
}

/** @param {{ message: Shown, language: string | null, onClose: () => void, onDone: (shown: Shown) => void }} props */
export function TranslateDialog({ message, language, onClose, onDone }) {
  const [to, setTo] = useState(language ?? locale());
  const { busy, error, send } = useSending();
  const ask = () => send(async () => {
    const translation = await api.post(
      `/v1/tickets/${message.ticket_id}/messages/${message.id}/translations`, { language: to });
    onDone({ ...message, translation });
    onClose();
  });
  return html`
    <${Dialog} title=${t("thread.translate")} onClose=${onClose}
      actions=${html`<${Button} kind="primary" busy=${busy} onClick=${ask}>${t("thread.translate")}<//>`}>
      <${Field} label=${t("thread.into_language")}>
        <${Select} value=${to} options=${choices(to)} onChange=${setTo} /><//>
      ${error && html`<${Problem} error=${error} />`}
    <//>`;
}
