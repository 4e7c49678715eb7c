// @ts-check
/** The way of a text to its readers: saved, reviewed, given back, published, taken away. */
import { html, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, Button, Dialog, Field, TextArea, When } from "../../../shared/parts.js";
import { api, attempt } from "../setup/base.js";
import { ARTICLE_TONES } from "./state.js";

/**
 * @param {{article: any, found: any, etag: string|null, path: string, dirty: boolean, save: () => Promise<boolean>, busy: boolean,
 *   onChanged: () => Promise<void>}} props
 */
export function PublishBar({ article, found, etag, path, dirty, save, busy, onChanged }) {
  const [returning, setReturning] = useState(false);
  const state = found?.status ?? "draft";
  const draft = found?.draft;
  const [acting, setActing] = useState(false);
  // A step is taken with the version that the one before it made: until that is read, there is none.
  const waits = dirty || busy || acting;
  const act = async (/** @type {string} */ step, /** @type {any} */ body, /** @type {string} */ words) => {
    setActing(true);
    await attempt(() => api.post(`${path}/${step}`, body, { ifMatch: etag }), t(words)).then(onChanged).finally(() => setActing(false));
  };
  // What was read is what is published: exactly this version, whoever has begun another one meanwhile.
  const publish = () => act("publish", { number: draft?.number ?? found?.published?.number }, "setup.published_now");
  return html`<div class="toolbar">
    <${Badge} tone=${ARTICLE_TONES[state]}>${t(`setup.v_${state}`)}<//>
    ${draft && state === "published" ? html`<${Badge} tone=${draft.state === "review" ? "warn" : "info"}>${t(draft.state === "review" ? "setup.draft_in_review" : "setup.draft_beside")}<//>` : null}
    ${found?.published_at ? html`<span class="small muted">${t("setup.published_at")} <${When} at=${found.published_at} /></span>` : null}
    <span class="grow"></span>
    ${state === "published" && found?.url ? html`<a class="button" href=${found.url} target="_blank" rel="noopener">${t("setup.as_readers")}</a>` : null}
    <${Button} kind=${dirty ? "primary" : "plain"} busy=${busy} disabled=${!dirty} onClick=${save}>${t("setup.save_draft")}<//>
    ${draft && draft.state === "draft" ? html`<${Button} kind="plain" disabled=${waits} onClick=${() => act("submit", undefined, "setup.submitted")}>${t("setup.submit_review")}<//>` : null}
    ${draft && draft.state === "review" ? html`<${Button} kind="plain" disabled=${waits} onClick=${() => setReturning(true)}>${t("setup.give_back")}<//>` : null}
    ${draft || state === "unpublished" ? html`<${Button} kind="primary" disabled=${waits || Boolean(article.archived_at)} onClick=${publish}>${t("setup.publish")}<//>` : null}
    ${state === "published" ? html`<${Button} kind="danger" disabled=${busy || acting} onClick=${() => act("unpublish", undefined, "setup.done")}>${t("setup.unpublish")}<//>` : null}
    ${returning ? html`<${Return} onClose=${() => setReturning(false)} onReason=${(/** @type {string} */ reason) => { setReturning(false); act("return", reason ? { reason } : {}, "setup.done"); }} />` : null}
  </div>`;
}

/** @param {{onClose: () => void, onReason: (reason: string) => void}} props */
function Return({ onClose, onReason }) {
  const [reason, setReason] = useState("");
  const done = html`<${Button} kind="primary" onClick=${() => onReason(reason)}>${t("setup.give_back")}<//>`;
  return html`<${Dialog} title=${t("setup.give_back")} onClose=${onClose} actions=${done}>
    <${Field} label=${t("setup.reason")} hint=${t("setup.h_return")}><${TextArea} rows="4" value=${reason} onInput=${(/** @type {string} */ text) => setReason(text)} /><//>
  <//>`;
}
