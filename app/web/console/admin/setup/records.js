// @ts-check
/**
 * One page for one kind of thing that the desk keeps: the list with its filters, and beside it the one that is open.
 *
 * `<Records def=${DEF} />`; what is open stands in the address (`?id=`, `?id=new`), so that it can be reloaded and shared.
 */
import { html, useEffect, useRef, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Button } from "../../../shared/parts.js";
import { useMe } from "../../who.js";
import { forgetList, useAddress, word } from "./base.js";
import { Editor } from "./editor.js";
import { FilterControl } from "./filters.js";
import { RecordList, idOf, useRecords } from "./list.js";
import { SecretOnce } from "./secret.js";

/** @typedef {import("./secret.js").Secret[]} Secrets */

/**
 * What a page says of its kind of thing. Texts are keys, of `setup` where they name no area. A draft is what the form
 * holds (`take`), a body what is sent of it (`send`); what differs from the body of what was read is a change.
 * @typedef {object} RecordsDef
 * @property {string} path of the API
 * @property {boolean} [inside] it is a part of a page that has its own title
 * @property {string} title a text
 * @property {string} [about] a text
 * @property {string} [make] the words of the button; without it none can be made here
 * @property {string} [needs] the permission to change one: `settings:write` unless said; who has it not can look
 * @property {(item: any) => string} called
 * @property {string} [calledLabel] what stands over the names; "Name" without it
 * @property {(item: any) => any} [note] a few words under its name in the list
 * @property {readonly {label: string, blanks?: any, render: (item: any, list: any) => any, numeric?: boolean}[]} [columns] after the name
 * @property {readonly import("./filters.js").Filter[]} [filters]
 * @property {boolean} [paged] a list without end: it is read page by page
 * @property {readonly import("./fields.js").FieldDef[]} [fields] of the form
 * @property {any} [Form] a form that is no table of fields: a component of `{ form, item }`
 * @property {any} [blank] a new one, or what makes it
 * @property {string} [id] which of its fields names a record in the API's addresses
 * @property {(draft: any, item: any) => any} [send] the draft as the API wants it
 * @property {(item: any) => any} [take] the record as the form wants it
 * @property {(item: any) => void} [saved] told what was made or saved
 * @property {(made: any) => Secrets} [secrets] what is shown once
 * @property {"delete"|"archive"} [remove]
 * @property {string} [removeAsk] the question before it
 * @property {"patch"} [removeBy] it is archived by PATCH {archived: true}, not by DELETE
 * @property {boolean} [restorable] whether PATCH {archived: false} brings it back
 * @property {(props: {item: any, may: boolean, reload: () => Promise<void>, show: (secrets: Secrets) => void}) => any} [head] buttons and what stands above the form
 * @property {readonly {key: string, label: string, render: (props: {item: any, reload: () => Promise<void>}) => any}[]} [tabs] beside the form
 * @property {(draft: any, item: any) => any} [beside] what stands under the form, made of the draft and of the record that is there
 * @property {any} [After] a component of `{ item, draft, may, reload, show }` under the form of one that is saved
 * @property {((version: any) => any) | null} [version] what to show of a version; there are none without it
 * @property {boolean} [restore] false: versions are looked at and not brought back
 * @property {any} [Above] a component over the list
 */

/** @param {{def: RecordsDef}} props */
export function Records({ def }) {
  const address = useAddress();
  const may = useMe().may(def.needs ?? "settings:write");
  const [secrets, setSecrets] = useState(/** @type {Secrets} */ ([]));
  const filters = def.filters ?? [];
  const query = Object.fromEntries(filters.map(({ name }) => [name, address.get(name)]).filter(([, value]) => value));
  const list = useRecords(def, query);
  const chosen = address.get("id");
  const before = useRef(chosen);
  useEffect(() => {
    // Whoever comes back to the list sees what it is now.
    if (before.current && !chosen) void list.reload();
    before.current = chosen;
  }, [chosen]);
  const changed = () => {
    forgetList(def.path);
    void list.reload();
  };
  const onMade = (/** @type {any} */ item) => {
    setSecrets(def.secrets?.(item) ?? []);
    def.saved?.(item);
    changed();
    address.set({ id: idOf(def, item), tab: null }, true);
  };
  const open = (/** @type {string|null} */ id) => address.set({ id, tab: null });
  const onGone = () => {
    changed();
    open(null);
  };
  const title = word(def.title);
  return html`<section class=${`${def.inside ? "admin-page inside" : "admin-page"}${chosen ? " open" : ""}`} aria-label=${title}>
    <header class="page-head">
      <div class="grow">${def.inside ? html`<h2>${title}</h2>` : html`<h1>${title}</h1>`}
        ${def.about && html`<p class="muted">${word(def.about)}</p>`}</div>
      ${def.make && may && html`<${Button} kind="primary" icon="plus" onClick=${() => open("new")}>${word(def.make)}<//>`}
    </header>
    <div class="admin-panes">
      <${RecordList} def=${def} list=${list} chosen=${chosen} onChoose=${open} may=${may}
        onAll=${Object.keys(query).length > 0 ? () => address.set(Object.fromEntries(filters.map(({ name }) => [name, null]))) : null}>
        ${filters.length > 0 && filters.map((filter) => html`<${FilterControl} key=${filter.name} filter=${filter} />`)}<//>
      ${chosen && html`<section class="admin-pane" aria-label=${t("setup.details")}>
        <${Editor} key=${`${def.path}/${chosen}`} def=${def} id=${chosen} may=${may} onMade=${onMade} onChanged=${changed} onGone=${onGone}
          onClose=${() => open(null)} show=${setSecrets} /></section>`}
    </div>
    ${secrets.length > 0 && html`<${SecretOnce} title=${t("setup.secret_title")} secrets=${secrets} onClose=${() => setSecrets([])} />`}
  </section>`;
}
