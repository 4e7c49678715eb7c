// @ts-check
/** A page of records: the list with its filters, and beside it the one that is looked at. */
import { html, useEffect, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Button, Empty, Input, Problem, Select, Spinner, useList } from "../../../shared/parts.js";
import { forgetList, options, useAddress, useWholeList } from "./base.js";
import { nameOf } from "./inputs.js";
import { Editor } from "./editor.js";
import { SecretOnce } from "./secret.js";

const CALM_MS = 300;

/**
 * @typedef {object} Filter
 * @property {string} name of the query
 * @property {string} label a key of `setup`
 * @property {readonly string[]} [values]
 * @property {string} [from] the list to choose from
 * @property {string} [key]
 * @property {(item: any) => string} [called]
 * @property {"archived"|"text"} [kind] a switch between what is in use and what is archived; words that are searched
 */

/**
 * @typedef {object} RecordsDef
 * @property {string} path of the API
 * @property {boolean} [inside] it is a part of a page that has its own title
 * @property {string} title a key of `setup`
 * @property {string} [about] a key of `setup`
 * @property {string} [make] the words of the button, a key of `setup`; without it none can be made here
 * @property {(item: any) => any} row what the list shows of a record
 * @property {(item: any) => string} called
 * @property {readonly Filter[]} [filters]
 * @property {readonly import("./fields.js").FieldDef[]} fields
 * @property {any} [blank]
 * @property {string} [id] which of its fields names a record in the API's addresses
 * @property {(draft: any) => any} [send] the draft as the API wants it
 * @property {(item: any) => any} [take] the record as the form wants it
 * @property {(made: any) => {label: string, value: string}[]} [secrets] what is shown once
 * @property {"delete"|"archive"} [remove]
 * @property {"patch"} [removeBy] it is archived by PATCH {archived: true}, not by DELETE
 * @property {(item: any) => boolean} [archived]
 * @property {boolean} [restorable] whether PATCH {archived: false} brings it back
 * @property {(props: {item: any, reload: () => void, show: (secrets: {label: string, value: string}[]) => void}) => any} [head] buttons and what stands above the form
 * @property {readonly {key: string, label: string, render: (props: {item: any, reload: () => void}) => any}[]} [tabs] beside the form
 * @property {(draft: any, item?: any) => any} [beside] what stands under the form, made of the draft and of the record that is there
 */

/** @param {{def: RecordsDef}} props */
export function Records({ def }) {
  const address = useAddress();
  const [secrets, setSecrets] = useState(/** @type {{label: string, value: string}[]} */ ([]));
  const filters = def.filters ?? [];
  const query = Object.fromEntries(filters.map(({ name }) => [name, address.get(name)]).filter(([, value]) => value));
  const list = useList(def.path, query);
  const chosen = address.get("id");
  const idOf = (/** @type {any} */ item) => item[def.id ?? "id"];
  const changed = () => {
    forgetList(def.path);
    list.reload();
  };
  const onMade = (/** @type {any} */ item) => {
    const shown = def.secrets?.(item) ?? [];
    setSecrets(shown);
    changed();
    address.set({ id: idOf(item), tab: null });
  };
  const onGone = () => {
    changed();
    address.set({ id: null, tab: null });
  };
  const title = t(`setup.${def.title}`);
  return html`<div class=${def.inside ? "stack" : "page"}>
    <div class="page-head">
      <div class="grow">
        ${def.inside ? html`<h2>${title}</h2>` : html`<h1>${title}</h1>`}
        ${def.about ? html`<p class="muted">${t(`setup.${def.about}`)}</p>` : null}
      </div>
      ${def.make ? html`<${Button} kind="primary" icon="plus" onClick=${() => address.set({ id: "new", tab: null })}>${t(`setup.${def.make}`)}<//>` : null}
    </div>
    <div class=${`setup-records${chosen ? " setup-chosen" : ""}`}>
      <section class="setup-list" aria-label=${t(`setup.${def.title}`)}>
        ${filters.length ? html`<div class="toolbar">${filters.map((filter) => html`<${FilterControl} key=${filter.name} filter=${filter} />`)}</div>` : null}
        <${List} list=${list} def=${def} chosen=${chosen} onChoose=${(/** @type {string} */ id) => address.set({ id, tab: null })} idOf=${idOf} />
      </section>
      ${chosen
        ? html`<section class="setup-pane" aria-label=${t("setup.details")}>
            <${Editor} key=${chosen} def=${def} id=${chosen} onMade=${onMade} onChanged=${changed} onGone=${onGone} onClose=${() => address.set({ id: null, tab: null })} show=${setSecrets} />
          </section>`
        : null}
    </div>
    ${secrets.length ? html`<${SecretOnce} title=${t("setup.secret_title")} secrets=${secrets} onClose=${() => setSecrets([])} />` : null}
  </div>`;
}

/** @param {{filter: Filter}} props */
export function FilterControl({ filter }) {
  const address = useAddress();
  const items = useWholeList(filter.from ?? null);
  const label = t(`setup.${filter.label}`);
  if (filter.kind === "text") return html`<${SearchFilter} name=${filter.name} label=${label} />`;
  const choices = filter.kind === "archived"
    ? [{ value: "", label: t("setup.in_use") }, { value: "true", label: t("setup.archived") }]
    : [
        { value: "", label: t("setup.all_of", { name: label }) },
        ...(filter.from
          ? items.map((item) => ({ value: item[filter.key ?? "id"], label: nameOf(item, filter.called) }))
          : options(filter.values ?? [])),
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

/** @param {{list: any, def: RecordsDef, chosen: string, onChoose: (id: string) => void, idOf: (item: any) => string}} props */
function List({ list, def, chosen, onChoose, idOf }) {
  if (list.error && !list.items.length) return html`<${Problem} error=${list.error} />`;
  if (list.loading && !list.items.length) return html`<${Spinner} />`;
  if (!list.items.length) return html`<${Empty} icon="inbox" title=${t("setup.nothing_here")} />`;
  return html`<ul class="list">
      ${list.items.map(
        (/** @type {any} */ item) => html`<li key=${idOf(item)}>
          <button type="button" class="setup-entry" aria-current=${chosen === idOf(item) ? "true" : undefined} onClick=${() => onChoose(idOf(item))}>${def.row(item)}</button>
        </li>`,
      )}
    </ul>
    <${More} list=${list} />`;
}

/** The button to the next page of a list; nothing on the last. @param {{list: any}} props */
export function More({ list }) {
  if (list.error) return html`<${Problem} error=${list.error} />`;
  if (list.done || !list.items.length) return null;
  return html`<${Button} kind="quiet" busy=${list.loading} onClick=${list.more}>${t("setup.more")}<//>`;
}
