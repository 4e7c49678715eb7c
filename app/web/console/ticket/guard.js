// @ts-check
/** What was written while somebody was writing: shown above the composer before a reply goes out past it. */
import { html } from "../../shared/view.js";
import { Button, Icon, When } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { sentence } from "./event-words.js";
import { messageOf } from "./feed.js";

/** @typedef {import("api").components["schemas"]["EventOut"]} EventOut */

/** @param {{ ticket: string, missed: EventOut[], anyway: () => void, back: () => void, busy: boolean }} props */
export function Guard({ ticket, missed, anyway, back, busy }) {
  return html`
    <section class="guard" role="alertdialog" aria-label=${t("thread.guard.title")}>
      <h3><${Icon} name="eye" /> ${t("thread.guard.title")}</h3>
      <ul>${missed.map((event) => html`<li key=${event.seq}><${Missed} ticket=${ticket} event=${event} /></li>`)}</ul>
      <div class="toolbar">
        <${Button} kind="primary" onClick=${back}>${t("thread.guard.back")}<//>
        <${Button} kind="plain" busy=${busy} onClick=${anyway}>${t("thread.guard.anyway")}<//>
      </div>
    </section>`;
}

/** @param {{ ticket: string, event: EventOut }} props */
function Missed({ ticket, event }) {
  const message = messageOf(ticket, event);
  if (!message) return html`<span>${sentence(event)}</span>`;
  return html`
    <strong>${message.author.name}</strong> <span class="small muted"><${When} at=${event.at} /></span>
    <p class="words">${message.body}</p>`;
}
