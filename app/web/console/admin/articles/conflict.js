// @ts-check
/** Two wrote the same text: both are shown, and the person says which one goes on. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Button } from "../../../shared/parts.js";

/** @param {{theirs: any, mine: any, onTheirs: () => void, onMine: () => void}} props */
export function TextConflict({ theirs, mine, onTheirs, onMine }) {
  return html`<div class="card stack setup-conflict" role="alert">
    <p>${t("setup.text_conflict")}</p>
    <div class="setup-sides">
      <div><h3>${t("setup.theirs")}</h3><strong>${theirs.title}</strong><pre class="setup-source" tabindex="0">${theirs.body}</pre></div>
      <div><h3>${t("setup.yours")}</h3><strong>${mine.title}</strong><pre class="setup-source" tabindex="0">${mine.body}</pre></div>
    </div>
    <div class="row">
      <${Button} kind="plain" onClick=${onTheirs}>${t("setup.take_theirs")}<//>
      <${Button} kind="primary" onClick=${onMine}>${t("setup.save_mine")}<//>
    </div>
  </div>`;
}
