// @ts-check
/** What is asked for in the middle of a text: `/` begins a template, `@` a name. Pure. */

/** @typedef {{ sign: "/" | "@", query: string, from: number, to: number }} Asked */

/** The sign and the word behind it that the caret stands at the end of. @param {string} text @param {number} caret
 * @param {"/" | "@"} sign @returns {Asked | null} */
export function askedFor(text, caret, sign) {
  const before = text.slice(0, caret);
  const pattern = sign === "/" ? /(?:^|\s)\/([^\s/]{0,40})$/ : /(?:^|\s)@([^\s@]{0,40})$/;
  const found = pattern.exec(before);
  if (!found) return null;
  return { sign, query: found[1], from: caret - found[1].length - 1, to: caret };
}

/** The text with `put` in place of a part of it, and where the caret then stands.
 * @param {string} text @param {number} from @param {number} to @param {string} put */
export function replaced(text, from, to, put) {
  return { text: text.slice(0, from) + put + text.slice(to), caret: from + put.length };
}

/** A message as a quotation. @param {string} body */
export function quoted(body) {
  return `${body.split("\n").map((line) => `> ${line}`).join("\n")}\n\n`;
}
