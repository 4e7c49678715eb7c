// @ts-check
/** Where the next reply goes, and going another way. */
import { html, useEffect, useRef } from "../../shared/view.js";
import { Icon, Menu, toast, useFetch } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { api, said } from "./desk.js";

/** @typedef {import("api").components["schemas"]["ReplyChannelOut"]} ReplyChannelOut */
/** @typedef {import("api").components["schemas"]["WayOut"]} WayOut */

/** @param {ReplyChannelOut} way */
function inWords(way) {
  if (way.place === "here") return t("thread.way.here");
  return t("thread.way.channel", { name: way.name ?? way.kind ?? "", to: way.to ?? "" });
}

/** @param {{ ticket: import("api").components["schemas"]["TicketOut"] }} props */
export function ReplyChannel({ ticket }) {
  const path = `/v1/tickets/${ticket.id}/reply-channel`;
  const { data, reload } = useFetch(path);
  const began = useRef(ticket.seq);
  // Where it goes and who is in copy follows from what has happened.
  useEffect(() => {
    if (ticket.seq !== began.current) void reload();
    began.current = ticket.seq;
  }, [ticket.seq]);
  if (!data) return null;
  const choose = async (/** @type {object} */ chosen) => {
    try {
      await api.put(path, chosen);
      reload();
    } catch (error) {
      toast(said(error), { tone: "bad" });
    }
  };
  const items = [
    ...data.ways.map((/** @type {WayOut} */ way) => ({
      label: way.possible ? `${way.name} ${way.to ?? ""}` : `${way.name}: ${way.why ?? way.obstacle ?? ""}`,
      disabled: !way.possible, run: () => void choose({ place: "channel", channel_id: way.channel_id }) })),
    { label: t("thread.way.here"), run: () => void choose({ place: "here" }) },
    { label: t("thread.way.automatic"), run: () => void choose({ place: "automatic" }) },
  ];
  return html`
    <div class="reply-channel small" title=${data.why}>
      <${Icon} name=${data.place === "here" ? "message-circle" : "mail"} />
      <span>${inWords(data)}${data.if_unread ? ` ${t("thread.way.if_unread")}` : ""}</span>
      ${data.copies.length > 0 && html`<span class="muted">${t("thread.way.copies", { to: data.copies.join(", ") })}</span>`}
      <${Menu} label=${t("thread.way.change")} icon="chevron-down" kind="quiet" small end items=${items} />
    </div>`;
}
