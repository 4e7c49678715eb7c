// @ts-check
/** The top of the window: with whom they talk, the way back, and what can be done. */
import { html, useEffect, useRef, useState } from "../shared/view.js";
import { t } from "../shared/texts.js";
import { Face, Icon, IconButton } from "./parts.js";

/** @param {import("./app.js").Props} props */
export function Head({ widget, state }) {
  const { look, view, chat } = state;
  const { desk } = widget.options;
  const back = () => {
    widget.store.set({ view: view === "mail" || (view === "article" && state.ticket) ? "thread" : "home" });
    void widget.talk.history();
  };
  const agent = view === "thread" ? chat?.agent : null;
  const name = agent?.name || look?.title || look?.name || t("widget.title");
  const logo = look?.logo_url ? new URL(look.logo_url.slice(1), desk).href : null;
  const face = agent?.avatar_url ? new URL(agent.avatar_url.slice(1), desk).href : null;
  return html`<header>
    ${view !== "home" && html`<${IconButton} icon="arrow-left" label=${t("widget.back")} onClick=${back} />`}
    ${agent ? html`<${Face} name=${name} src=${face} />` : logo && html`<img class="logo" src=${logo} alt="" />`}
    <div class="who"><h2>${name}</h2><${Presence} ...${{ state, agent }} /></div>
    <${Menu} ...${{ widget, state }} />
    <${IconButton} icon="x" label=${t("widget.close")} onClick=${widget.calls.close} />
  </header>`;
}

/** What is known of whether somebody is there; nothing is made up. @param {{ state: any, agent: any }} props */
function Presence({ state, agent }) {
  const { hours } = state.look ?? {};
  if (agent && state.chat.status === "active") return html`<p>${t("widget.with_you")}</p>`;
  if (agent || !hours) return null;
  return html`<p>${hours.text}</p>`;
}

/** @param {import("./app.js").Props} props */
function Menu({ widget, state }) {
  const [open, setOpen] = useState(false);
  /** @type {{ current: HTMLElement | null }} */
  const list = useRef(null);
  const { talk, store, kept } = widget;
  const { chat, sound } = state;
  useEffect(() => {
    if (open) /** @type {HTMLElement | null} */ (list.current?.firstElementChild)?.focus();
  }, [open]);
  const items = [
    { label: t("widget.sound"), checked: sound, does: () => {
      kept.set("sound", !sound);
      store.set({ sound: !sound });
    } },
    chat?.agent && { label: t("widget.mail_transcript"), does: () => store.set({ view: "mail" }) },
    chat && chat.status !== "ended" && { label: t("widget.end"), does: () => void talk.end() },
  ].filter(Boolean);
  const key = (/** @type {KeyboardEvent} */ event) => {
    const all = /** @type {HTMLElement[]} */ ([...(list.current?.children ?? [])]);
    const at = all.indexOf(/** @type {any} */ (event.target));
    if (event.key === "Escape" || event.key === "Tab") {
      setOpen(false);
      if (event.key === "Escape") event.stopPropagation();
    } else if (event.key === "ArrowDown") all[(at + 1) % all.length].focus();
    else if (event.key === "ArrowUp") all[(at + all.length - 1) % all.length].focus();
    else return;
    if (event.key !== "Tab") event.preventDefault();
  };
  return html`<div class="menu" onFocusOut=${(/** @type {FocusEvent} */ event) => {
    if (!(/** @type {any} */ (event.currentTarget).contains(event.relatedTarget))) setOpen(false);
  }}>
    <${IconButton} icon="ellipsis" label=${t("widget.more")} aria-haspopup="menu" aria-expanded=${open}
      onClick=${() => setOpen(!open)} />
    ${open && html`<div ref=${list} role="menu" aria-label=${t("widget.more")} onKeyDown=${key}>
      ${items.map(({ label, checked, does }) => html`<button type="button" tabindex="-1"
        role=${checked === undefined ? "menuitem" : "menuitemcheckbox"} aria-checked=${checked}
        onClick=${() => { setOpen(false); does(); }}>
        <span>${label}</span>${checked && html`<${Icon} name="check" />`}
      </button>`)}
    </div>`}
  </div>`;
}
