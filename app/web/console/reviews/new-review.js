// @ts-check
/** Which conversation is reviewed, and by what. */
import { html, useState } from "../../shared/view.js";
import { Button, Combo, Dialog, Field, Problem, Select, useApi, useFetch } from "../../shared/parts.js";
import { navigate } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { findTickets } from "../ticket/panel/merge.js";
import { named, useTry } from "./common.js";

/** @param {{ ticket?: string | null, onClose: () => void }} props `ticket`: it is known already which one */
export function NewReview({ ticket = null, onClose }) {
  const api = useApi();
  const [chosen, setChosen] = useState(/** @type {{ value: string, label: string } | null} */ (null));
  const [card, setCard] = useState(/** @type {string | null} */ (null));
  const [agent, setAgent] = useState(/** @type {string | null} */ (null));
  const cards = useFetch("/v1/scorecards", { limit: 200 });
  const agents = useFetch("/v1/agents", { limit: 200 });
  const given = useFetch(ticket && `/v1/tickets/${ticket}`);
  const { busy, error, run } = useTry();
  const of = ticket ?? chosen?.value ?? null;
  const by = card ?? cards.data?.items[0]?.id ?? null;
  const begin = () => run(async () => {
    const made = await api.post("/v1/reviews", { ticket_id: of, scorecard_id: by, agent_id: agent });
    onClose();
    navigate(`/console/reviews/${made.id}`);
  });
  return html`<${Dialog} title=${t("reviews.begin")} onClose=${onClose} actions=${html`
    <${Button} kind="primary" busy=${busy} disabled=${!of || !by} onClick=${begin}>${t("reviews.begin")}<//>`}>
    ${ticket ? html`<p>${given.data ? `#${given.data.number} ${given.data.subject}` : "…"}</p>`
      : html`<${Field} label=${t("reviews.conversation")} hint=${t("reviews.conversation_hint")} required>
          <${Combo} value=${chosen} onChange=${setChosen} load=${(/** @type {string} */ text) => findTickets(text, "")} /><//>`}
    <${Field} label=${t("reviews.scorecard")} required>
      <${Select} value=${by} options=${named(cards.data?.items ?? [])} onChange=${setCard} /><//>
    ${cards.data && !cards.data.items.length && html`<p class="notice warn">${t("reviews.no_scorecards")} <a href="/console/admin/quality">${t("reviews.make_scorecards")}</a></p>`}
    <${Field} label=${t("reviews.agent")}>
      <${Select} value=${agent} empty=${t("reviews.last_replied")} options=${named(agents.data?.items ?? [])} onChange=${setAgent} /><//>
    <${Problem} error=${error ?? cards.error ?? given.error} />
  <//>`;
}
