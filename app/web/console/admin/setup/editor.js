// @ts-check
/** One record in a form: what was changed here is sent with the version it was read in; a conflict shows both and loses nothing. */
import { html, useEffect, useMemo, useRef, useState } from "../../../shared/view.js";
import { uuid } from "../../../shared/ids.js";
import { t } from "../../../shared/texts.js";
import { Badge, Button, Problem, Spinner, Tabs, When, confirm, toast, useApi } from "../../../shared/parts.js";
import { useSending } from "../../../shared/sending.js";
import { errorsAt } from "./form.js";
import { useAddress, word } from "./base.js";
import { Conflict, ErrorList } from "./conflict.js";
import { Fields } from "./fields.js";
import { mayLeave, settled, useUnsaved } from "./leaving.js";
import { begun, bodyOf, changed, changedThere, moved, readAgain } from "./standing.js";
import { refusals, same } from "./values.js";
import { Versions } from "./versions.js";

/** @typedef {import("./records.js").RecordsDef} RecordsDef */
/** @typedef {import("./standing.js").Found} Found */
/** @typedef {import("./standing.js").Standing} Standing */
/**
 * @typedef {{def: RecordsDef, id: string, may: boolean, onMade: (item: any) => void, onChanged: () => void, onGone: () => void,
 *   onClose: () => void, show: (secrets: import("./secret.js").Secret[]) => void}} Props
 */

/** Whoever else writes at the same time: so often is a change that touches nobody's words sent upon their version. */
const TRIES = 3;

/**
 * The form of a record on a page that shows the rest of it in its own way.
 * @param {{def: RecordsDef, id: string, may: boolean, onChanged: () => void}} props
 */
export function RecordForm(props) {
  const nothing = () => {};
  return html`<${Changing} ...${props} bare onGone=${nothing} onClose=${nothing} show=${nothing} />`;
}

/** @param {Props} props */
export function Editor(props) {
  return props.id === "new" ? html`<${Making} ...${props} />` : html`<${Changing} ...${props} />`;
}

/** @param {{title: any, children?: any, onClose: () => void}} props */
function Head({ title, onClose, children }) {
  const back = async () => {
    if (await mayLeave()) onClose();
  };
  return html`<div class="toolbar"><button type="button" class="button quiet" onClick=${back}>← ${t("resource.back")}</button>
      <span class="grow"></span>${children}</div>
    <h2>${title}</h2>`;
}

/** The form itself. @param {{def: RecordsDef, draft: any, item: any, set: (draft: any) => void, error: any, may: boolean}} props */
function Body({ def, draft, item, set, error, may }) {
  const at = useMemo(() => errorsAt(error), [error]);
  const form = { draft, set: (/** @type {any} */ change) => set((/** @type {any} */ now) => ({ ...now, ...change })), error: at, isNew: !item };
  return html`${!may && html`<p class="notice">${t("resource.look_only")}</p>`}
    <fieldset class="bare stack" disabled=${!may}>
      ${def.Form
        ? html`<${def.Form} form=${form} item=${item} />`
        : html`<${Fields} defs=${def.fields} value=${draft} record=${{ ...item, ...draft }} onValue=${set} errors=${refusals(error)} made=${Boolean(item)} />`}
    </fieldset>
    ${def.beside?.(draft, item)}`;
}

/** @param {Props} props */
function Making({ def, may, onMade, onClose }) {
  const api = useApi();
  const blank = useMemo(() => structuredClone(typeof def.blank === "function" ? def.blank() : def.blank ?? {}), []);
  const [draft, setDraft] = useState(blank);
  const { busy, error, submit: sent } = useSending();
  // The same key while it is the same draft: pressed twice or cut off in the middle, one record is made.
  const key = useMemo(() => uuid(), [JSON.stringify(draft)]);
  useUnsaved(!same(draft, blank));
  const submit = (/** @type {Event} */ event) => sent(event, async () => {
    const made = await api.post(def.path, bodyOf(def, draft, null), { key });
    settled();
    toast(t("resource.saved"), { tone: "ok" });
    onMade(made);
  });
  return html`<${Head} title=${word(def.make ?? "")} onClose=${onClose} />
    ${error && html`<${ErrorList} error=${error} />`}
    <form class="stack" onSubmit=${submit} noValidate>
      <${Body} def=${def} draft=${draft} item=${null} set=${setDraft} error=${error} may=${may} />
      ${may && html`<div class="form-foot"><${Button} kind="primary" type="submit" busy=${busy}>${t("resource.create")}<//></div>`}
    </form>`;
}

/**
 * A record that is there, as it stands: read, told of by this page's own writes, typed over.
 * @param {RecordsDef} def @param {string} path
 */
function useStanding(def, path) {
  const api = useApi();
  const [standing, setStanding] = useState(/** @type {Standing|null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const saving = useRef(false);
  const turn = useRef(0);
  const arrive = (/** @type {Found} */ found) => {
    // What was asked before is older than this.
    turn.current += 1;
    setStanding((now) => readAgain(def, now, found));
  };
  const read = async () => {
    turn.current += 1;
    const mine = turn.current;
    try {
      const { value, etag } = await api.tagged(path);
      if (mine === turn.current) arrive({ item: value, etag });
    } catch (problem) {
      if (mine === turn.current) setError(problem);
    }
  };
  useEffect(() => {
    void read();
    const over = api.own.listen(path, (/** @type {any} */ item, /** @type {string} */ etag) => {
      // Saving the form says by itself what of it was sent.
      if (!saving.current) arrive({ item, etag });
    });
    return () => {
      turn.current += 1;
      over();
    };
  }, []);
  return { standing, setStanding, error, setError, read, saving, turn };
}

/** @param {Props & {bare?: boolean}} props */
function Changing({ def, id, may, onChanged, onGone, onClose, show, bare = false }) {
  const api = useApi();
  const address = useAddress();
  const path = `${def.path}/${encodeURIComponent(id)}`;
  const { standing, setStanding, error, setError, read, saving, turn } = useStanding(def, path);
  const [busy, setBusy] = useState(false);
  const mine = standing ? changed(def, standing) : {};
  const dirty = Object.keys(mine).length > 0;
  useUnsaved(dirty);
  const again = async () => {
    await read();
    onChanged();
  };
  /** @param {Standing} from @param {number} [tried] @returns {Promise<void>} */
  const write = async (from, tried = 1) => {
    try {
      const { value, etag } = await api.patched(path, changed(def, from), { ifMatch: from.etag });
      turn.current += 1;
      setStanding((now) => now && moved(def, { ...now, item: from.item }, { item: value, etag }, from.draft));
      toast(t("resource.saved"), { tone: "ok" });
      def.saved?.(value);
      onChanged();
    } catch (problem) {
      if (/** @type {any} */ (problem).status !== 412) throw problem;
      const { value, etag } = await api.tagged(path);
      const found = { item: value, etag };
      const there = changedThere(def, from, found);
      const after = moved(def, from, found);
      // The answer to a save may have been lost on its way: then the desk has it already. And what the form does not hold is nobody's words.
      if (!Object.keys(changed(def, after)).length) setStanding(after);
      else if (!Object.keys(there).length && tried < TRIES) await write(after, tried + 1);
      else setStanding((now) => now && { ...now, theirs: found });
    }
  };
  /** @param {() => Promise<void>} work */
  const doing = async (work) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    saving.current = true;
    try {
      await work();
    } catch (problem) {
      setError(problem);
    } finally {
      saving.current = false;
      setBusy(false);
    }
  };
  if (!standing) return html`${!bare && html`<${Head} title="" onClose=${onClose} />`}${error ? html`<${Problem} error=${error} onRetry=${() => { setError(null); void read(); }} />` : html`<${Spinner} />`}`;
  const { item, draft, theirs } = standing;
  const save = (/** @type {Event} */ event) => {
    event.preventDefault();
    void doing(() => write(standing));
  };
  const over = () => doing(async () => {
    if (!theirs) return;
    const next = moved(def, standing, theirs);
    setStanding(next);
    await write(next);
  });
  const put = (/** @type {boolean} */ archived) => api.patch(path, { archived }, { ifMatch: standing.etag });
  const away = async () => {
    if (!(await confirm(def.removeAsk ? word(def.removeAsk) : word(`${def.remove}_question`, { name: def.called(item) })))) return;
    await doing(async () => {
      try {
        if (def.removeBy === "patch") await put(true);
        else await api.delete(path, { ifMatch: standing.etag });
        settled();
        onGone();
      } catch (problem) {
        // It is not what was looked at any more: it is shown as it is, and asked for once more.
        if (/** @type {any} */ (problem).status === 412) await read();
        throw problem;
      }
    });
  };
  const back = () => doing(async () => {
    await put(false);
    await again();
  });
  const archived = Boolean(item.archived_at || item.archived);
  const tabs = def.tabs ?? [];
  const tab = tabs.find((one) => one.key === address.get("tab"));
  return html`${!bare && html`<${Head} title=${def.called(item)} onClose=${onClose}>
      ${item.updated_at && html`<span class="small muted">${t("resource.changed")} <${When} at=${item.updated_at} /></span>`}<//>`}
    ${archived && !bare && html`<p><${Badge} tone="warn">${t("resource.is_archived")}<//></p>`}
    ${def.head && html`<${def.head} item=${item} may=${may} reload=${again} show=${show} />`}
    ${tabs.length > 0 && html`<${Tabs} active=${tab?.key ?? "form"} onChange=${(/** @type {string} */ key) => address.set({ tab: key === "form" ? null : key }, true)}
        tabs=${[{ key: "form", label: t("setup.settings") }, ...tabs.map(({ key, label }) => ({ key, label: word(label) }))]} />`}
    ${error && html`<${ErrorList} error=${error} />`}
    ${theirs && html`<${Conflict} def=${def} standing=${standing} theirs=${theirs} onTheirs=${() => setStanding(begun(def, theirs))} onMine=${over} />`}
    ${tab
      ? tab.render({ item, reload: again })
      : html`<form class="stack" onSubmit=${save} noValidate>
          <${Body} def=${def} draft=${draft} item=${item} error=${error} may=${may}
            set=${(/** @type {any} */ to) => setStanding((now) => now && { ...now, draft: typeof to === "function" ? to(now.draft) : to })} />
          ${may && html`<div class="form-foot">
            <${Button} kind="primary" type="submit" busy=${busy} disabled=${!dirty || Boolean(theirs)}>${t("resource.save")}<//>
            ${dirty && html`<${Button} kind="quiet" onClick=${() => { setStanding(begun(def, theirs ?? standing)); setError(null); }}>${t("resource.undo")}<//>`}
            <span class="grow"></span>
            ${def.remove && !archived && html`<${Button} kind="danger" icon=${def.remove === "delete" ? "trash" : "archive"} onClick=${away}>${word(def.remove)}<//>`}
            ${def.restorable && archived && html`<${Button} onClick=${back}>${t("resource.bring_back")}<//>`}
          </div>`}
        </form>
        ${def.After && html`<${def.After} item=${item} draft=${draft} may=${may} reload=${again} show=${show} />`}
        ${def.version && html`<${Versions} def=${def} may=${may} address=${path} item=${item} etag=${standing.etag} onRestored=${onChanged} />`}`}`;
}
