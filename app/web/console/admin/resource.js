// @ts-check
/**
 * One page for one kind of thing that admins keep: the list, the form of one of them, its versions and its archive.
 *
 * `<Resource spec=${spec} />`; what is open is in the address (`?id=`, `?id=new`, `?archived=1`), so it can be shared.
 * Saving sends only what was changed here, with the version that was read: what somebody else changed meanwhile is
 * shown, never written over unseen.
 */

import { html, useEffect, useMemo, useState } from "../../shared/view.js";
import { Button, confirm, Empty, Problem, Spinner, toast, useApi, When, useBeginning } from "../../shared/parts.js";
import { navigate, useGuard, useRoute } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { useMe } from "../who.js";
import { useTexts } from "./conditions.js";
import { errorsAt, same } from "./form.js";
import { Conflict, ErrorList } from "./resource_conflict.js";
import { Versions } from "./resource_versions.js";

/**
 * What a page says of its kind of thing. Bodies are compared part by part: `body(draft(item), item)` is what the
 * desk has, and what differs from it is sent.
 * @typedef {object} Spec
 * @property {string} path as in the API: `/v1/teams`
 * @property {string} title @property {string} [intro] @property {string} create words of the button
 * @property {(item: any) => string} [id] its part of the path; its `id` unless said
 * @property {(item: any) => string} name
 * @property {(item: any) => any} [note] a few words or badges under its name in the list
 * @property {{ label: string, render: (item: any) => any, numeric?: boolean }[]} columns after the name
 * @property {(() => any) | null} blank the draft of a new one; null: nobody makes one here
 * @property {(item: any) => any} draft
 * @property {(draft: any, item: any | null) => Record<string, any>} [body]
 * @property {any} Form a component of `{ form, item }`
 * @property {string} [needs] the permission to change it: `settings:write` unless said; who has it not can look
 * @property {any} [After] a component of `{ item, reload, draft, may }`, under the form of one that is saved
 * @property {"delete" | "patch" | null} [archive] how one is put away: DELETE, or `archived: true`
 * @property {string} [archiveWords] @property {string} [archiveAsk]
 * @property {boolean} [archived] whether the list of the archived can be asked for
 * @property {((version: any) => any) | null} [version] what to show of a version; there are none without it
 * @property {boolean} [restore] false: versions are looked at and not brought back
 * @property {Record<string, any>} [query] @property {any} [filters] above the list
 * @property {(item: any) => void} [saved] told what was made or saved
 * @property {any} [tools] beside the title
 * @property {(items: any[], reload: () => void) => any} [Above] over the list
 */

/** More of one kind are found by their filters. */
const MOST = 2_000;

/** @param {{ spec: Spec }} props */
export function Resource({ spec }) {
  const api = useApi();
  const ready = useTexts(["resource"]);
  const { query } = useRoute();
  const may = useMe().may(spec.needs ?? "settings:write");
  const [items, setItems] = useState(/** @type {any[] | null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [again, setAgain] = useState(0);
  const [search, setSearch] = useState("");
  const archived = query.archived === "1";
  // Whoever comes back to the list sees what it is now.
  const asked = JSON.stringify([spec.path, spec.query, archived, again, Boolean(query.id)]);
  useEffect(() => {
    let here = true;
    api.all(spec.path, { ...spec.query, ...(archived ? { archived: true } : {}) }, MOST).then(
      (found) => {
        if (here) [setItems(found), setError(null)];
      },
      (failure) => here && setError(failure),
    );
    return () => {
      here = false;
    };
  }, [asked]);
  if (!ready) return html`<${Spinner} />`;
  const idOf = spec.id ?? ((/** @type {any} */ item) => item.id);
  const reload = () => setAgain((count) => count + 1);
  const open = query.id ?? "";
  const shown = (items ?? []).filter((item) => spec.name(item).toLowerCase().includes(search.toLowerCase()));
  return html`<section class=${open ? "admin-page open" : "admin-page"} aria-label=${spec.title}>
    <header class="page-head">
      <div class="grow"><h1>${spec.title}</h1>${spec.intro && html`<p class="muted">${spec.intro}</p>`}</div>
      <div class="toolbar">${spec.tools}
        ${spec.blank && may && html`<${Button} kind="primary" onClick=${() => go({ ...query, id: "new" })}>${spec.create}<//>`}</div>
    </header>
    <div class="admin-panes">
      <div class="admin-list">
        <div class="toolbar">
          ${
            (items ?? []).length > 7 &&
            html`<input class="input" type="search" value=${search} placeholder=${t("resource.filter")} aria-label=${t("resource.filter")}
              onInput=${(/** @type {any} */ event) => setSearch(event.currentTarget.value)} />`
          }
          ${spec.filters}
          ${spec.archived && html`<label class="check small"><input type="checkbox" checked=${archived}
              onChange=${() => go({ ...query, id: undefined, archived: archived ? undefined : "1" })} /> ${t("resource.archived")}</label>`}
        </div>
        ${error && html`<${Problem} error=${error} />`}
        ${!items && !error && html`<${Spinner} />`}
        ${!open && items && spec.Above?.(items, reload)}
        ${items && !open && shown.length === 0 && html`<${Empty} icon="inbox" title=${archived ? t("resource.none_archived") : t("resource.none")} />`}
        ${shown.length > 0 && (open ? html`<${Names} ...${{ spec, items: shown, idOf, open, query }} />` : html`<${Rows} ...${{ spec, items: shown, idOf, query }} />`)}
      </div>
      ${open && html`<${Pane} key=${`${spec.path}/${open}`} ...${{ spec, idOf, open, query, reload, may }} />`}
    </div>
  </section>`;
}

/** Go to this page with other words after the question mark; what is empty is left out.
 * @param {Record<string, any>} query @param {{ replace?: boolean }} [options] */
export function go(query, options) {
  const kept = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const words = new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
  navigate(location.pathname + (words ? `?${words}` : ""), options);
}

/** @param {Record<string, any>} query @param {string} id @returns {string} */
function hrefOf(query, id) {
  return `?${new URLSearchParams({ ...query, id }).toString()}`;
}

/** @param {{ spec: Spec, items: any[], idOf: (item: any) => string, query: Record<string, any> }} props */
function Rows({ spec, items, idOf, query }) {
  const visit = (/** @type {any} */ event, /** @type {string} */ id) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go({ ...query, id });
  };
  const { seen, end } = useBeginning(items);
  return html`<div class="table-wrap"><table class="table">
    <thead><tr><th scope="col">${t("resource.name")}</th>
      ${spec.columns.map((each) => html`<th scope="col" key=${each.label} class=${each.numeric ? "number" : ""}>${each.label}</th>`)}</tr></thead>
    <tbody>${seen.map((item) => {
      const id = idOf(item);
      return html`<tr key=${id}><th scope="row"><a href=${hrefOf(query, id)} onClick=${(/** @type {any} */ event) => visit(event, id)}>${spec.name(item)}</a>
          ${spec.note && html`<span class="small muted note">${spec.note(item)}</span>`}</th>
        ${spec.columns.map((each) => html`<td key=${each.label} class=${each.numeric ? "number" : ""}>${each.render(item)}</td>`)}</tr>`;
    })}</tbody>
  </table>${end}</div>`;
}

/** @param {{ spec: Spec, items: any[], idOf: (item: any) => string, open: string, query: Record<string, any> }} props */
function Names({ spec, items, idOf, open, query }) {
  const { seen, end } = useBeginning(items, items.findIndex((item) => idOf(item) === open) + 1);
  return html`<nav aria-label=${spec.title}><ul class="list names">${seen.map((item) => {
    const id = idOf(item);
    return html`<li key=${id}><a href=${hrefOf(query, id)} aria-current=${id === open ? "page" : undefined}
      onClick=${async (/** @type {any} */ event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        if (id !== open && (await mayLeave())) go({ ...query, id });
      }}>${spec.name(item)}</a></li>`;
  })}</ul>${end}</nav>`;
}

/** What is typed in the pane that is open and not saved; leaving it asks first. */
let unsaved = false;

async function mayLeave() {
  if (unsaved && !(await confirm(t("resource.leave")))) return false;
  unsaved = false;
  return true;
}

/** The same for what cannot wait for an answer: links of the console around the page. */
function mayGo() {
  // The browser's own question is the only one that holds a click until it is answered.
  return !unsaved || window.confirm(t("resource.leave"));
}

/** @param {{ spec: Spec, idOf: (item: any) => string, open: string, query: Record<string, any>, reload: () => void, may: boolean }} props */
function Pane({ spec, idOf, open, query, reload, may }) {
  const api = useApi();
  const isNew = open === "new";
  const address = `${spec.path}/${encodeURIComponent(open)}`;
  const [item, setItem] = useState(/** @type {any} */ (null));
  const [etag, setEtag] = useState(/** @type {string | null} */ (null));
  const [draft, setDraft] = useState(/** @type {any} */ (isNew && spec.blank ? spec.blank() : null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [theirs, setTheirs] = useState(/** @type {{ item: any, etag: string | null } | null} */ (null));
  const [busy, setBusy] = useState(false);
  const bodyOf = spec.body ?? ((/** @type {any} */ one) => one);

  const take = (/** @type {any} */ value, /** @type {string | null} */ tag) => {
    setItem(value);
    setEtag(tag);
    setDraft(spec.draft(value));
    setTheirs(null);
    setError(null);
  };
  // A button beside the form has changed the record: what is being typed into the form stays.
  const follow = async () => {
    try {
      const found = await api.tagged(address);
      const was = spec.draft(item);
      const typed = (/** @type {any} */ now) => Object.entries(now).filter(([name, value]) => !same(value, was[name]));
      setItem(found.value);
      setEtag(found.etag);
      setDraft((/** @type {any} */ now) => ({ ...spec.draft(found.value), ...Object.fromEntries(typed(now)) }));
    } catch (failure) {
      setError(failure);
    }
    reload();
  };
  const read = async () => {
    try {
      const found = await api.tagged(address);
      take(found.value, found.etag);
    } catch (failure) {
      setError(failure);
    }
  };
  useEffect(() => {
    if (!isNew) read();
  }, []);

  const at = useMemo(() => errorsAt(error), [error]);
  const changes = () => {
    const mine = bodyOf(draft, item);
    if (!item) return mine;
    const before = bodyOf(spec.draft(item), item);
    return Object.fromEntries(Object.entries(mine).filter(([name, value]) => !same(value, before[name])));
  };
  const dirty = draft !== null && (isNew ? !same(draft, spec.blank?.()) : Object.keys(changes()).length > 0);
  useGuard(mayGo);
  useEffect(() => {
    unsaved = dirty;
    if (!dirty) return undefined;
    const hold = (/** @type {BeforeUnloadEvent} */ event) => event.preventDefault();
    addEventListener("beforeunload", hold);
    return () => {
      unsaved = false;
      removeEventListener("beforeunload", hold);
    };
  }, [dirty]);

  const write = async (/** @type {string | null} */ tag) => {
    setBusy(true);
    setError(null);
    try {
      const saved = isNew
        ? await api.post(spec.path, changes())
        : await api.patch(address, changes(), { ifMatch: tag ?? undefined });
      unsaved = false;
      spec.saved?.(saved);
      toast(t("resource.saved"), { tone: "ok" });
      reload();
      if (isNew) go({ ...query, id: idOf(saved) }, { replace: true });
      else await read();
    } catch (failure) {
      if (/** @type {any} */ (failure)?.status === 412) await meet();
      else setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const meet = async () => {
    const found = await api.tagged(address);
    const after = bodyOf(spec.draft(found.value), found.value);
    // A save whose answer was lost on the way and that was sent again: the desk has it already.
    if (Object.entries(changes()).every(([name, value]) => same(value, after[name]))) take(found.value, found.etag);
    else setTheirs({ item: found.value, etag: found.etag });
  };
  const away = async () => {
    if (!(await confirm(spec.archiveAsk ?? t("resource.archive_ask", { name: spec.name(item) })))) return;
    try {
      if (spec.archive === "patch") await api.patch(address, { archived: true }, { ifMatch: etag ?? undefined });
      else await api.delete(address, { ifMatch: etag ?? undefined });
      unsaved = false;
      reload();
      go({ ...query, id: undefined });
    } catch (failure) {
      if (/** @type {any} */ (failure)?.status === 412) await meet();
      else setError(failure);
    }
  };
  const back = async () => {
    if (await mayLeave()) go({ ...query, id: undefined });
  };
  const form = {
    draft,
    set: (/** @type {Record<string, any>} */ change) => setDraft((/** @type {any} */ now) => ({ ...now, ...change })),
    error: at,
    isNew,
  };
  const gone = item?.archived_at || item?.archived;
  return html`<div class="admin-pane">
    <div class="toolbar"><button type="button" class="button quiet" onClick=${back}>← ${t("resource.back")}</button>
      ${item?.updated_at && html`<span class="small muted">${t("resource.changed")} <${When} at=${item.updated_at} /></span>`}</div>
    <h2>${isNew ? spec.create : item ? spec.name(item) : ""}</h2>
    ${gone && html`<p class="badge warn">${t("resource.is_archived")}</p>`}
    ${error && html`<${ErrorList} error=${error} />`}
    ${theirs && html`<${Conflict} ...${{ spec, item, theirs, changes: changes() }}
        onTheirs=${() => take(theirs.item, theirs.etag)} onMine=${() => {
          setEtag(theirs.etag);
          write(theirs.etag);
        }} />`}
    ${draft === null && !error && html`<${Spinner} />`}
    ${
      draft !== null &&
      html`<form class="stack" novalidate onSubmit=${(/** @type {any} */ event) => {
        event.preventDefault();
        if (!busy) write(etag);
      }}>
        ${!may && html`<p class="notice">${t("resource.look_only")}</p>`}
        <fieldset class="bare stack" disabled=${!may}><${spec.Form} form=${form} item=${item} /></fieldset>
        ${may && html`<div class="form-foot">
          <${Button} kind="primary" type="submit" busy=${busy} disabled=${!dirty && !isNew}>${isNew ? t("resource.create") : t("resource.save")}<//>
          ${dirty && !isNew && html`<${Button} kind="quiet" type="button" onClick=${() => take(item, etag)}>${t("resource.undo")}<//>`}
          <span class="grow"></span>
          ${!isNew && item && spec.archive && !gone && html`<${Button} kind="danger" type="button" onClick=${away}>${spec.archiveWords ?? t("resource.archive")}<//>`}
          ${!isNew && item && spec.archive === "patch" && gone && html`<${Button} type="button" onClick=${async () => {
            await api.patch(address, { archived: false }, { ifMatch: etag ?? undefined }).catch(setError);
            reload();
            await read();
          }}>${t("resource.bring_back")}<//>`}
        </div>`}
      </form>`
    }
    ${item && spec.After && html`<${spec.After} item=${item} draft=${draft} may=${may} reload=${follow} />`}
    ${item && spec.version && html`<${Versions} spec=${may ? spec : { ...spec, restore: false }} address=${address} item=${item} etag=${etag}
        onRestored=${() => [read(), reload()]} />`}
  </div>`;
}
