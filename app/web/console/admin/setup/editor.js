// @ts-check
/** One record in a form: what was changed is sent with the version it was read in; a conflict shows both and loses nothing. */
import { html, useEffect, useMemo, useState } from "../../../shared/view.js";
import { uuid } from "../../../shared/ids.js";
import { t } from "../../../shared/texts.js";
import { Button, IconButton, Problem, Spinner, Tabs, confirm, toast, useFetch } from "../../../shared/parts.js";
import { api, attempt, useAddress } from "./base.js";
import { Fields, labelOf } from "./fields.js";
import { changes, read, refusals, same } from "./values.js";

/**
 * @param {{def: import("./records.js").RecordsDef, id: string, onMade: (item: any) => void, onChanged: () => void,
 *   onGone: () => void, onClose: () => void, show: (secrets: {label: string, value: string}[]) => void}} props
 */
export function Editor({ def, id, onMade, onChanged, onGone, onClose, show }) {
  const fresh = id === "new";
  const found = useFetch(fresh ? null : `${def.path}/${encodeURIComponent(id)}`);
  if (fresh) return html`<${Making} def=${def} onMade=${onMade} onClose=${onClose} />`;
  if (found.error && !found.data) return html`<${Problem} error=${found.error} />`;
  if (!found.data) return html`<${Spinner} />`;
  return html`<${Changing} def=${def} item=${found.data} etag=${found.etag} reload=${found.reload} onChanged=${onChanged} onGone=${onGone} onClose=${onClose} show=${show} />`;
}

/** @param {{def: import("./records.js").RecordsDef, onMade: (item: any) => void, onClose: () => void}} props */
function Making({ def, onMade, onClose }) {
  const [draft, setDraft] = useState(() => structuredClone(def.blank ?? {}));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  // The same key while it is the same draft: pressed twice or cut off in the middle, one record is made.
  const key = useMemo(() => uuid(), [JSON.stringify(draft)]);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    try {
      onMade(await api.post(def.path, def.send ? def.send(draft) : draft, { key }));
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return html`<form class="stack" onSubmit=${submit} noValidate>
    <${Head} title=${t(`setup.${def.make}`)} onClose=${onClose} />
    <${Fields} defs=${def.fields} value=${draft} onValue=${setDraft} errors=${refusals(error)} />
    ${def.beside?.(draft)} ${error ? html`<${Problem} error=${error} />` : null}
    <div class="row"><${Button} kind="primary" type="submit" busy=${busy}>${t("setup.create")}<//></div>
  </form>`;
}

/** @param {{title: string, onClose: () => void, children?: any}} props */
function Head({ title, onClose, children }) {
  return html`<div class="row setup-head">
    <h2 class="grow">${title}</h2>
    ${children}
    <${IconButton} icon="x" label=${t("setup.close")} onClick=${onClose} />
  </div>`;
}

/** The fields of the record that the form holds. @param {import("./records.js").RecordsDef} def @param {any} item */
function held(def, item) {
  const taken = def.take ? def.take(item) : item;
  const names = new Set(def.fields.filter((field) => field.only !== "new").map((field) => field.name.split(".")[0]));
  return Object.fromEntries([...names].map((name) => [name, taken[name]]));
}

/**
 * @param {{def: import("./records.js").RecordsDef, item: any, etag: string|null, reload: () => void, onChanged: () => void,
 *   onGone: () => void, onClose: () => void, show: (secrets: {label: string, value: string}[]) => void}} props
 */
function Changing({ def, item, etag, reload, onChanged, onGone, onClose, show }) {
  const address = useAddress();
  const [base, setBase] = useState(() => held(def, item));
  const [draft, setDraft] = useState(base);
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const now = held(def, item);
  const dirty = !same(base, draft);
  useEffect(() => {
    // Somebody else changed it, or a button did: what is not being edited follows, what is stays as it was typed.
    if (same(now, base)) return;
    const mine = changes(base, draft);
    setBase(now);
    setDraft({ ...now, ...mine });
  }, [JSON.stringify(now)]);
  const again = () => {
    reload();
    onChanged();
  };
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    try {
      const sent = def.send ? def.send(draft) : draft;
      const before = def.send ? def.send(base) : base;
      await api.patch(`${def.path}/${encodeURIComponent(item[def.id ?? "id"])}`, changes(before, sent), { ifMatch: etag });
      setError(null);
      setBase(draft);
      toast(t("setup.saved"), { tone: "ok" });
      again();
    } catch (problem) {
      setError(problem);
      // The newer one is shown beside what was typed, which is sent with its version if the person says so.
      if (/** @type {any} */ (problem).status === 412) reload();
    } finally {
      setBusy(false);
    }
  };
  const path = `${def.path}/${encodeURIComponent(item[def.id ?? "id"])}`;
  const remove = async () => {
    if (!(await confirm(t(`setup.${def.remove}_question`, { name: def.called(item) })))) return;
    if ((await attempt(() => gone(), t("setup.done"))) === true) onGone();
    else reload();
  };
  const gone = async () => {
    if (def.removeBy === "patch") await api.patch(path, { archived: true }, { ifMatch: etag });
    else await api.delete(path, { ifMatch: etag });
    return true;
  };
  const restore = () => attempt(() => api.patch(path, { archived: false }, { ifMatch: etag }), t("setup.done")).then(again);
  const archived = def.archived?.(item) ?? false;
  const tabs = def.tabs ?? [];
  const tab = tabs.find((one) => one.key === address.get("tab"));
  return html`<div class="stack">
    <${Head} title=${def.called(item)} onClose=${onClose}>
      ${def.remove && !archived ? html`<${Button} kind="danger" icon=${def.remove === "delete" ? "trash" : "archive"} onClick=${remove}>${t(`setup.${def.remove}`)}<//>` : null}
      ${archived && def.restorable ? html`<${Button} kind="plain" onClick=${restore}>${t("setup.restore")}<//>` : null}
    <//>
    ${def.head ? html`<${def.head} item=${item} reload=${again} show=${show} />` : null}
    ${tabs.length
      ? html`<${Tabs} active=${tab?.key ?? "form"} onChange=${(/** @type {string} */ key) => address.set({ tab: key === "form" ? null : key }, true)}
          tabs=${[{ key: "form", label: t("setup.settings") }, ...tabs.map(({ key, label }) => ({ key, label: t(`setup.${label}`) }))]} />`
      : null}
    ${tab
      ? tab.render({ item, reload: again })
      : html`<form class="stack" onSubmit=${save} noValidate>
          <${Fields} defs=${def.fields} value=${draft} record=${{ ...item, ...draft }} onValue=${setDraft} errors=${refusals(error)} made />
          ${def.beside?.(draft, item)}
          ${error?.status === 412 ? html`<${Conflict} def=${def} now=${now} draft=${draft} onTheirs=${() => { setDraft(now); setBase(now); setError(null); }} />` : null}
          ${error && error.status !== 412 ? html`<${Problem} error=${error} />` : null}
          <div class="row setup-save">
            <${Button} kind="primary" type="submit" busy=${busy} disabled=${!dirty}>${t(error?.status === 412 ? "setup.save_mine" : "setup.save")}<//>
            ${dirty ? html`<${Button} kind="quiet" onClick=${() => { setDraft(base); setError(null); }}>${t("setup.undo")}<//>` : null}
          </div>
        </form>`}
  </div>`;
}

/** What both changed, side by side. @param {{def: import("./records.js").RecordsDef, now: any, draft: any, onTheirs: () => void}} props */
function Conflict({ def, now, draft, onTheirs }) {
  const both = def.fields.filter((field) => field.only !== "new" && !same(read(now, field.name), read(draft, field.name)));
  const text = (/** @type {any} */ value) => (typeof value === "string" ? value : JSON.stringify(value ?? null, null, 1));
  return html`<div class="card setup-conflict" role="alert">
    <p>${t("setup.conflict")}</p>
    <table class="table">
      <thead><tr><th scope="col">${t("setup.field")}</th><th scope="col">${t("setup.theirs")}</th><th scope="col">${t("setup.yours")}</th></tr></thead>
      <tbody>
        ${both.map((field) => html`<tr key=${field.name}><th scope="row">${labelOf(field)}</th><td>${text(read(now, field.name))}</td><td>${text(read(draft, field.name))}</td></tr>`)}
      </tbody>
    </table>
    <div class="row"><${Button} kind="plain" onClick=${onTheirs}>${t("setup.take_theirs")}<//></div>
  </div>`;
}
