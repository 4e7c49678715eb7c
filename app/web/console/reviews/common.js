// @ts-check
/** What the pages of reviews share: how a review stands, whose it is, and a list with its end. */
import { html, useState } from "../../shared/view.js";
import { Badge, Button, Dialog, Empty, Field, Problem, Select, Spinner, TextArea, toast } from "../../shared/parts.js";
import { Link, setQuery } from "../../shared/router.js";
import { locale, number, t } from "../../shared/texts.js";
import { useSending } from "../../shared/sending.js";

/** @typedef {import("api").components["schemas"]["ReviewOut"]} Review */
/** @typedef {import("api").components["schemas"]["CriterionOut"]} Criterion */
/** @typedef {{ id: string, name: string, [member: string]: any }} Named */

export const STATES = ["draft", "published", "acknowledged", "disputed", "settled", "withdrawn"];
/** @type {Record<string, string>} */
const TONES = { draft: "info", published: "accent", acknowledged: "ok", disputed: "warn", settled: "ok", withdrawn: "" };

/** @param {{ state: string }} props */
export function State({ state }) {
  return html`<${Badge} tone=${TONES[state] ?? ""}>${t(`reviews.state.${state}`)}<//>`;
}

/** @param {number | null} score @returns {string} */
export function points(score) {
  return score === null ? "–" : number(Math.round(score * 10) / 10);
}

/** The title of a criterion in the reader's language. @param {Criterion} criterion */
export function titleOf({ texts, key }) {
  const all = /** @type {Record<string, { title: string, help?: string | null }>} */ (texts);
  return all[locale()] ?? all.en ?? Object.values(all)[0] ?? { title: key };
}

/** @param {{ ticket: { id: string, number?: number, subject?: string } }} props */
export function TicketLink({ ticket }) {
  return html`<${Link} href=${`/console/tickets/${ticket.id}`}>${ticket.number ? `#${ticket.number} ` : t("reviews.its_ticket")}<bdi>${ticket.subject ?? ""}</bdi><//>`;
}

/** @param {{ agents: Named[], value: string | null }} props */
export function AgentFilter({ agents, value }) {
  return html`<label class="row"><span class="small muted">${t("reviews.agent")}</span>
    <${Select} class="auto" value=${value} empty=${t("reviews.anybody")} options=${named(agents)} onChange=${(/** @type {string | null} */ agent) => setQuery({ agent })} /></label>`;
}

/** @param {Named[]} items @returns {{ value: string, label: string }[]} */
export function named(items) {
  return items.map(({ id, name }) => ({ value: id, label: name }));
}

/** What a list has, until its end, or why there is nothing. @param {{ list: any, none: string, children: any }} props */
export function Listed({ list, none, children }) {
  return html`<div class="stack">
    <${Problem} error=${list.error} onRetry=${list.reload} />
    ${list.loading && !list.items.length && html`<${Spinner} />`}
    ${!list.loading && !list.error && !list.items.length && html`<${Empty} icon="award" title=${none} />`}
    ${list.items.length > 0 && children}
    ${list.items.length > 0 && !list.done && html`<div><${Button} busy=${list.loading} onClick=${list.more}>${t("reviews.more")}<//></div>`}
  </div>`;
}

/**
 * Something that is said before it is done. `go(text)` does it; a refusal stays in the dialog with what was written.
 * @param {{ title: string, label: string, optional?: boolean, long?: number, go: (text: string) => Promise<unknown>, onClose: () => void }} props
 */
export function Saying({ title, label, optional = false, long = 2000, go, onClose }) {
  const [text, setText] = useState("");
  const { busy, error, run } = useTry();
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (await run(() => go(text.trim()))) onClose();
  };
  return html`<${Dialog} title=${title} onClose=${onClose} actions=${html`
    <${Button} kind="primary" busy=${busy} disabled=${!optional && !text.trim()} onClick=${send}>${title}<//>`}>
    <${Field} label=${label} required=${!optional}><${TextArea} rows="4" maxlength=${long} value=${text} onInput=${setText} autofocus /><//>
    <${Problem} error=${error} />
  <//>`;
}

/** Do something, with what went wrong. @returns {{ busy: boolean, error: any, run: (work: () => Promise<unknown>, done?: string) => Promise<boolean> }} */
export function useTry() {
  const { busy, error, send } = useSending();
  const run = (/** @type {() => Promise<unknown>} */ work, /** @type {string | undefined} */ done = undefined) => send(async () => {
    await work();
    if (done) toast(done, { tone: "ok" });
  });
  return { busy, error, run };
}
