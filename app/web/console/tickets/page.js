// @ts-check
/** `/console/tickets` and `/console/views/{id}`: the tickets that one asks for, as they change. */
import { html, useEffect, useRef, useState } from "../../shared/view.js";
import { number, t } from "../../shared/texts.js";
import { Button, IconButton, Problem, useFetch } from "../../shared/parts.js";
import { navigate, setQuery } from "../../shared/router.js";
import { useRoom } from "../../shared/live.js";
import { useShortcuts } from "../../shared/shortcuts.js";
import { useMe } from "../who.js";
import { BulkDialog, MOST } from "./bulk.js";
import { COLUMNS, USUAL } from "./columns.js";
import { useFeed } from "./feed.js";
import { Filters, asked } from "./filters.js";
import NewTicket from "./new-ticket.js";
import { TicketTable } from "./table.js";
import { ViewEditor } from "./view-editor.js";
import { Views } from "./views.js";

// Nothing says that any ticket at all has changed, so a list without a room of its own is looked at again.
const LOOK_AGAIN_MS = 20_000;

/** @param {{ params: Record<string, string>, query: Record<string, string> }} props */
export default function Tickets({ params, query: stated }) {
  const id = params.id ?? null;
  const view = useFetch(id === null ? null : `/v1/views/${id}`);
  const me = useMe();
  const query = asked(stated, me.id);
  const feed = useFeed(id === null ? "/v1/tickets" : `/v1/views/${id}/tickets`, id === null ? query : {});
  const [selected, setSelected] = useState(/** @type {Set<string>} */ (new Set()));
  const [open, setOpen] = useState(/** @type {"bulk" | "all" | "editor" | "new_view" | "new" | null} */ (null));
  const place = `${id ?? ""}?${JSON.stringify(stated)}`;
  useEffect(() => setSelected(new Set()), [place]);
  useEffect(() => { if (view.data) document.title = `${view.data.name} · Otklik`; }, [view.data]);
  useFresh(feed.refresh, stated.queue_id, stated.team_id);
  useShortcuts({ c: { label: t("inbox.new_ticket"), run: () => setOpen("new") } });

  const columns = (view.data?.columns ?? []).filter((/** @type {string} */ each) => each in COLUMNS);
  const title = id === null ? t("inbox.tickets_title") : view.data?.name ?? "";
  return html`<div class="inbox-page">
    <${Views} current=${id} path=${`/console/tickets${searchOf(stated)}`} onNew=${() => setOpen("new_view")} />
    <section class="inbox-list" aria-label=${title}>
      <header class="page-head row">
        <h1 class="grow" dir="auto">${title}</h1>
        ${id === null || view.data === null ? null : html`
          <${IconButton} icon="pencil" label=${t("inbox.view_change")} onClick=${() => setOpen("editor")} />`}
        <${Button} kind="primary" icon="plus" onClick=${() => setOpen("new")}>${t("inbox.new_ticket")}</${Button}>
      </header>
      ${view.error === null || view.error === undefined ? null : html`<${Problem} error=${view.error} />`}
      ${id === null ? html`<${Filters} query=${stated} onChange=${setQuery} />` : null}
      ${selected.size === 0 ? null : html`<${Selection} selected=${selected} view=${id}
        onClear=${() => setSelected(new Set())} onBulk=${setOpen} />`}
      <${TicketTable} key=${place} feed=${feed} columns=${columns.length === 0 ? USUAL : columns} selected=${selected}
        onSelect=${setSelected} label=${title} />
    </section>
    ${open === "bulk" || open === "all" ? html`<${BulkDialog}
      which=${open === "all" && id !== null ? { view_id: id } : { ticket_ids: [...selected] }}
      onClose=${() => setOpen(null)} onDone=${() => { setSelected(new Set()); feed.refresh(); }} />` : null}
    ${open === "new" ? html`<${NewTicket} onClose=${() => setOpen(null)} />` : null}
    ${open === "editor" || open === "new_view" ? html`<${ViewEditor} lead=${me.role !== "agent"}
      view=${open === "editor" ? view.data : null} conditions=${conditionsOf(query, me.id)} onClose=${() => setOpen(null)}
      onDone=${(/** @type {any} */ saved) => {
        setOpen(null);
        view.reload();
        feed.refresh();
        navigate(saved === null ? "/console/tickets" : `/console/views/${saved.id}`);
      }} />` : null}
  </div>`;
}

/**
 * @param {{ selected: Set<string>, view: string | null, onClear: () => void,
 *   onBulk: (which: "bulk" | "all") => void }} props
 */
function Selection({ selected, view, onClear, onBulk }) {
  return html`<div class="toolbar inbox-selection" role="region" aria-label=${t("inbox.selection")}>
    <span role="status">${t.n("inbox.selected", selected.size, { count: number(selected.size) })}</span>
    <${Button} kind="primary" icon="list-checks" disabled=${selected.size > MOST} onClick=${() => onBulk("bulk")}>
      ${t("inbox.bulk")}</${Button}>
    ${selected.size > MOST ? html`<span class="small muted">${t("inbox.bulk_most", { most: number(MOST) })}</span>` : null}
    ${view === null ? null : html`<${Button} kind="plain" onClick=${() => onBulk("all")}>${t("inbox.bulk_all")}</${Button}>`}
    <${Button} kind="quiet" icon="x" onClick=${onClear}>${t("inbox.select_none")}</${Button}>
  </div>`;
}

/** @param {Record<string, string>} query */
const searchOf = (query) => (Object.keys(query).length === 0 ? "" : `?${new URLSearchParams(query)}`);

/**
 * What a view that begins with this list would ask. @param {Record<string, any>} query @param {string} me
 */
function conditionsOf(query, me) {
  const several = ["status", "priority", "channel"].filter((name) => query[name] !== undefined)
    .map((name) => ({ field: name, operator: "in", value: query[name] }));
  const one = ["assignee_id", "team_id", "queue_id", "brand"].filter((name) => query[name] !== undefined).map(
    (name) => (query[name] === "none" ? { field: name, operator: "absent" }
      : { field: name, operator: "is", value: query[name] === me ? "me" : query[name] }),
  );
  const tagged = query.tag === undefined ? [] : [{ field: "tags", operator: "has_all", value: query.tag }];
  return { all: [...several, ...one, ...tagged] };
}

/**
 * Fetch again when the desk says that a list has changed, and now and then while the page is in front.
 * @param {() => Promise<void>} refresh @param {string | undefined} queue @param {string | undefined} team
 */
function useFresh(refresh, queue, team) {
  const latest = useRef(refresh);
  latest.current = refresh;
  const again = () => { latest.current(); };
  useRoom("views", again);
  useRoom("mine", again);
  useRoom(queue === undefined ? null : `queue:${queue}`, again);
  useRoom(team === undefined ? null : `team:${team}`, again);
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) again(); }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
}
