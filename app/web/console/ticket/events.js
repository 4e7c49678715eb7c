// @ts-check
/** What happened between two messages: one line of it, and all of it on demand. */
import { html, useState } from "../../shared/view.js";
import { Button, When } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { sentence } from "./event-words.js";

/** @typedef {import("api").components["schemas"]["EventOut"]} EventOut */

/** How many are shown without being asked. */
const AT_ONCE = 2;

/** @param {{ events: EventOut[] }} props */
export function Events({ events }) {
  const [open, setOpen] = useState(false);
  const shown = open || events.length <= AT_ONCE ? events : events.slice(-1);
  return html`
    <div class="thread-events small muted">
      ${events.length > AT_ONCE && html`
        <${Button} kind="quiet" onClick=${() => setOpen(!open)} aria-expanded=${open}>
          ${open ? t("thread.events_less") : t.n("thread.events_more", events.length - 1)}
        <//>`}
      ${shown.map((event) => html`
        <p key=${event.seq}>${sentence(event)} <${When} at=${event.at} /></p>`)}
    </div>`;
}
