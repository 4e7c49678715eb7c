// @ts-check
/** The records of a page: a table of all of them, and the names beside the one that is open. */
import { html, useEffect, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Button, Empty, Problem, Spinner, useBeginning, useList } from "../../../shared/parts.js";
import { useRoute } from "../../../shared/router.js";
import { word } from "./base.js";
import { More } from "./filters.js";
import { mayLeave } from "./leaving.js";

/** @typedef {import("./records.js").RecordsDef} RecordsDef */

/** More of one kind are found by their filters. */
const MOST = 2_000;
/** A few names are looked through faster than filtered. */
const FEW = 7;

/** Which field names a record in the API's addresses. @param {RecordsDef} def @param {any} item @returns {string} */
export function idOf(def, item) {
  return item[def.id ?? "id"];
}

/** The list of a page. What is short is read to its end; what grows without end is `paged`. @param {RecordsDef} def @param {Record<string, any>} query */
export function useRecords(def, query) {
  const list = useList(def.path, def.paged ? query : { ...query, limit: 200 });
  useEffect(() => {
    if (!def.paged && !list.error && list.items.length < MOST) void list.more();
  }, [list.items.length, list.done, list.error]);
  return list;
}

/**
 * `onAll` takes the filters away that are on; `may`: whoever looks may make one.
 * @param {{def: RecordsDef, list: ReturnType<typeof useRecords>, chosen: string, onChoose: (id: string) => void, may: boolean, onAll: (() => void) | null, children?: any}} props
 */
export function RecordList({ def, list, chosen, onChoose, may, onAll, children }) {
  const [words, setWords] = useState("");
  const named = (/** @type {any} */ item) => def.called(item).toLowerCase().includes(words.trim().toLowerCase());
  const items = words ? list.items.filter(named) : list.items;
  const choose = async (/** @type {string} */ id) => {
    if (id !== chosen && (await mayLeave())) onChoose(id);
  };
  const shown = { def, list, items, chosen, onChoose: choose };
  const searchable = !def.paged && !def.filters?.some((filter) => filter.kind === "text") && list.items.length > FEW;
  return html`<div class="admin-list">
    ${(searchable || children) && html`<div class="toolbar">
      ${searchable && html`<input class="input" type="search" value=${words} placeholder=${t("resource.filter")} aria-label=${t("resource.filter")}
        onInput=${(/** @type {any} */ event) => setWords(event.currentTarget.value)} />`}
      ${children}</div>`}
    ${list.error && html`<${Problem} error=${list.error} onRetry=${list.reload} />`}
    ${list.loading && !list.items.length && html`<${Spinner} />`}
    ${!chosen && def.Above && html`<${def.Above} />`}
    ${!list.loading && !list.error && !items.length && !chosen && html`<${Nothing} def=${def} may=${may}
      onAll=${words || onAll ? () => [setWords(""), onAll?.()] : null} />`}
    ${items.length > 0 && (chosen ? html`<${Names} ...${shown} />` : html`<${Rows} ...${shown} />`)}
    ${def.paged && html`<${More} list=${list} />`}
  </div>`;
}

/** There is nothing, or nothing like what was asked for: each has a way on. @param {{def: RecordsDef, may: boolean, onAll: (() => void) | null}} props */
function Nothing({ def, may, onAll }) {
  if (onAll) {
    return html`<${Empty} icon="search" title=${t("setup.found_nothing")}><${Button} onClick=${onAll}>${t("setup.show_all")}<//><//>`;
  }
  return html`<${Empty} icon="inbox" title=${t("setup.nothing_here")}>
    ${def.make && may && html`<span>${t("setup.nothing_how", { make: word(def.make) })}</span>`}<//>`;
}

/** A link to a record that the browser understands too. @param {{def: RecordsDef, item: any, chosen: string, onChoose: (id: string) => void}} props */
function Name({ def, item, chosen, onChoose }) {
  const { query } = useRoute();
  const id = idOf(def, item);
  const { tab: _, ...rest } = query;
  const visit = (/** @type {MouseEvent} */ event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onChoose(id);
  };
  return html`<a href=${`?${new URLSearchParams({ ...rest, id })}`} aria-current=${id === chosen ? "page" : undefined} onClick=${visit}>${def.called(item) || id}</a>`;
}

/** @param {{def: RecordsDef, list: any, items: any[], chosen: string, onChoose: (id: string) => void}} props */
function Rows({ def, list, items, chosen, onChoose }) {
  const { seen, end } = useBeginning(items);
  const columns = def.columns ?? [];
  return html`<div class="table-wrap"><table class="table stacks">
    <thead><tr><th scope="col">${t(def.calledLabel ?? "resource.name")}</th>
      ${columns.map((each) => html`<th scope="col" key=${word(each.label, each.blanks)} class=${each.numeric ? "number" : ""}>${word(each.label, each.blanks)}</th>`)}</tr></thead>
    <tbody>${seen.map((item) => html`<tr key=${idOf(def, item)}>
      <th scope="row"><${Name} def=${def} item=${item} chosen=${chosen} onChoose=${onChoose} />
        ${def.note && html`<span class="small muted note">${def.note(item)}</span>`}</th>
      ${columns.map((each) => html`<td key=${word(each.label, each.blanks)} class=${each.numeric ? "number" : ""} data-label=${word(each.label, each.blanks)}><div>${each.render(item, list)}</div></td>`)}</tr>`)}</tbody>
  </table>${end}</div>`;
}

/** @param {{def: RecordsDef, items: any[], chosen: string, onChoose: (id: string) => void}} props */
function Names({ def, items, chosen, onChoose }) {
  const { seen, end } = useBeginning(items, items.findIndex((item) => idOf(def, item) === chosen) + 1);
  return html`<nav aria-label=${word(def.title)}><ul class="list names">
    ${seen.map((item) => html`<li key=${idOf(def, item)}><${Name} def=${def} item=${item} chosen=${chosen} onChoose=${onChoose} /></li>`)}
  </ul>${end}</nav>`;
}
