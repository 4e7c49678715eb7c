// @ts-check
/** An excerpt that the desk has found words in, as pieces of plain text: nothing of it is ever read as HTML. */

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#x27;": "'", "&#39;": "'" };

/** @param {string} text */
const plain = (text) => text.replace(/&(?:amp|lt|gt|quot|#x27|#39);/g, (found) => ENTITIES[/** @type {"&amp;"} */ (found)]);

/**
 * The desk escapes all but its own `<mark>`, so what stands between two of them is text.
 * @param {string} excerpt @returns {{ text: string, marked: boolean }[]}
 */
export function pieces(excerpt) {
  /** @type {{ text: string, marked: boolean }[]} */
  const found = [];
  for (const [place, part] of excerpt.split("<mark>").entries()) {
    const [first, ...rest] = part.split("</mark>");
    if (place === 0) found.push({ text: plain(part), marked: false });
    else found.push({ text: plain(first), marked: true }, { text: plain(rest.join("")), marked: false });
  }
  return found.filter((each) => each.text !== "");
}
