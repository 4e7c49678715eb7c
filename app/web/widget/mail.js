// @ts-check
/** The transcript of a chat, by mail. */
import { html, useState } from "../shared/view.js";
import { t } from "../shared/language.js";
import { Refused, uuid } from "./calls.js";

/** @param {import("./window.js").Props} props */
export function Mail({ widget, state }) {
  const { visitor } = widget;
  const [email, setEmail] = useState(visitor.about.email ?? "");
  const [key] = useState(uuid);
  const [said, setSaid] = useState("");
  const [done, setDone] = useState(false);
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      const body = email.trim() ? { email: email.trim() } : {};
      const made = await visitor.ask("POST", `/v1/chats/${state.chat?.id}/transcript-mails`, { body, key: `${key}:${email}` });
      setSaid(t("widget_more.mailed", { email: made.email }));
      setDone(true);
    } catch (error) {
      setSaid(error instanceof Refused ? error.message : t("widget.no_network"));
    }
  };
  return html`<form class="body offline" onSubmit=${send} noValidate>
    <h3>${t("widget_more.mail_transcript")}</h3>
    ${!done && html`<label class="field"><span>${t("widget_more.email")}</span>
      <input data-focus type="email" autocomplete="email" maxlength="254" value=${email}
        onInput=${(/** @type {any} */ event) => setEmail(event.target.value)} /></label>
      <button type="submit" class="primary">${t("widget_more.mail_it")}</button>`}
    ${said && html`<p class=${done ? "" : "error"} role=${done ? "status" : "alert"}>${said}</p>`}
  </form>`;
}
