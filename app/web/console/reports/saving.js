// @ts-check
/** Figures as a file: fetched with the caller's token, which a plain link would not carry, and handed to the browser. */
import { IconButton, toast, useApi } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { html, useState } from "../../shared/view.js";
import { lineOf } from "../../shared/refusals.js";

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
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const answer = await api.raw("GET", path);
      hand(await answer.blob(), name);
    } catch (error) {
      toast(lineOf(error), { tone: "bad" });
    } finally {
      setBusy(false);
    }
  };
  return html`<${IconButton} icon="download" label=${t("reports.save", { what })} busy=${busy} onClick=${save} />`;
}
