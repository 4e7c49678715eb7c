// @ts-check
/** Something that is shown once, to be copied: a secret or an invitation. */

import { html } from "../../shared/view.js";
import { Button, toast } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";

/** @param {{ label: string, hint?: string, value: string }} props */
export function Secret({ label, hint, value }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      toast(t("resource.copied"), { tone: "ok" });
    } catch {
      // Without the right to the clipboard it can still be marked and copied by hand.
      toast(t("resource.copy_by_hand"));
    }
  };
  return html`<div class="notice warn stack tight" role="status" aria-label=${label}><strong>${label}</strong>
    ${hint && html`<span class="small">${hint}</span>`}
    <code class="secret">${value}</code>
    <div><${Button} type="button" onClick=${copy}>${t("resource.copy")}<//></div></div>`;
}
