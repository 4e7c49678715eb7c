// @ts-check
/** The one door through which HTML comes into a page: made of Markdown or of a mail, then cleaned of all that could act. */
import DOMPurify from "../vendor/dompurify.js";
import { marked } from "../vendor/marked.js";
import { html, useEffect, useMemo, useRef } from "./view.js";

const OURS = /^(?:\/(?!\/)|blob:)/;

// Links leave the page without telling from where, and nothing of the page is theirs.
DOMPurify.addHook("afterSanitizeAttributes", (/** @type {Element} */ node) => {
  if (node.tagName === "A") {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer nofollow");
  }
  // A picture from elsewhere would tell its host who reads this, and when.
  if (node.tagName === "IMG" && !OURS.test(node.getAttribute("src") ?? "")) node.removeAttribute("src");
});

// HTML within Markdown is shown as it is written, here as on the server: it is somebody's words and never markup.
marked.use({ renderer: { html: ({ text }) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;") } });

const OPTIONS = {
  ALLOWED_TAGS: ["a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "u", "ul"],
  ALLOWED_ATTR: ["href", "src", "alt", "title", "colspan", "rowspan", "start", "dir", "lang", "width", "height"],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):|^\/(?!\/)|^#|^blob:/i,
  RETURN_TRUSTED_TYPE: true,
};

/** HTML without anything that acts. @param {string} dirty @returns {any} what `innerHTML` takes */
export function safeHtml(dirty) {
  return DOMPurify.sanitize(dirty, OPTIONS);
}

/** A text in Markdown. @param {{ text: string, class?: string }} props */
export function Markdown({ text, class: extra = "" }) {
  const made = useMemo(() => marked.parse(text, { async: false, breaks: true, gfm: true }), [text]);
  return html`<${Html} text=${made} class=${extra} />`;
}

/** HTML of others, cleaned. @param {{ text: any, class?: string }} props */
export function Html({ text, class: extra = "" }) {
  /** @type {{ current: HTMLElement | null }} */
  const place = useRef(null);
  useEffect(() => {
    if (place.current) place.current.innerHTML = safeHtml(String(text));
  }, [text]);
  return html`<div class=${`prose ${extra}`} ref=${place}></div>`;
}
