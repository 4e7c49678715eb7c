// @ts-check
/** The text of an article in one language: written in Markdown with what readers will see beside it, and its way to them. */
import { html, useEffect, useMemo, useRef, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, Button, Input, Problem, Spinner, Switch, TextArea, When, toast, useFetch } from "../../../shared/parts.js";
import { useSending } from "../../../shared/sending.js";
import { api } from "../setup/base.js";
import { useUnsaved } from "../setup/leaving.js";
import { TextConflict } from "./conflict.js";
import { MarkdownBar, surround } from "./markdown-bar.js";
import { Preview } from "./preview.js";
import { PublishBar } from "./publish.js";
import { ARTICLE_TONES, oddLinks } from "./state.js";
import { usePictures } from "./pictures.js";

/** @typedef {import("api").components["schemas"]["ArticleOut"]} ArticleOut */
/** @typedef {import("api").components["schemas"]["ArticleTranslationOut"]} Translation */
/** @typedef {{title: string, summary: string, body: string, slug: string}} Draft */

/** @param {Translation|null} found what is written now, else what readers see @returns {Draft} */
function draftOf(found) {
  const text = found?.draft ?? found?.published;
  return { title: text?.title ?? "", summary: text?.summary ?? "", body: text?.body ?? "", slug: found?.slug ?? "" };
}

/** @param {{article: ArticleOut, locale: string, onChanged: () => void}} props */
export function TextEditor({ article, locale, onChanged }) {
  const there = article.translations.some((one) => one.locale === locale);
  const path = `/v1/articles/${article.id}/translations/${locale}`;
  const found = useFetch(there ? path : null);
  if (there && found.error && !found.data) return html`<${Problem} error=${found.error} />`;
  if (there && !found.data) return html`<${Spinner} />`;
  return html`<${Writing} article=${article} locale=${locale} path=${path} found=${found.data ?? null} etag=${found.etag ?? null} reload=${found.reload} onChanged=${onChanged} />`;
}

/**
 * @param {{article: ArticleOut, locale: string, path: string, found: Translation|null, etag: string|null, reload: () => Promise<void>, onChanged: () => void}} props
 */
function Writing({ article, locale, path, found, etag, reload, onChanged }) {
  const [beside, setBeside] = useState("");
  const [base, setBase] = useState(() => draftOf(found));
  const [draft, setDraft] = useState(base);
  const { busy, error, setError, send } = useSending();
  const field = useRef(/** @type {HTMLTextAreaElement|null} */ (null));
  const put = (/** @type {Partial<Draft>} */ change) => setDraft((old) => ({ ...old, ...change }));
  const dirty = JSON.stringify(base) !== JSON.stringify(draft);
  const now = draftOf(found);
  useEffect(() => {
    if (JSON.stringify(now) === JSON.stringify(base)) return;
    if (!dirty) {
      setBase(now);
      setDraft(now);
    }
  }, [JSON.stringify(now)]);
  useUnsaved(dirty);
  const insert = (/** @type {string} */ text) => put({ body: surround(field.current, text, "") });
  const pictures = usePictures(article.id, insert);
  const save = () => send(async () => {
    try {
      const saved = await api.put(path, { title: draft.title, body: draft.body, summary: draft.summary || null, ...(draft.slug ? { slug: draft.slug } : {}) }, { ifMatch: etag });
      setBase(draftOf(saved));
      // Words that were written meanwhile are not saved yet.
      setDraft((now) => (now === draft ? draftOf(saved) : now));
      toast(t("setup.draft_saved"), { tone: "ok" });
      onChanged();
    } catch (problem) {
      // What the others wrote is shown as it is now, and can be written over as it is now.
      if (/** @type {any} */ (problem).status === 412) await reload();
      throw problem;
    }
  });
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const marks = /** @type {Record<string, [string, string]>} */ ({ b: ["**", "**"], i: ["*", "*"], k: ["[", "](https://)"] })[event.key];
    if (marks) put({ body: surround(field.current, ...marks) });
    else if (event.key === "s") save();
    else return;
    event.preventDefault();
  };
  const odd = useMemo(() => oddLinks(draft.body), [draft.body]);
  const warnings = (found?.draft ?? found?.published)?.warnings ?? [];
  const others = article.translations.filter((one) => one.locale !== locale);
  const changed = () => {
    onChanged();
    return reload();
  };
  return html`<div class="stack">
    <${PublishBar} article=${article} found=${found} etag=${etag} path=${path} dirty=${dirty} save=${save} busy=${busy} onChanged=${changed} />
    ${error?.status === 412
      ? html`<${TextConflict} theirs=${now} mine=${draft} onTheirs=${() => { setBase(now); setDraft(now); setError(null); }} onMine=${save} />`
      : error ? html`<${Problem} error=${error} />` : null}
    ${warnings.length ? html`<ul class="setup-note" aria-label=${t("setup.warnings")}>${warnings.map((one) => html`<li key=${one.detail}>${one.detail}</li>`)}</ul>` : null}
    ${odd.length ? html`<p class="setup-note" role="status">${t("setup.odd_links")} ${odd.map((link) => html`<code key=${link}>${link || "()"}</code> `)}</p>` : null}
    <div class="setup-fields">
      <label class="field"><span class="label">${t("setup.f_title")}</span><${Input} value=${draft.title} lang=${locale} onInput=${(/** @type {string} */ text) => put({ title: text })} /></label>
      <label class="field"><span class="label">${t("setup.f_slug")}</span><${Input} value=${draft.slug} onInput=${(/** @type {string} */ text) => put({ slug: text })} /></label>
    </div>
    <label class="field"><span class="label">${t("setup.f_summary")}</span><${TextArea} rows="2" maxlength="500" lang=${locale} value=${draft.summary} onInput=${(/** @type {string} */ text) => put({ summary: text })} /></label>
    <div class="toolbar">
      <${MarkdownBar} apply=${(/** @type {string} */ before, /** @type {string} */ after) => put({ body: surround(field.current, before, after) })} onFiles=${pictures.take} />
      ${others.length
        ? html`<select class="input" aria-label=${t("setup.beside")} value=${beside} onChange=${(/** @type {any} */ event) => setBeside(event.currentTarget.value)}>
            <option value="">${t("setup.beside_preview")}</option>
            ${others.map((one) => html`<option key=${one.locale} value=${one.locale}>${t("setup.beside_language", { language: one.locale })}</option>`)}
          </select>`
        : null}
    </div>
    ${pictures.uploading.map((one) => html`<p class="small row" role="status" key=${one.name}>${t("setup.uploading", { name: one.name })} <progress value=${one.share} max="1" aria-label=${one.name}></progress></p>`)}
    ${pictures.problem ? html`<${Problem} error=${pictures.problem} />` : null}
    <div class="setup-sides">
      <textarea ref=${field} class="input setup-mono setup-body" lang=${locale} aria-label=${t("setup.body")} value=${draft.body}
        onInput=${(/** @type {any} */ event) => put({ body: event.currentTarget.value })} onKeyDown=${onKeyDown}
        onPaste=${pictures.onPaste} onDrop=${pictures.onDrop} onDragOver=${(/** @type {Event} */ event) => event.preventDefault()}></textarea>
      ${beside && others.some((one) => one.locale === beside)
        ? html`<${Beside} article=${article} locale=${beside} />`
        : html`<${Preview} body=${draft.body} title=${draft.title} pictures=${pictures.addresses} saved=${dirty ? null : (found?.draft ?? found?.published)?.html ?? null} lang=${locale} />`}
    </div>
    <p class="small muted">${t("setup.characters", { count: draft.body.length })} · ${t("setup.picture_hint")}</p>
  </div>`;
}

/** The text in another language, to translate from. @param {{article: ArticleOut, locale: string}} props */
function Beside({ article, locale }) {
  const found = useFetch(`/v1/articles/${article.id}/translations/${locale}`);
  if (found.error) return html`<${Problem} error=${found.error} />`;
  if (!found.data) return html`<${Spinner} />`;
  const text = found.data.draft ?? found.data.published;
  return html`<div class="card setup-other" lang=${locale} aria-label=${t("setup.beside_language", { language: locale })} role="region">
    <div class="row"><strong class="grow">${text?.title}</strong><${Badge} tone=${ARTICLE_TONES[found.data.status]}>${locale}<//><span class="small muted"><${When} at=${found.data.updated_at} /></span></div>
    <pre class="setup-source" tabindex="0">${text?.body}</pre>
  </div>`;
}
