// @ts-check
/** Ready-made replies: finding one, and having the desk fill it in for a ticket. */
import { api } from "./desk.js";

/** @typedef {import("api").components["schemas"]["TemplateOut"]} TemplateOut */

/** @param {string} query @returns {Promise<import("./picker.js").Item[]>} */
export async function findTemplates(query) {
  const { items } = await api.get("/v1/templates", { q: query || null, limit: 10 });
  return items.filter((/** @type {TemplateOut} */ each) => each.kind === "reply")
    .map((/** @type {TemplateOut} */ each) => ({
      id: each.id, label: each.title, hint: [each.shortcut, each.folder].filter(Boolean).join(" · "),
    }));
}

/**
 * @param {string} id @param {import("api").components["schemas"]["TicketOut"]} ticket
 * @param {"public" | "internal"} visibility
 * @returns {Promise<import("api").components["schemas"]["RenderedOut"]>}
 */
export function fillTemplate(id, ticket, visibility) {
  return api.post(`/v1/templates/${id}/render`, { ticket_id: ticket.id, visibility });
}
