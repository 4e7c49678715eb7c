// @ts-check
/** Figures as a file: fetched with the caller's token, which a plain link would not carry, and handed to the browser. */
import { IconButton, toast, useApi } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { html } from "../../shared/view.js";
import { lineOf } from "../../shared/refusals.js";
import { useSending } from "../../shared/sending.js";

/** How long a browser may take to begin with a file before its address is taken back. */
const KEPT_MS = 60_000;

/** @param {Blob} blob @param {string} name */
export function hand(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

/** @param {{ path: string, name: string, what: string }} props */
export function SaveButton({ path, name, what }) {
  const api = useApi();
  const { busy, send } = useSending((problem) => toast(lineOf(problem), { tone: "bad" }));
  const save = () => send(async () => {
    const answer = await api.raw("GET", path);
    hand(await answer.blob(), name);
  });
  return html`<${IconButton} icon="download" label=${t("reports.save", { what })} busy=${busy} onClick=${save} />`;
}
