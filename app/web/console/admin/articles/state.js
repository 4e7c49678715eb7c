// @ts-check
/** What state an article's text is in, in colours, and what it is called. */

/** @typedef {import("api").components["schemas"]["ArticleOut"]} ArticleOut */

export const ARTICLE_TONES = /** @type {Record<string, string>} */ ({ draft: "info", review: "warn", published: "ok", unpublished: "bad" });

/** @param {ArticleOut} article its title in its own language, else in any */
export function titleOf(article) {
  const own = article.translations.find((one) => one.locale === article.default_locale);
  return (own ?? article.translations[0])?.title ?? "";
}

/** Where an article's file is meant in a text. */
const FILE = /\]\(file:([0-9a-f-]{36})\)/g;

/**
 * A text with the addresses under which this page can show its pictures; of others the words stay.
 * @param {string} body
 * @param {ReadonlyMap<string, string>} addresses by file
 */
export function withPictures(body, addresses) {
  return body.replace(FILE, (_whole, id) => `](${addresses.get(id) ?? `#file-${id}`})`).replace(/!(\[[^\]]*\])\(#file-[0-9a-f-]{36}\)/g, "*$1*");
}

/** The files that a text shows. @param {string} body @returns {Set<string>} */
export function filesOf(body) {
  return new Set([...body.matchAll(FILE)].map((found) => found[1]));
}

/** Links of a text that lead nowhere one can go: empty ones and addresses that no browser follows. @param {string} body @returns {string[]} */
export function oddLinks(body) {
  const found = [...body.matchAll(/(?<!\\)\]\(\s*<?([^)\s>]*)/g)].map((link) => link[1]);
  return [...new Set(found.filter((link) => !/^(https?:\/\/[^/]+|mailto:.+@|tel:|#.+|\/|file:)/.test(link)))];
}
