// @ts-check
/** The saved views beside the list, each with how many tickets it has, as it changes. */
import { html } from "../../shared/view.js";
import { number, t } from "../../shared/texts.js";
import { IconButton, useFetch, useList } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { useRoom } from "../../shared/live.js";

/** @typedef {import("api").components["schemas"]["ViewOut"]} View */

/** The lists that everybody has, whatever views there are. @returns {{ key: string, href: string, label: string }[]} */
const usual = () => [
  { key: "all", href: "/console/tickets", label: t("inbox.list_all") },
  { key: "mine", href: "/console/tickets?assignee_id=me", label: t("inbox.list_mine") },
  { key: "nobodys", href: "/console/tickets?assignee_id=none", label: t("inbox.list_nobodys") },
  { key: "late", href: "/console/tickets?sla=breached&sort=next_due_at", label: t("inbox.list_late") },
];

/**
 * @param {{ current: string | null, path: string, onNew: () => void }} props `path`: where one is, with its query
 */
export function Views({ current, path, onNew }) {
  const views = useList("/v1/views", { limit: 100 });
  const counts = useFetch("/v1/views/counts");
  useRoom("views", () => counts.reload());
  /** @type {Map<string, { tickets: number | null, exact: boolean }>} */
  const known = new Map((counts.data?.items ?? []).map((/** @type {any} */ each) => [each.view_id, each]));
  return html`<nav class="inbox-views" aria-label=${t("inbox.views")}>
    <ul>
      ${usual().map((each) => html`<li key=${each.key}>
        <${Link} href=${each.href} aria-current=${path === each.href ? "page" : null}>${each.label}</${Link}>
      </li>`)}
    </ul>
    <div class="row">
      <h2 class="small muted grow">${t("inbox.views")}</h2>
      <${IconButton} icon="plus" label=${t("inbox.view_new")} onClick=${onNew} />
    </div>
    <ul>
      ${views.items.map((/** @type {View} */ each) => html`<li key=${each.id}>
        <${Link} href=${`/console/views/${each.id}`} aria-current=${current === each.id ? "page" : null}>
          <span class="grow" dir="auto">${each.name}</span>
          <${Count} count=${known.get(each.id)} />
        </${Link}>
      </li>`)}
    </ul>
    ${views.items.length === 0 && !views.loading ? html`<p class="small muted">${t("inbox.views_none")}</p>` : null}
  </nav>`;
}

/** @param {{ count: { tickets: number | null, exact: boolean } | undefined }} props */
function Count({ count }) {
  if (count === undefined || count.tickets === null) return null;
  const text = number(count.tickets);
  return html`<span class="small muted" title=${count.exact ? null : t("inbox.count_rough")}>
    ${count.exact ? text : `≈ ${text}`}<span class="sr"> ${t.n("inbox.tickets", count.tickets)}</span></span>`;
}
