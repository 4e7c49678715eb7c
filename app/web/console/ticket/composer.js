// @ts-check
/** Where an agent writes: a reply or a note, with everything that helps, and nothing of it lost. */
import { html, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../shared/view.js";
import { Problem, toast } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { useShortcuts } from "../../shared/shortcuts.js";
import { Bar } from "./composer-bar.js";
import { DraftNotices } from "./draft-notices.js";
import { Guard } from "./guard.js";
import { PickerList, usePicker } from "./picker.js";
import { ReplyChannel } from "./reply-channel.js";
import { deliver, isPlain, optionsOf } from "./send.js";
import { outgoing } from "./outgoing.js";
import { askedFor, quoted, replaced } from "./typed.js";
import { fillTemplate, findTemplates } from "./templates.js";
import { isBlank, useDraft } from "./use-draft.js";
import { Files, useUploads } from "./uploads.js";
import { useTranslating } from "./translating.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */
/** @typedef {import("./use-draft.js").Draft} Draft */
/** @typedef {{ write: (visibility: "public" | "internal") => void, blank: () => boolean,
 *   insert: (text: string, more?: Partial<Draft>) => void, quote: (body: string) => void,
 *   takeBack: (item: import("./outgoing.js").Refused) => boolean }} ComposerHold */

/**
 * @param {{ ticket: TicketOut, account: string, live: import("./use-live.js").Live, seen: () => number,
 *   directory: import("./directory.js").Directory, translation: import("./translating.js").Known | null, hold: { current: ComposerHold | null } }} props
 */
export function Composer({ ticket, account, live, seen, directory, translation, hold }) {
  const work = useDraft(ticket.id, account, seen);
  const { draft, set } = work;
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const [caret, setCaret] = useState(0);
  const [dismissed, setDismissed] = useState(-1);
  const [guard, setGuard] = useState(/** @type {import("./feed.js").EventOut[] | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [busy, setBusy] = useState(false);
  const translating = useTranslating(translation);
  const note = draft.visibility === "internal";
  const agents = useMemo(() => new Map(directory.agents.map((each) => [each.id, each.name])), [directory]);
  const sending = useRef(false);
  const uploads = useUploads((file) => set({ attachments: [...work.now().attachments, file] }));

  // At once: the next key is a part of the text already. The caret is put where it belongs with the text itself.
  const goTo = useRef(/** @type {number | null} */ (null));
  const focus = useCallback((/** @type {number | undefined} */ at) => {
    field.current?.focus();
    if (at !== undefined) goTo.current = at;
  }, []);
  useLayoutEffect(() => {
    if (goTo.current !== null) field.current?.setSelectionRange(goTo.current, goTo.current);
    goTo.current = null;
  }, [draft.body]);

  /** Put text where the caret is. */
  const insert = useCallback((/** @type {string} */ text, /** @type {Partial<Draft>} */ more = {}) => {
    const { selectionStart, selectionEnd } = field.current ?? { selectionStart: 0, selectionEnd: 0 };
    const { body } = work.now();
    const next = replaced(body, Math.min(selectionStart, body.length), Math.min(selectionEnd, body.length), text);
    set({ body: next.text, ...more });
    setCaret(next.caret);
    focus(next.caret);
  }, [set, focus]);

  const write = useCallback((/** @type {"public" | "internal"} */ visibility) => {
    set({ visibility });
    focus(undefined);
  }, [set, focus]);

  // What the page around may ask: to begin writing, to quote, to put in a suggestion.
  useEffect(() => {
    hold.current = {
      write, insert, quote: (body) => insert(quoted(body)), blank: () => isBlank(work.now()),
      takeBack: ({ code, frame, files: before, missed, after }) => {
        // What was refused for what came before it goes back to where it was written, unless other words are there now.
        if (code !== "thread_moved_on" || !isBlank(work.now())) return false;
        set({
          body: frame.body, format: frame.format ?? "text", visibility: frame.visibility ?? "public", attachments: before,
          after: /** @type {Draft["after"]} */ (after ?? "stay"),
        });
        setGuard(missed);
        return true;
      },
    };
    return () => {
      hold.current = null;
    };
  }, [write, insert]);

  const slash = caret === dismissed ? null : askedFor(draft.body, caret, "/");
  const at = note && caret !== dismissed ? askedFor(draft.body, caret, "@") : null;
  const close = () => setDismissed(caret);
  const templates = usePicker(slash ? slash.query : null, findTemplates, async (item) => {
    const asked = slash;
    if (!asked) return;
    try {
      const filled = await fillTemplate(item.id, ticket, draft.visibility);
      const next = replaced(work.now().body, asked.from, asked.to, filled.body);
      set({ body: next.text, template: item.id, format: filled.format === "markdown" ? "markdown" : work.now().format });
      setCaret(next.caret);
      focus(next.caret);
      if (filled.missing.length) toast(t("thread.blanks_left", { names: filled.missing.join(", ") }), { tone: "warn" });
    } catch (problem) {
      setError(problem);
    }
  }, close);
  const people = usePicker(at ? at.query : null, (query) => directory.agents
    .filter((each) => each.active && each.name.toLowerCase().includes(query.toLowerCase())).slice(0, 8)
    .map((each) => ({ id: each.id, label: each.name })), (item) => {
    if (!at) return;
    const next = replaced(work.now().body, at.from, at.to, `@${item.label} `);
    set({ body: next.text, mentions: [...new Set([...work.now().mentions, item.id])] });
    setCaret(next.caret);
    focus(next.caret);
  }, close);
  const picker = at ? people : slash ? templates : null;

  // In a live chat both write at once: a customer's next words hold up none of the answers.
  const chatting = ticket.chat_id !== null && ticket.assignee_id === account;
  const send = useCallback(async (/** @type {boolean} */ force) => {
    // Two quick presses are one message.
    if (sending.current || isBlank(work.now()) || uploads.coming.length) return;
    sending.current = true;
    setBusy(true);
    setError(null);
    try {
      await work.settled();
      const what = work.now();
      if (isBlank(what)) return;
      const translate = translating.on && what.visibility === "public" && !what.original;
      const then = what.after !== "stay" && what.visibility === "public" ? what.after : null;
      const guarded = !chatting || what.visibility === "internal";
      const how = { seen: guarded ? seen() : null, force, version: work.version() };
      if (isPlain(what, translate, live.state() !== "open" || !navigator.onLine)) {
        // It is in the outbox, which outlives the page: the next words can be written while this is on its way.
        outgoing.send(ticket.id, what.body, optionsOf(what, how), { files: what.attachments, after: then });
        work.sent(what);
        setGuard(null);
        if (live.state() !== "open") toast(t("thread.waits"), { tone: "info" });
      } else {
        live.put([await deliver(ticket.id, what, { ...how, agents, translate })]);
        work.sent(what);
        setGuard(null);
        if (then) await outgoing.after(ticket.id, then);
      }
    } catch (problem) {
      const { code, problem: said } = /** @type {any} */ (problem);
      if (code === "thread_moved_on") setGuard(said?.missed ?? []);
      else setError(problem);
    } finally {
      sending.current = false;
      setBusy(false);
    }
  }, [ticket.id, chatting, live, seen, agents, translating.on, uploads.coming.length, work.settled]);

  useShortcuts({
    r: { label: t("thread.key.reply"), run: () => write("public") },
    n: { label: t("thread.key.note"), run: () => write("internal") },
  });

  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (picker?.onKeyDown(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send(false);
    } else if (event.key === "Escape") {
      field.current?.blur();
    }
  };
  const onInput = (/** @type {any} */ event) => {
    set({ body: event.target.value, ...(event.target.value ? {} : { template: null, original: null }) });
    setCaret(event.target.selectionStart);
    live.typing(draft.visibility);
  };
  const files = (/** @type {DataTransfer | null} */ from, /** @type {Event} */ event) => {
    if (!from?.files.length) return;
    event.preventDefault();
    uploads.add(from.files);
  };
  const tab = (/** @type {"public" | "internal"} */ visibility) => html`
    <button type="button" role="tab" aria-selected=${draft.visibility === visibility}
      onClick=${() => write(visibility)}>${t(`thread.write.${visibility}`)}</button>`;

  return html`
    <section class=${`composer ${note ? "note" : ""}`} aria-label=${t("thread.composer")}
      onDragOver=${(/** @type {DragEvent} */ event) => event.preventDefault()}
      onDrop=${(/** @type {DragEvent} */ event) => files(event.dataTransfer, event)}>
      ${guard && html`<${Guard} ticket=${ticket.id} missed=${guard} busy=${busy} anyway=${() => void send(true)}
        back=${() => {
          setGuard(null);
          live.caughtUp();
          focus(undefined);
        }} />`}
      <${DraftNotices} work=${work} />
      <div class="composer-head">
        <div class="tabs" role="tablist" aria-label=${t("thread.kind_of_message")}>${tab("public")}${tab("internal")}</div>
        ${!note && html`<${ReplyChannel} ticket=${ticket} />`}
      </div>
      ${picker && html`<${PickerList} picker=${picker} label=${t(at ? "thread.mention" : "thread.templates")} />`}
      <textarea ref=${field} class="composer-field" rows="4" value=${draft.body} maxlength="50000"
        aria-label=${t(note ? "thread.note_words" : "thread.reply_words")}
        placeholder=${t(note ? "thread.note_hint" : "thread.reply_hint")}
        role=${picker ? "combobox" : undefined} aria-expanded=${picker ? "true" : undefined}
        aria-controls=${picker?.listId} aria-activedescendant=${picker ? `${picker.listId}-${picker.at}` : undefined}
        onInput=${onInput} onKeyDown=${onKeyDown} onPaste=${(/** @type {any} */ event) => files(event.clipboardData, event)}
        onSelect=${(/** @type {any} */ event) => setCaret(event.target.selectionStart)}></textarea>
      <${Files} files=${draft.attachments} coming=${uploads.coming} drop=${uploads.drop} again=${uploads.start}
        remove=${(/** @type {string} */ id) => set({ attachments: draft.attachments.filter((each) => each.id !== id) })} />
      ${error && html`<${Problem} error=${error} />`}
      <${Bar} ticket=${ticket} draft=${draft} state=${work.state} note=${note} busy=${busy}
        uploading=${uploads.coming.length > 0} insert=${insert} set=${set} addFiles=${uploads.add} seen=${seen}
        translating=${translating} send=${() => void send(false)} />
    </section>`;
}
