// @ts-check
/** The bell: how many notifications are unread, and what they say. */
import { html, useEffect, useRef, useState } from "../../shared/view.js";
import { ago, number, t, when } from "../../shared/texts.js";
import { Button, Empty, Icon, IconButton, Problem, Spinner, useFetch, useList } from "../../shared/parts.js";
import { navigate } from "../../shared/router.js";
import { useRoom } from "../../shared/live.js";
import { api } from "../caller.js";

/** @typedef {import("api").components["schemas"]["NotificationOut"]} Notification */

/** @type {Record<string, string>} */
const ICONS = {
  "sla.step": "timer", "sla.breached": "alarm-clock", "sla.digest": "alarm-clock", "ticket.escalated": "trending-up",
  "task.due": "list-checks", "approval.requested": "circle-help", "approval.decided": "badge-check",
  "message.bounced": "triangle-alert", "ticket.woken": "alarm-clock", "insight.alert": "lightbulb",
  "webhook.disabled": "webhook", "automation.disabled": "workflow", "chat.transfer_refused": "circle-x",
};

export default function Bell() {
  const [open, setOpen] = useState(false);
  const count = useFetch("/v1/notifications/count");
  useRoom("notifications", () => count.reload());
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (!open) return undefined;
    const outside = (/** @type {Event} */ event) => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) setOpen(false);
    };
    const escape = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      box.current?.querySelector("button")?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", escape);
    };
  }, [open]);
  const unread = count.data?.unread ?? 0;
  return html`<div class="inbox-bell" ref=${box}>
    <${IconButton} icon=${unread > 0 ? "bell-ring" : "bell"} aria-expanded=${open ? "true" : "false"}
      label=${t.n("inbox.notifications_unread", unread)} onClick=${() => setOpen(!open)} />
    ${unread === 0 ? null : html`<span class="inbox-unread" aria-hidden="true">${unread > 99 ? "99+" : number(unread)}</span>`}
    ${open ? html`<${Panel} onClose=${() => setOpen(false)} onRead=${count.reload} />` : null}
  </div>`;
}

/** @param {{ onClose: () => void, onRead: () => void }} props */
function Panel({ onClose, onRead }) {
  const list = useList("/v1/notifications", { limit: 30 });
  const [error, setError] = useState(/** @type {any} */ (null));
  useRoom("notifications", () => list.reload());
  const read = async (/** @type {string} */ path, /** @type {any} */ body) => {
    try {
      await api.post(path, body);
      onRead();
      list.reload();
    } catch (problem) {
      setError(problem);
    }
  };
  const open = (/** @type {Notification} */ each) => {
    if (each.read_at === null) read(`/v1/notifications/${each.id}/read`, undefined);
    const href = hrefOf(each);
    if (href === null) return;
    onClose();
    navigate(href);
  };
  return html`<section class="inbox-notifications card" aria-label=${t("inbox.notifications")}>
    <header class="row">
      <h2 class="grow">${t("inbox.notifications")}</h2>
      ${list.items.length === 0 ? null : html`<${Button} kind="quiet" icon="check-check"
        onClick=${() => read("/v1/notifications/read", { up_to: list.items[0].id })}>${t("inbox.read_all")}</${Button}>`}
    </header>
    ${error ?? list.error ? html`<${Problem} error=${error ?? list.error} />` : null}
    <ul>
      ${list.items.map((/** @type {Notification} */ each) => html`<li key=${each.id}>
        <button type="button" class="inbox-notification" data-unread=${each.read_at === null ? "yes" : "no"}
            onClick=${() => open(each)}>
          <${Icon} name=${ICONS[each.kind] ?? "bell"} />
          <span class="grow">
            <span dir="auto">${sentence(each)}</span>
            ${detail(each) === "" ? null : html`<span class="small muted" dir="auto">${detail(each)}</span>`}
            <time class="small muted" datetime=${each.created_at} title=${when(each.created_at)}>${ago(each.created_at)}</time>
          </span>
          ${each.read_at === null ? html`<span class="sr">${t("inbox.unread")}</span>` : null}
        </button>
      </li>`)}
    </ul>
    ${list.loading ? html`<${Spinner} label=${t("inbox.loading")} />` : null}
    ${!list.loading && list.items.length === 0 && !list.error
      ? html`<${Empty} icon="bell" title=${t("inbox.notifications_none")} />` : null}
    ${!list.loading && !list.done && list.items.length > 0
      ? html`<${Button} kind="plain" onClick=${list.more}>${t("inbox.more")}</${Button}>` : null}
  </section>`;
}

/** What happened; kinds that are newer than this page are said by their name. @param {Notification} each */
function sentence(each) {
  const key = `inbox.told_${each.kind.replace(".", "_")}`;
  const said = t.has(key) ? t(key, words(each.data)) : each.kind;
  return each.ticket_id !== null && typeof each.data.number === "number" && !each.kind.startsWith("sla.")
    ? `#${each.data.number}: ${said}` : said;
}

/** @param {Record<string, any>} data @returns {Record<string, string | number>} */
function words(data) {
  /** @type {Record<string, string | number>} */
  const blanks = { name: "", title: "", count: 0, url: "", agent: "" };
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === "string" || typeof value === "number") blanks[name] = value;
    else if (value !== null && typeof value === "object" && typeof value.name === "string") blanks[name] = value.name;
  }
  return blanks;
}

/** @param {Notification} each @returns {string} */
function detail(each) {
  const { subject, reason, why, answer } = /** @type {Record<string, any>} */ (each.data);
  return [subject, reason, why, answer].filter((part) => typeof part === "string" && part !== "").join(" · ");
}

/** Where it leads. @param {Notification} each @returns {string | null} */
function hrefOf(each) {
  if (typeof each.data.review_id === "string") return `/console/reviews/${each.data.review_id}`;
  if (each.kind === "review.assigned") return "/console/reviews?view=assignments";
  if (each.kind === "coaching.note") return "/console/reviews?view=coaching";
  if (each.ticket_id !== null) return `/console/tickets/${each.ticket_id}`;
  if (each.kind === "sla.digest") return "/console/tickets?sla=breached&sort=next_due_at";
  if (each.kind === "webhook.disabled") return "/console/admin/webhooks";
  if (each.kind.startsWith("article.")) return "/console/admin/articles";
  return null;
}
