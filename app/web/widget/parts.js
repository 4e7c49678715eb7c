// @ts-check
/** What the views of the widget are made of. */
import { html, useEffect, useState } from "../shared/view.js";
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
 * A view that is loaded when it is first shown.
 * @param {() => Promise<any>} module @param {string} name @returns {(props: any) => any}
 */
export function later(module, name) {
  /** @type {any} */
  let Loaded = null;
  return function Later(props) {
    const [, draw] = useState(0);
    useEffect(() => {
      if (Loaded) return;
      module().then((found) => {
        Loaded = found[name];
        draw(1);
      }, () => draw(-1));
    }, []);
    return Loaded ? html`<${Loaded} ...${props} />` : html`<p class="busy" role="status">…</p>`;
  };
}
