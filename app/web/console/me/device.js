// @ts-check
/** What I like on this device: light or dark, the language, sounds and notifications. */
import { Field, Notice, Select, Switch } from "../../shared/parts.js";
import { storage } from "../../shared/storage.js";
import { locale, setLocale, spoken, t } from "../../shared/texts.js";
import { html, useState } from "../../shared/view.js";
import { preferences } from "../preferences.js";

/** What a language calls itself. @param {string} tag */
function itself(tag) {
  const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

export function Device() {
  const [chosen, setChosen] = useState(preferences.all());
  const [refused, setRefused] = useState(false);
  const set = (/** @type {Partial<import("../preferences.js").Preferences>} */ changes) => {
    preferences.set(changes);
    setChosen(preferences.all());
  };
  const notify = async (/** @type {boolean} */ wanted) => {
    // Browsers ask people, and only when a person has just asked for it.
    const allowed = wanted && "Notification" in globalThis && (await Notification.requestPermission()) === "granted";
    setRefused(wanted && !allowed);
    set({ notify: allowed });
  };
  const speak = (/** @type {string} */ tag) => {
    setLocale(tag);
    location.reload();
  };
  return html`<div class="stack">
    ${!storage.lasting && html`<${Notice} tone="warn">${t("account.not_kept")}<//>`}
    <${Field} label=${t("account.theme")}><${Select} value=${chosen.theme} options=${["auto", "light", "dark"].map((value) => ({ value, label: t(`account.theme_${value}`) }))}
      onChange=${(/** @type {any} */ theme) => set({ theme })} /><//>
    <${Field} label=${t("account.language")}><${Select} value=${locale()} options=${spoken().map((value) => ({ value, label: itself(value) }))} onChange=${speak} /><//>
    <${Switch} checked=${chosen.sound} label=${t("account.sound")} onChange=${(/** @type {boolean} */ sound) => set({ sound })} />
    <${Switch} checked=${chosen.notify} label=${t("account.notify")} onChange=${notify} />
    ${refused && html`<${Notice} tone="warn">${t("account.notify_refused")}<//>`}
  </div>`;
}
