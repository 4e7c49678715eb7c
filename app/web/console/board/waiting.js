// @ts-check
/** What waits, line by line, in the order in which it is served. */
import { Badge, Button, Dialog, Problem, Spinner, useList } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { t, word } from "../../shared/texts.js";
import { html } from "../../shared/view.js";
import { Waited } from "./tiles.js";

/** @typedef {import("api").components["schemas"]["QueueItemOut"]} Item */
/** @typedef {import("./scope.js").Line} Line */

/** @param {{ line: Line, alone: boolean }} props */
function Part({ line, alone }) {
  const list = useList(`/v1/queues/${line.id}/items`, { limit: 50 });
  if (!alone && list.done && !list.items.length) return null;
  return html`<section aria-label=${line.name}>
    <h3>${line.name}</h3>
    ${list.error && html`<${Problem} error=${list.error} />`} ${list.done && !list.items.length && html`<p class="muted">${t("reports.board.nothing_waits")}</p>`}
    <ul class="list">
      ${list.items.map(
        (/** @type {Item} */ item) => html`<li key=${item.channel + item.ticket_id} class="row">
          <span class="grow" dir="auto"><${Link} href=${`/console/tickets/${item.ticket_id}`}>#${item.number} ${item.subject}<//> <span class="small muted">${item.requester.name}</span></span>
          <${Badge}>${word("channel", item.channel)}<//>
          ${item.state !== "waiting" && html`<${Badge} tone="info">${t(`reports.board.item_${item.state}`)}<//>`}
          <span class="small"><${Waited} since=${item.waiting_since} /></span>
        </li>`,
      )}
    </ul>
    ${list.loading && html`<${Spinner} />`} ${!list.done && !list.loading && !list.error && html`<${Button} small onClick=${list.more}>${t("reports.more")}<//>`}
  </section>`;
}

/** @param {{ lines: Line[], onClose: () => void }} props */
export function Waiting({ lines, onClose }) {
  return html`<${Dialog} wide title=${t("reports.board.waiting")} onClose=${onClose}>
    <div class="stack">${lines.map((line) => html`<${Part} key=${line.id} line=${line} alone=${lines.length === 1} />`)}</div>
  <//>`;
}
