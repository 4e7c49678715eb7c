// @ts-check
/** Writing in one's own language to a customer who reads another. */
import { useEffect, useState } from "../../shared/view.js";
import { useFetch } from "../../shared/parts.js";

/** @typedef {import("api").components["schemas"]["TicketOut"]} TicketOut */
/** @typedef {{ possible: boolean, on: boolean, turn: (on: boolean) => void, to: string | null, mine: string | null }} Translating */

/** @param {TicketOut} ticket @returns {Translating} */
export function useTranslating(ticket) {
  const { data } = useFetch(`/v1/tickets/${ticket.id}/translation`);
  const [on, turn] = useState(false);
  const possible = Boolean(data?.provider && data.customer_language && data.customer_language !== data.agents_language);
  useEffect(() => {
    if (possible && data?.automatic) turn(true);
  }, [possible, data?.automatic]);
  return { possible, on: on && possible, turn, to: data?.customer_language ?? null, mine: data?.agents_language ?? null };
}
