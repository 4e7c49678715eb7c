// @ts-check
/** A secret that is shown once: to be copied now, because nobody can read it again. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Button, Dialog } from "../../../shared/parts.js";
import { CopyButton } from "./base.js";

/** @typedef {{label: string, value: string, hint?: string}} Secret */

/**
 * @param {{title: string, secrets: Secret[], onClose: () => void, again?: boolean}} props `again`: it can be read again
 */
export function SecretOnce({ title, secrets, onClose, again = false }) {
  const done = html`<${Button} kind="primary" onClick=${onClose}>${t("setup.secret_kept")}<//>`;
  return html`<${Dialog} title=${title} onClose=${onClose} actions=${done}>
    ${again || secrets.some(({ hint }) => hint) ? null : html`<p>${t("setup.secret_once")}</p>`}
    ${secrets.map(
      ({ label, value, hint }) => html`<div class="stack setup-tight" key=${label}>
        <span class="small muted">${label}</span>${hint && html`<p>${hint}</p>`}
        <div class="row setup-row">
          <code class="code setup-secret grow" aria-label=${label} tabindex="0">${value}</code>
          <${CopyButton} text=${value} label=${t("setup.copy_of", { name: label })} />
        </div>
      </div>`,
    )}
  <//>`;
}
