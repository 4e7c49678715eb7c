// @ts-check
/** What of a list is shown: filters that stand in the address, and the way to its next page. */
import { html, useEffect, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Button, Input, Problem, Select } from "../../../shared/parts.js";
import { nameOf, options, useAddress, useWholeList, word } from "./base.js";

const CALM_MS = 300;

/**
 * @typedef {object} Filter
 * @property {string} name of the query
 * @property {string} label a text
 * @property {readonly string[]} [values]
 * @property {string} [usual] which of the values counts where none is chosen; without it all are shown
 * @property {string} [words] what the values are called: the beginning of the keys of their texts
 * @property {string} [from] the list to choose from
 * @property {string} [key]
 * @property {(item: any) => string} [called]
 * @property {"archived"|"text"} [kind] a switch between what is in use and what is archived; words that are searched
 */

/** What of the archived is asked for. @type {Filter} */
export const ARCHIVED = { name: "archived", label: "archived", kind: "archived" };

/** @param {{filter: Filter}} props */
export function FilterControl({ filter }) {
  const address = useAddress();
  const items = useWholeList(filter.from ?? null);
  const label = word(filter.label);
  if (filter.kind === "text") return html`<${SearchFilter} name=${filter.name} label=${label} />`;
  const choices = filter.kind === "archived"
    ? [{ value: "", label: t("setup.in_use") }, { value: "true", label: t("setup.archived") }]
    : [
        { value: "", label: filter.usual ? options([filter.usual], filter.words)[0].label : t("setup.all_of", { name: label }) },
        ...(filter.from
          ? items.map((item) => ({ value: item[filter.key ?? "id"], label: nameOf(item, filter.called) }))
          : options(filter.values ?? [], filter.words)),
      ];
  const onChange = (/** @type {string|null} */ value) => address.set({ [filter.name]: value }, true);
  return html`<${Select} value=${address.get(filter.name)} options=${choices} onChange=${onChange} aria-label=${label} />`;
}

/** Words are searched when the person stops writing them. @param {{name: string, label: string}} props */
function SearchFilter({ name, label }) {
  const address = useAddress();
  const [text, setText] = useState(address.get(name));
  useEffect(() => {
    const timer = setTimeout(() => text !== address.get(name) && address.set({ [name]: text }, true), CALM_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return html`<${Input} type="search" value=${text} onInput=${setText} aria-label=${label} placeholder=${label} />`;
}

/** The button to the next page of a list; nothing on the last. @param {{list: any}} props */
export function More({ list }) {
  if (list.error) return html`<${Problem} error=${list.error} />`;
  if (list.done || !list.items.length) return null;
  return html`<${Button} kind="quiet" busy=${list.loading} onClick=${list.more}>${t("setup.more")}<//>`;
}
