// @ts-check
/** A message for when somebody is there again: it becomes a ticket, and says when that will be. */
import { html, useEffect, useState } from "../shared/view.js";
import { locale, t } from "../shared/language.js";
import { Refused, call, uuid } from "./calls.js";

const KEY = { of: "", key: "" };

/** @param {import("./window.js").Props} props */
export function Offline({ widget, state }) {
  const { kept, visitor, talk, store, options } = widget;
  const [form, setForm] = useState(() => kept.get("offline") ?? { name: "", email: "", body: kept.get("draft") ?? "" });
  const [error, setError] = useState("");
  const [agreed, setAgreed] = useState(() => kept.get("consent") === true);
  const [channels, setChannels] = useState(/** @type {any[]} */ ([]));
  const { look } = state;
  const asks = !agreed && Boolean(look?.consent);
  useEffect(() => {
    const query = { brand: options.brand, locale: locale() };
    // Other ways are a courtesy: without them the form is there.
    call(options.desk, "GET", "/v1/contact-channels", { query }).then(({ brands: [brand] }) => setChannels(brand?.channels ?? []), () => null);
  }, []);
  const put = (/** @type {any} */ event) => {
    const next = { ...form, [event.target.name]: event.target.value };
    setForm(next);
    kept.set("offline", next);
  };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const { name, email, body } = form;
    if (!/^\S+@\S+\.\S+$/.test(email.trim())) return setError(t("widget_more.wrong_email"));
    if (!body.trim() || asks) return setError(t(asks ? "widget_more.agree" : "widget_more.no_words"));
    setError("");
    const known = Boolean(visitor.session);
    Object.assign(visitor.about, { name: name.trim() || undefined, email: email.trim() });
    // Whoever was somebody before is asked for their address again: the desk has it from their words.
    const text = known ? `${body.trim()}\n\n${name.trim()} ${email.trim()}`.trim() : body.trim();
    if (KEY.of !== text) Object.assign(KEY, { of: text, key: uuid() });
    const [first] = body.trim().split("\n");
    try {
      const ticket = await visitor.ask("POST", "/v1/tickets", {
        key: KEY.key, body: { subject: first.slice(0, 120), body: text, brand: options.brand, language: locale() },
      });
      kept.set("offline", null);
      kept.set("draft", null);
      widget.emit("started", { ticket_id: ticket.id });
      store.set({ view: "thread" });
      await talk.show(ticket.id);
    } catch (refused) {
      setError(refused instanceof Refused ? refused.message : t("widget.no_network"));
    }
  };
  return html`<form class="body offline" onSubmit=${send} noValidate>
    <p>${look?.hours?.text ?? t("widget_more.away")}</p>
    <label class="field"><span>${t("widget_more.name")}</span>
      <input data-focus name="name" autocomplete="name" maxlength="255" dir="auto" value=${form.name} onInput=${put} /></label>
    <label class="field"><span>${t("widget_more.email")}</span>
      <input name="email" type="email" autocomplete="email" maxlength="254" required value=${form.email} onInput=${put} /></label>
    <label class="field"><span>${t("widget_more.message")}</span>
      <textarea name="body" rows="5" maxlength="16000" required dir="auto" value=${form.body} onInput=${put}></textarea></label>
    ${asks && html`<label class="consent"><input type="checkbox" onChange=${() => { kept.set("consent", true); setAgreed(true); }} />
      <span>${look.consent} ${look.privacy_url && html`<a href=${look.privacy_url} target="_blank" rel="noopener">${t("widget.privacy")}</a>`}</span></label>`}
    ${error && html`<p class="error" role="alert">${error}</p>`}
    <button type="submit" class="primary">${t("widget_more.send_message")}</button>
    ${channels.length > 0 && html`<h3>${t("widget_more.other_ways")}</h3><ul class="ways">${channels.map((each) => html`<li key=${each.id}>
      ${each.link ? html`<a href=${each.link} target="_blank" rel="noopener">${each.name}: ${each.address}</a>` : `${each.name}: ${each.address}`}
    </li>`)}</ul>`}
  </form>`;
}
