// @ts-check
/** Buttons that write Markdown around what is chosen in a text. */
import { html, useRef } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { IconButton } from "../../../shared/parts.js";

/**
 * The text of a field with marks around what is chosen in it; the words between them stay chosen. A mark that ends with a
 * space begins a line.
 * @param {HTMLTextAreaElement|null} field
 * @param {string} before
 * @param {string} after
 * @returns {string}
 */
export function surround(field, before, after) {
  if (!field) return before + after;
  const { selectionStart: from, selectionEnd: to, value } = field;
  const atLine = before.endsWith(" ") ? value.lastIndexOf("\n", from - 1) + 1 : from;
  const text = value.slice(0, atLine) + before + value.slice(atLine, to) + after + value.slice(to);
  const shift = before.length;
  // The field shows the new text after the next drawing, and only then can it be chosen in.
  requestAnimationFrame(() => {
    field.focus();
    field.setSelectionRange(from + shift, to + shift);
  });
  return text;
}

const MARKS = /** @type {const} */ ([
  ["bold", "bold", "**", "**"],
  ["italic", "italic", "*", "*"],
  ["heading", "heading-2", "## ", ""],
  ["bullets", "list", "- ", ""],
  ["steps", "list-ordered", "1. ", ""],
  ["quote", "quote", "> ", ""],
  ["link", "link", "[", "](https://)"],
  ["code", "code", "`", "`"],
]);

/** @param {{apply: (before: string, after: string) => void, onFiles: (files: File[]) => void}} props */
export function MarkdownBar({ apply, onFiles }) {
  const chooser = useRef(/** @type {HTMLInputElement|null} */ (null));
  const chosen = (/** @type {any} */ event) => {
    onFiles([...event.currentTarget.files]);
    event.currentTarget.value = "";
  };
  return html`<div class="row setup-row" role="toolbar" aria-label=${t("setup.marks")}>
    ${MARKS.map(([key, icon, before, after]) => html`<${IconButton} key=${key} icon=${icon} label=${t(`setup.mark_${key}`)} onClick=${() => apply(before, after)} />`)}
    <${IconButton} icon="image" label=${t("setup.add_file")} onClick=${() => chooser.current?.click()} />
    <input ref=${chooser} type="file" multiple hidden onChange=${chosen} aria-label=${t("setup.add_file")} />
  </div>`;
}
