// @ts-check
/** Tickets that belong together: problems and their incidents, parents and children, follow-ups. */
import { html, useState } from "../../../shared/view.js";
import { Badge, Button, Checkbox, Combo, Empty, Field, IconButton, Problem, Select, Spinner } from "../../../shared/parts.js";
import { Link } from "../../../shared/router.js";
import { t } from "../../../shared/texts.js";
import { api } from "../desk.js";
import { tone, valueName } from "../words.js";
import { findTickets } from "./merge.js";
import { useDoing, usePart } from "./use-part.js";

/** @typedef {import("api").components["schemas"]["LinkOut"]} LinkOut */

const KINDS = ["related", "incident_of", "problem_of", "child_of", "parent_of", "duplicate_of", "duplicated_by",
  "follow_up_of", "followed_up_by"];
const HOLDING = new Set(["child_of", "parent_of"]);

/** @param {import("./panel.js").Panelled} props */
export function Links({ ticket, turn }) {
  const path = `/v1/tickets/${ticket.id}/links`;
  const { data, error, reload } = usePart(path, turn, { limit: 100 });
  const { busy, run } = useDoing(reload);
  const [kind, setKind] = useState("related");
  const [other, setOther] = useState(/** @type {{ value: string, label: string } | null} */ (null));
  const [holds, setHolds] = useState(false);
  if (error) return html`<${Problem} error=${error} />`;
  if (!data) return html`<${Spinner} />`;
  const add = async () => {
    const asked = { kind, ticket_id: other?.value, ...(HOLDING.has(kind) && { holds }) };
    if (await run(() => api.post(path, asked))) setOther(null);
  };
  return html`
    ${!data.items.length && html`<${Empty} icon="link" title=${t("thread.link.none")} />`}
    <ul class="list small">${data.items.map((/** @type {LinkOut} */ each) => html`
      <li key=${each.id}><div class="row"><div class="grow"><span class="muted">${t(`thread.link.${each.kind}`)}</span>
        <${Link} href=${`/console/tickets/${each.ticket.id}`}>#${each.ticket.number} <bdi>${each.ticket.subject}</bdi><//></div>
        <${Badge} tone=${tone(each.ticket.status)}>${valueName("status", each.ticket.status)}<//>
        <${IconButton} icon="x" label=${t("thread.link.remove", { number: each.ticket.number })}
          onClick=${() => void run(() => api.delete(`${path}/${each.id}`))} /></div></li>`)}</ul>
    <${Field} label=${t("thread.link.kind")}>
      <${Select} value=${kind} onChange=${(/** @type {string} */ value) => setKind(value)}
        options=${KINDS.map((value) => ({ value, label: t(`thread.link.${value}`) }))} /><//>
    <${Field} label=${t("thread.link.ticket")}>
      <${Combo} value=${other} onChange=${setOther} placeholder=${t("thread.merge.find")}
        load=${(/** @type {string} */ query) => findTickets(query, ticket.id)} /><//>
    ${HOLDING.has(kind) && html`<${Checkbox} label=${t("thread.link.holds")} checked=${holds} onChange=${setHolds} />`}
    <${Button} small busy=${busy} disabled=${!other} onClick=${add}>${t("thread.link.add")}<//>`;
}
