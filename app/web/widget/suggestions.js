// @ts-check
/** Articles that may answer it, while the first words of a conversation are written. */
import { html, useEffect, useState } from "../shared/view.js";
import { locale, t } from "../shared/texts.js";
import { call } from "./calls.js";
import { Icon } from "./parts.js";

const PAUSE_MS = 600;
const SHORTEST = 8;

/** @param {{ widget: import("./main.js").Widget, text: string }} props */
export function Suggestions({ widget, text }) {
  const [found, setFound] = useState(/** @type {any} */ (null));
  const { visitor, options, store } = widget;
  const wanted = text.trim();
  useEffect(() => {
    if (wanted.length < SHORTEST) return setFound(null);
    let over = false;
    const timer = setTimeout(async () => {
      const body = { text: wanted, origin: "chat", brand: options.brand, locale: locale(), session: visitor.reader, limit: 3 };
      // A help that does not come is not missed.
      const made = await call(options.desk, "POST", "/v1/help/suggestions", { body, tries: 1 }).catch(() => null);
      if (!over) setFound(made);
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [wanted]);
  if (!found?.items.length) return null;
  return html`<section class="suggestions" aria-label=${t("widget.suggestions")}>
    <h3>${t("widget.suggestions")}</h3>
    <ul>${found.items.map((/** @type {any} */ each) => html`<li key=${each.article_id}><button type="button" onClick=${() =>
      store.set({ view: "article", article: { id: each.article_id, search: found.search_id } })}>
      <${Icon} name="file" /><span dir="auto">${each.title}</span></button></li>`)}</ul>
  </section>`;
}
