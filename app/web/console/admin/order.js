// @ts-check
/** Moving something up and down in the order in which it is tried. */

import { html, useState } from "../../shared/view.js";
import { IconButton, toast, useApi } from "../../shared/parts.js";
import { lineOf } from "../../shared/refusals.js";
import { t } from "../../shared/texts.js";
import { useMe } from "../who.js";

/** Two buttons that move one up or down, at once.
 * @param {{ path: string, item: any, last: number, onMoved: () => void }} props `last`: the highest position */
export function Mover({ path, item, last, onMoved }) {
  const api = useApi();
  const may = useMe().may("settings:write");
  const [busy, setBusy] = useState(false);
  const move = async (/** @type {number} */ position) => {
    setBusy(true);
    try {
      await api.patch(`${path}/${item.id}`, { position }, { ifMatch: item.version });
    } catch (failure) {
      toast(lineOf(failure), { tone: "bad" });
    } finally {
      setBusy(false);
      onMoved();
    }
  };
  if (item.position === null || item.position === undefined) return null;
  return html`<span class="row tight fixed"><span class="number">${item.position}</span>
    ${may && html`<${IconButton} icon="arrow-up" small label=${t("admin.move_up", { name: item.name })} disabled=${busy || item.position <= 1} onClick=${() => move(item.position - 1)} />
    <${IconButton} icon="arrow-down" small label=${t("admin.move_down", { name: item.name })} disabled=${busy || item.position >= last} onClick=${() => move(item.position + 1)} />`}</span>`;
}
