// @ts-check
/** The button in the corner, and the window that it opens. */
import { html, useEffect, useRef } from "../shared/view.js";
import { t } from "../shared/texts.js";
import { Head } from "./head.js";
import { Home } from "./home.js";
import { Icon, later } from "./parts.js";
import { Thread } from "./thread.js";

const VIEWS = {
  home: Home,
  thread: Thread,
  article: later(() => import("./article.js"), "Article"),
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
  const name = state.unread ? t.n("widget.open_unread", state.unread) : t("widget.open");
  const leave = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    widget.calls.close();
  };
  return html`<div class=${`widget ${dark ? "dark" : ""} ${side}`} style=${style} key=${state.words}>
    ${open && html`<section ref=${panel} class="panel" role="dialog" aria-label=${look?.title || t("widget.title")}
      onKeyDown=${leave}>
      <${Head} ...${props} />
      <${View} ...${props} />
    </section>`}
    ${widget.options.launcher && html`<aside aria-label=${t("widget.title")}>
      <button ref=${button} type="button" class=${`launcher ${open ? "opened" : ""}`} aria-expanded=${open}
        aria-label=${open ? t("widget.close") : look?.launcher && !state.unread ? look.launcher : name}
        onClick=${() => (open ? widget.calls.close() : widget.calls.open())}>
        <${Icon} name=${open ? "chevron-down" : "message-circle"} />
        ${!open && look?.launcher && html`<span class="words" aria-hidden="true">${look.launcher}</span>`}
        ${!open && state.unread > 0 && html`<span class="count" aria-hidden="true">${state.unread}</span>`}
      </button>
    </aside>`}
    <p class="sr" role="status" aria-live="polite">${state.said}</p>
  </div>`;
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
