// @ts-check
/** What readers will see: while it is written as this page makes it, once it is saved as the desk does. */
import { html, useEffect, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge } from "../../../shared/parts.js";
import { Html, Markdown } from "../../../shared/markdown.js";
import { withPictures } from "./state.js";

// A long text is not laid out anew with every letter.
const CALM_MS = 150;

/** Files of an article have the desk's public address; this page may know the desk by another name. @param {string} made */
function hereabouts(made) {
  return made.replace(/(\s(?:src|href)=")https?:\/\/[^"/]+(\/v1\/(?:attachments|help\/files)\/)/g, "$1$2");
}

/**
 * @param {{body: string, title: string, pictures: ReadonlyMap<string, string>, saved: string|null, lang: string}} props
 *   `saved`: the HTML that the desk made of exactly this text
 */
export function Preview({ body, title, pictures, saved, lang }) {
  const [calm, setCalm] = useState(body);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(body), CALM_MS);
    return () => clearTimeout(timer);
  }, [body]);
  return html`<div class="card setup-preview" role="region" aria-label=${t("setup.preview")} lang=${lang} tabindex="0">
    <p class="small muted"><${Badge} tone=${saved === null ? "info" : "ok"}>${t(saved === null ? "setup.preview_now" : "setup.preview_saved")}<//></p>
    <h1>${title}</h1>
    ${saved === null ? html`<${Markdown} text=${withPictures(calm, pictures)} />` : html`<${Html} text=${hereabouts(saved)} />`}
  </div>`;
}
