// @ts-check
/** The end of a list that one asks on for: there is more, there is nothing, or it is on its way. */
import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Button, Empty, Spinner } from "../../shared/parts.js";

/** @param {{ list: any, empty: boolean, title: string }} props */
export function More({ list, empty, title }) {
  if (list.loading) return html`<${Spinner} label=${t("inbox.loading")} />`;
  if (!list.done && !list.error) return html`<${Button} kind="plain" onClick=${list.more}>${t("inbox.more")}</${Button}>`;
  return empty && !list.error ? html`<${Empty} icon="users" title=${title} />` : null;
}
