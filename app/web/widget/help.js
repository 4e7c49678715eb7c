// @ts-check
/** Looking something up in the help centre, before anybody is asked. */
import { html, useEffect, useRef, useState } from "../shared/view.js";
import { locale, t } from "../shared/language.js";
import { call } from "./calls.js";
import { Icon } from "./parts.js";

const PAUSE_MS = 300;

/** What was looked for last is there again behind an article, for the same reader. @type {{ whose: string, words: string, found: any }} */
let last = { whose: "", words: "", found: null };

/** @param {import("./window.js").Props} props */
export function Help({ widget, state }) {
  const { options, visitor, store } = widget;
  const [asked, setAsked] = useState(last.whose === visitor.reader ? last : { whose: visitor.reader, words: "", found: null });
  const [failed, setFailed] = useState(false);
  /** @type {{ current: HTMLInputElement | null }} */
  const box = useRef(null);
  useEffect(() => box.current?.focus(), []);
  const { words, found } = asked;
  last = asked;
  useEffect(() => {
    if (!words.trim()) return undefined;
    let over = false;
    const timer = setTimeout(() => {
      const query = { q: words, brand: options.brand, locale: locale(), session: visitor.reader, limit: 8 };
      call(options.desk, "GET", "/v1/help/search", { query }).then((page) => {
        if (over) return;
        setFailed(false);
        setAsked((before) => ({ ...before, found: page }));
      }, () => over || setFailed(true));
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [words, state.online]);
  return html`<div class="body offline" role="search">
    <label class="field"><span>${t("widget.search")}</span>
      <input data-focus type="search" maxlength="500" dir="auto" value=${words} ref=${box}
        onInput=${(/** @type {any} */ { target }) => setAsked({ ...asked, words: target.value, found: target.value.trim() ? found : null })} /></label>
    ${failed && html`<p class="error" role="alert">${t("widget.no_network")}</p>`}
    <p class="sr" role="status">${found ? t.n("widget_more.found", found.items.length) : ""}</p>
    ${found && (found.items.length > 0 ? html`<ul class="suggestions">${found.items.map((/** @type {any} */ each) => html`<li key=${each.article_id}>
        <button type="button" onClick=${() => store.set({ view: "article", article: { id: each.article_id, search: found.search_id, from: "help" } })}>
          <${Icon} name="file" /><span dir="auto" lang=${each.locale}>${each.title}</span></button></li>`)}</ul>`
      : html`<p>${t("widget_more.nothing_found")}</p>`)}
  </div>`;
}
