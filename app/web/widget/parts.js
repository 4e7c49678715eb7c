// @ts-check
/** What the views of the widget are made of. */
import { html, useEffect, useRef, useState } from "../shared/view.js";
import { load, locale, t } from "../shared/language.js";
import { ICONS } from "../vendor/icons-widget.js";

/** @param {{ name: string }} props */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    ${(ICONS[name] ?? []).map(([tag, attributes]) => html`<${tag} ...${attributes} />`)}
  </svg>`;
}

/** A button that shows an icon, and says what it does. @param {{ icon: string, label: string, [more: string]: any }} props */
export function IconButton({ icon, label, ...more }) {
  return html`<button type="button" class="quiet" aria-label=${label} title=${label} ...${more}>
    <${Icon} name=${icon} />
  </button>`;
}

/** Somebody's face, else their initials. @param {{ name: string, src?: string | null }} props */
export function Face({ name, src }) {
  const initials = name.split(/\s+/).slice(0, 2).map((each) => [...each][0] ?? "").join("").toUpperCase();
  return html`<span class="face" aria-hidden="true">${src ? html`<img src=${src} alt="" />` : initials}</span>`;
}

/**
 * A view that is loaded when it is first shown, with the sheet of such views.
 * @param {() => Promise<any>} module @param {string} name @returns {(props: any) => any}
 */
export function later(module, name) {
  /** @type {any} */
  let View = null;
  return function Later(props) {
    const [state, draw] = useState("");
    const place = useRef(null);
    useEffect(() => {
      if (!View) Promise.all([module(), dressed(place.current)]).then(([found]) => draw((View = found[name]).name), () => draw("failed"));
    }, []);
    return View ? html`<${View} ...${props} />`
      : html`<p ref=${place} class="busy" role="status">${state ? t("widget.no_network") : "…"}</p>`;
  };
}

/** The texts that are needed. */
export const areas = ["widget"];
/** @type {Promise<void> | null} */
let dressing = null;

/** Sheet and texts of what is not in every chat. @param {Node | null} place */
function dressed(place) {
  dressing ??= Promise.all([sheet("more.css"), load(["widget_more"], locale())]).then(([style]) => {
    areas[1] = "widget_more";
    /** @type {ShadowRoot} */ (place?.getRootNode()).adoptedStyleSheets.push(style);
  }).catch((error) => {
    dressing = null;
    throw error;
  });
  return dressing;
}

/** A sheet of ours, to be adopted: none of the page's styles, so its policy has no say. @param {string} name */
export async function sheet(name) {
  const found = await fetch(new URL(name, import.meta.url), { credentials: "omit" });
  const style = new CSSStyleSheet();
  style.replaceSync(await found.text());
  return style;
}
