// @ts-check
import { ICONS } from "../../vendor/icons.js";
import { Link } from "../router.js";
import { h, html } from "../view.js";

/** An icon of `vendor/icons.js`; it says nothing to a screen reader. @param {{ name: string, class?: string }} props */
export function Icon({ name, class: extra = "" }) {
  return h("svg", {
    class: `icon-svg ${extra}`, viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2",
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false",
  }, (ICONS[name] ?? []).map(([tag, attributes]) => h(tag, attributes)));
}

export function Spinner({ label = "" }) {
  return html`<span role="status"><${Icon} name="loader-circle" class="spin" /><span class="sr">${label || "…"}</span></span>`;
}

/**
 * A button, or a link that looks like one where there is an `href`. `kind`: primary, plain, quiet or danger. `busy`:
 * it is being done, and cannot be pressed again. @param {any} props
 */
export function Button({ kind = "plain", busy = false, icon, small = false, href, children, class: extra = "", disabled, ...more }) {
  const look = `button ${kind === "plain" ? "" : kind} ${small ? "small" : ""} ${extra}`;
  const inside = html`${busy ? html`<${Icon} name="loader-circle" class="spin" />` : icon && html`<${Icon} name=${icon} />`}${children}`;
  if (href) return html`<${Link} class=${look} href=${href} ...${more}>${inside}<//>`;
  return html`<button type="button" class=${look} disabled=${disabled || busy} aria-busy=${busy || undefined} ...${more}>${inside}</button>`;
}

/** A button that is only an icon: its `label` says what it does. @param {any} props */
export function IconButton({ icon, label, kind = "quiet", class: extra = "", ...more }) {
  return html`<${Button} kind=${kind} class=${`icon ${extra}`} aria-label=${label} title=${label} icon=${icon} ...${more} />`;
}
