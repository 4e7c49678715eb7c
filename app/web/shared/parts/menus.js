// @ts-check
import { Link } from "../router.js";
import { html, useEffect, useId, useRef, useState } from "../view.js";
import { Button, Icon } from "./buttons.js";
import { usePlaced } from "./placing.js";

/**
 * A button that opens a list of things to do. `items`: `[{ label, icon?, run?, href?, danger?, disabled?, checked? }]`,
 * null leaves one out. @param {any} props
 */
export function Menu({ label, icon, kind = "plain", small = false, items, children, class: extra = "", end = false }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  /** @type {{ current: HTMLElement | null }} */
  const place = useRef(null);
  /** @type {{ current: HTMLElement | null }} */
  const list = useRef(null);
  usePlaced(open, place, list, { end, gone: () => setOpen(false) });
  useEffect(() => {
    if (!open || !list.current) return undefined;
    /** @type {HTMLElement | null} */ (list.current.querySelector(".menu-item:not(:disabled)"))?.focus();
    const away = (/** @type {Event} */ event) => {
      if (!place.current?.contains(/** @type {Node} */ (event.target))) setOpen(false);
    };
    addEventListener("pointerdown", away);
    return () => removeEventListener("pointerdown", away);
  }, [open]);
  const close = () => {
    setOpen(false);
    /** @type {HTMLElement | null} */ (place.current?.querySelector("button"))?.focus();
  };
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (!open) return;
    const all = /** @type {HTMLElement[]} */ ([...(list.current?.querySelectorAll(".menu-item:not(:disabled)") ?? [])]);
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all[(to + all.length) % all.length]?.focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") setOpen(false);
  };
  const chosen = (/** @type {any} */ item) => {
    close();
    item.run?.();
  };
  return html`<div class=${`menu ${extra}`} ref=${place} onKeyDown=${pressed}>
    <${Button} kind=${kind} small=${small} icon=${icon} class=${children ? "" : "icon"} aria-haspopup="menu" aria-expanded=${open}
      aria-controls=${open ? id : undefined} aria-label=${label} title=${children ? undefined : label} onClick=${() => setOpen(!open)}>
      ${children}<//>
    ${open && html`<div class="menu-list" popover="manual" role="menu" id=${id} ref=${list} aria-label=${label}>
      ${items.filter(Boolean).map((/** @type {any} */ each) => each.href
        ? html`<${Link} class="menu-item" role="menuitem" tabindex="-1" href=${each.href} onClick=${() => setOpen(false)}>${each.icon && html`<${Icon} name=${each.icon} />`}<span class="grow">${each.label}</span><//>`
        : html`<button type="button" class=${`menu-item ${each.danger ? "danger" : ""}`} tabindex="-1" disabled=${each.disabled}
            role=${each.checked === undefined ? "menuitem" : "menuitemradio"} aria-checked=${each.checked} onClick=${() => chosen(each)}>
            ${each.icon && html`<${Icon} name=${each.icon} />`}<span class="grow">${each.label}</span>${each.checked && html`<${Icon} name="check" />`}</button>`)}
    </div>`}
  </div>`;
}

/** `tabs`: `[{ key, label, badge? }]`; `onChange` gets the key. The panel is the caller's. @param {any} props */
export function Tabs({ tabs, active, onChange, label }) {
  const strip = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    // On a narrow screen the one that is open may be out of sight; only the strip moves, not the page.
    const box = strip.current?.getBoundingClientRect();
    const open = strip.current?.querySelector('[aria-selected="true"]')?.getBoundingClientRect();
    if (box && open && open.right > box.right) strip.current?.scrollBy(open.right - box.right, 0);
    else if (box && open && open.left < box.left) strip.current?.scrollBy(open.left - box.left, 0);
  }, [active]);
  const pressed = (/** @type {any} */ event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[/** @type {string} */ (event.key)];
    if (!step) return;
    const turned = getComputedStyle(event.currentTarget).direction === "rtl" ? -step : step;
    const at = tabs.findIndex((/** @type {any} */ each) => each.key === active);
    const next = tabs[(at + turned + tabs.length) % tabs.length];
    onChange(next.key);
    event.currentTarget.querySelector(`[data-key="${CSS.escape(next.key)}"]`)?.focus();
  };
  return html`<div class="tabs" ref=${strip} role="tablist" aria-label=${label} onKeyDown=${pressed}>
    ${tabs.map((/** @type {any} */ each) => html`<button type="button" role="tab" key=${each.key} data-key=${each.key} aria-selected=${each.key === active}
      tabindex=${each.key === active ? 0 : -1} onClick=${() => onChange(each.key)}>${each.label}${each.badge !== undefined && each.badge !== null && html` <span class="badge">${each.badge}</span>`}</button>`)}
  </div>`;
}
