// @ts-check
/** Agents and customers with two languages: what is written in one's own, and what is read in it from now on. */
import { html, useEffect, useState } from "../../shared/view.js";
import { Button, Icon } from "../../shared/parts.js";
import { languageName, locale, t } from "../../shared/texts.js";
import { api } from "./desk.js";
import { useDoing } from "./panel/use-part.js";

/** @typedef {import("api").components["schemas"]["TicketTranslationOut"]} Known */
/** @typedef {{ possible: boolean, on: boolean, turn: (on: boolean) => void, to: string | null, mine: string | null }} Translating */

/** @param {string | null | undefined} code */
const base = (code) => code?.split("-")[0] ?? null;

/** What this ticket is read in here; null where nobody translates. @param {Known | null} known */
export function readIn(known) {
  return known?.provider ? known.agents_language ?? base(locale()) : null;
}

/** @param {Known | null} known */
function differ(known) {
  return Boolean(known?.provider && known.customer_language && base(known.customer_language) !== base(readIn(known)));
}

/** @param {Known | null} known @returns {Translating} */
export function useTranslating(known) {
  const [on, turn] = useState(false);
  const possible = differ(known);
  useEffect(() => {
    if (possible && known?.automatic) turn(true);
  }, [possible, known?.automatic]);
  return { possible, on: on && possible, turn, to: known?.customer_language ?? null, mine: known?.agents_language ?? null };
}

/**
 * What the customer writes, translated as it comes; or not any more.
 * @param {{ ticket: string, known: Known | null, canWrite: boolean, reload: () => Promise<void> }} props
 */
export function Languages({ ticket, known, canWrite, reload }) {
  const { busy, run } = useDoing(reload);
  if (!known || !canWrite || !(known.automatic || differ(known))) return null;
  const turn = () => void run(() => api.put(`/v1/tickets/${ticket}/translation`, {
    automatic: !known.automatic, agents_language: readIn(known) ?? base(locale()) }));
  return html`
    <div class="ticket-languages row small">
      <${Icon} name="languages" />
      <span class="grow">${known.automatic
        ? t("thread.language.on", { mine: languageName(readIn(known)) })
        : t("thread.language.off", { theirs: languageName(known.customer_language) })}</span>
      <${Button} kind="quiet" small busy=${busy} onClick=${turn}>
        ${t(known.automatic ? "thread.language.stop" : "thread.language.start")}<//>
    </div>`;
}
