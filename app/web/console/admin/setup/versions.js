// @ts-check
/** The versions of a thing that keeps them: who made which when, what it said, and the way back to it. */

import { html, useEffect, useState } from "../../../shared/view.js";
import { Badge, Button, confirm, Problem, toast, useApi, When } from "../../../shared/parts.js";
import { t } from "../../../shared/texts.js";

/** @param {{ def: import("./records.js").RecordsDef, may: boolean, address: string, item: any, etag: string | null, onRestored: () => void }} props */
export function Versions({ def, may, address, item, etag, onRestored }) {
  const api = useApi();
  const [shown, setShown] = useState(false);
  const [page, setPage] = useState(/** @type {any} */ (null));
  const [open, setOpen] = useState(/** @type {number | null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  useEffect(() => {
    if (shown) api.page(`${address}/versions`, { limit: 50 }).then(setPage, setError);
  }, [shown, item.version]);
  const more = async () => {
    try {
      const next = await api.page(`${address}/versions`, { limit: 50, cursor: page.next_cursor });
      setPage({ items: [...page.items, ...next.items], next_cursor: next.next_cursor });
    } catch (failure) {
      setError(failure);
    }
  };
  const restore = async (/** @type {number} */ number) => {
    if (!(await confirm(t("resource.restore_ask", { number })))) return;
    try {
      await api.post(`${address}/restore-version`, { number }, { ifMatch: etag ?? undefined });
      toast(t("resource.restored", { number }), { tone: "ok" });
      onRestored();
    } catch (failure) {
      setError(failure);
    }
  };
  return html`<details class="card versions" onToggle=${(/** @type {any} */ event) => setShown(event.currentTarget.open)}>
    <summary>${t("resource.versions")} <${Badge}>${item.number}<//></summary>
    ${error && html`<${Problem} error=${error} />`}
    <ol class="list">${(page?.items ?? []).map((/** @type {any} */ each) => html`<li key=${each.id}>
      <div class="row"><strong>${t("resource.version", { number: each.number })}</strong>
        <span class="small muted grow"><${When} at=${each.created_at} /> ${each.created_by?.name ?? ""}</span>
        <${Button} kind="quiet" type="button" onClick=${() => setOpen(open === each.number ? null : each.number)}>${t("resource.look")}<//>
        ${each.number === item.number ? html`<${Badge} tone="ok">${t("resource.current")}<//>` : may && def.restore !== false && html`<${Button} kind="quiet" type="button" onClick=${() => restore(each.number)}>${t("resource.restore")}<//>`}</div>
      ${open === each.number && html`<div class="version">${def.version?.(each)}</div>`}</li>`)}</ol>
    ${page?.next_cursor && html`<${Button} kind="quiet" type="button" onClick=${more}>${t("resource.older")}<//>`}
  </details>`;
}
