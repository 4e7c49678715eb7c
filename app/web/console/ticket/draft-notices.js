// @ts-check
/** What there is to know about a draft: written on two devices at once, or left by whoever had the ticket before. */
import { html, useState } from "../../shared/view.js";
import { Button, Problem } from "../../shared/parts.js";
import { Plain } from "../../shared/plain.js";
import { t } from "../../shared/texts.js";

/** @param {{ work: ReturnType<typeof import("./use-draft.js").useDraft> }} props */
export function DraftNotices({ work }) {
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const { theirs, left, draft } = work;
  if (theirs) {
    return html`
      <section class="notice" role="alert" aria-label=${t("thread.draft.conflict")}>
        <h3>${t("thread.draft.conflict")}</h3>
        <div class="both">
          <div><h4>${t("thread.draft.here")}</h4><${Plain} text=${draft.body} />
            <${Button} onClick=${() => work.resolve("mine")}>${t("thread.draft.keep_here")}<//></div>
          <div><h4>${t("thread.draft.there")}</h4><${Plain} text=${theirs.body} />
            <${Button} onClick=${() => work.resolve("theirs")}>${t("thread.draft.take_there")}<//></div>
        </div>
      </section>`;
  }
  if (!left || draft.body.trim()) return null;
  const take = () => work.take().catch(setError);
  return html`
    <section class="notice" aria-label=${t("thread.draft.left", { name: left.agent.name ?? "" })}>
      <h3>${t("thread.draft.left", { name: left.agent.name ?? "" })}</h3>
      <${Plain} text=${left.body} />
      ${error && html`<${Problem} error=${error} />`}
      <${Button} onClick=${take}>${t("thread.draft.take")}<//>
    </section>`;
}
