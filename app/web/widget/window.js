// @ts-check
/** The button in the corner, and the window that it opens: its top, what it begins with, and its other views. */
import { html, useEffect, useRef, useState } from "../shared/view.js";
import { brief, locale, t } from "../shared/language.js";
import { Face, Icon, IconButton, later } from "./parts.js";
import { Thread } from "./thread.js";

const Menu = later(() => import("./menu.js"), "Menu");
const VIEWS = {
  home: Home,
  thread: Thread,
  article: later(() => import("./article.js"), "Article"),
  help: later(() => import("./help.js"), "Help"),
  offline: later(() => import("./offline.js"), "Offline"),
  mail: later(() => import("./mail.js"), "Mail"),
};

/**
 * @typedef {{ widget: import("./main.js").Widget, state: import("./store.js").State }} Props
 * @param {Props} props
 */
export function App(props) {
  const { widget, state } = props;
  const { look, theme, open } = state;
  /** @type {{ current: HTMLButtonElement | null }} */
  const button = useRef(null);
  /** @type {{ current: HTMLElement | null }} */
  const panel = useRef(null);
  const dark = useDark(widget, theme);
  const was = useRef(false);
  useEffect(() => {
    if (open) panel.current?.querySelector(/** @type {any} */ ("[data-focus]"))?.focus();
    // Whoever closes the window is back where they opened it.
    else if (was.current) button.current?.focus();
    was.current = open;
  }, [open]);
  const colors = look?.colors?.[dark ? "dark" : "light"];
  const style = colors && { "--accent": colors.accent, "--accent-text": colors.accent_text, "--ink": colors.ink };
  const side = widget.options.side ?? look?.position ?? "end";
  const View = VIEWS[state.view];
  const said = inOurWords(look);
  const words = said && look.launcher !== t("widget.open") ? look.launcher : "";
  const name = state.unread ? t.n("widget.open_unread", state.unread) : t("widget.open");
  const leave = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    widget.calls.close();
  };
  return html`<div class=${`widget ${dark ? "dark" : ""} ${side}`} style=${style} key=${state.words}>
    ${open && html`<section ref=${panel} class="panel" role="dialog" aria-label=${(said && look.title) || t("widget.title")}
      onKeyDown=${leave}>
      <${Head} ...${props} />
      <${View} ...${props} />
    </section>`}
    ${widget.options.launcher && html`<aside aria-label=${t("widget.title")}>
      <button ref=${button} type="button" class=${`launcher ${open ? "opened" : ""}`} aria-expanded=${open}
        aria-label=${open ? t("widget.close") : words && !state.unread ? words : name}
        onClick=${() => (open ? widget.calls.close() : widget.calls.open())}>
        <${Icon} name=${open ? "chevron-down" : "message-circle"} />
        ${!open && words && html`<span class="words" aria-hidden="true">${words}</span>`}
        ${!open && state.unread > 0 && html`<span class="count" aria-hidden="true">${state.unread}</span>`}
      </button>
    </aside>`}
    <p class="sr" role="status" aria-live="polite">${state.said}</p>
  </div>`;
}

// The desk has words of its own in these; for all others a brand says which it speaks.
const BUILT_IN = ["en", "ru"];

/** Whether what the desk says is in the language of the widget. @param {any} look */
function inOurWords(look) {
  const [ours] = locale().split("-");
  return Boolean(look) && [...BUILT_IN, ...(look.languages ?? [])].some((/** @type {string} */ each) => each.split("-")[0] === ours);
}

/** Whether it is dark: as the page says, else as the device. @param {Props["widget"]} widget @param {string} theme */
function useDark(widget, theme) {
  const device = matchMedia("(prefers-color-scheme: dark)");
  useEffect(() => {
    const changed = () => widget.draw();
    device.addEventListener("change", changed);
    return () => device.removeEventListener("change", changed);
  }, []);
  return theme === "dark" || (theme !== "light" && device.matches);
}

/** The top of the window: with whom they talk, the way back, and what can be done. @param {Props} props */
function Head({ widget, state }) {
  const [open, setOpen] = useState(false);
  const { look, view, chat } = state;
  const { desk } = widget.options;
  const back = () => {
    widget.store.set({ view: view === "article" ? state.article?.from ?? "thread" : view === "mail" ? "thread" : "home" });
    void widget.talk.history();
  };
  const agent = view === "thread" ? chat?.agent : null;
  const name = agent?.name || (inOurWords(look) && look.title) || look?.name || t("widget.title");
  const logo = look?.logo_url ? new URL(look.logo_url.slice(1), desk).href : null;
  const face = agent?.avatar_url ? new URL(agent.avatar_url.slice(1), desk).href : null;
  return html`<header>
    ${view !== "home" && html`<${IconButton} icon="arrow-left" label=${t("widget.back")} onClick=${back} />`}
    ${agent ? html`<${Face} name=${name} src=${face} />` : logo && html`<img class="logo" src=${logo} alt="" />`}
    <div class="who"><h2>${name}</h2><${Presence} ...${{ state, agent }} /></div>
    <div class="menu" onFocusOut=${(/** @type {any} */ event) => {
      if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
    }}>
      <${IconButton} icon="ellipsis" label=${t("widget.more")} aria-haspopup="menu" aria-expanded=${open}
        onClick=${() => setOpen(!open)} />
      ${open && html`<${Menu} ...${{ widget, state, close: () => setOpen(false) }} />`}
    </div>
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

/** A greeting, the way to somebody, and what was asked before. @param {Props} props */
function Home({ widget, state }) {
  const { talk, store } = widget;
  const { look, past, unread } = state;
  const closed = look?.hours?.open === false || look?.chat === false;
  const begin = () => {
    if (!talk.live) {
      talk.reset();
      void widget.identified();
    }
    store.set({ view: closed && !talk.live ? "offline" : "thread" });
  };
  const show = (/** @type {string} */ ticket) => {
    store.set({ view: "thread" });
    void talk.show(ticket);
  };
  const words = talk.live ? "widget.go_on" : closed ? "widget.leave_message" : "widget.begin";
  return html`<div class="body home">
    <p class="greeting">${(inOurWords(look) && look.greeting) || t("widget.greeting")}</p>
    <button type="button" class="primary" data-focus onClick=${begin}>
      <${Icon} name=${closed && !talk.live ? "mail" : "send"} />${t(words)}
    </button>
    ${look?.help && html`<button type="button" class="quiet" onClick=${() => store.set({ view: "help" })}>
      <${Icon} name="file" />${t("widget.search")}</button>`}
    ${past.length > 0 && html`<h3>${t("widget.past")}</h3>
      <ul class="past">${past.map((each) => html`<li key=${each.id}>
        <button type="button" onClick=${() => show(each.id)}>
          <b dir="auto">${each.subject}</b>
          <span>${t(`widget.status_${["solved", "closed"].includes(each.status) ? "done" : "open"}`)} · ${brief(each.updated_at)}</span>
        </button></li>`)}
      </ul>`}
    ${unread > 0 && html`<p class="sr">${t.n("widget.open_unread", unread)}</p>`}
  </div>`;
}
