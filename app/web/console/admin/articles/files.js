// @ts-check
/** The files of an article: where readers see them, the Markdown that shows them, and taking one away. */
import { html, useRef } from "../../../shared/view.js";
import { bytes, t } from "../../../shared/texts.js";
import { Badge, Button, Empty, IconButton, Problem, Spinner, confirm, useFetch } from "../../../shared/parts.js";
import { CopyButton, api, attempt } from "../setup/base.js";
import { usePictures } from "./pictures.js";

/** @param {{article: any}} props */
export function Files({ article }) {
  const found = useFetch(`/v1/articles/${article.id}/files`);
  const chooser = useRef(/** @type {HTMLInputElement|null} */ (null));
  const pictures = usePictures(article.id, () => found.reload());
  const remove = async (/** @type {any} */ file) => {
    if (!(await confirm(t("setup.delete_question", { name: file.name })))) return;
    await attempt(() => api.delete(`/v1/articles/${article.id}/files/${file.id}`), t("setup.done"));
    found.reload();
  };
  const items = found.data?.items ?? [];
  return html`<div class="stack" onDrop=${pictures.onDrop} onDragOver=${(/** @type {Event} */ event) => event.preventDefault()}>
    <div class="toolbar">
      <${Button} kind="plain" icon="upload" onClick=${() => chooser.current?.click()}>${t("setup.add_file")}<//>
      <input ref=${chooser} type="file" multiple hidden aria-label=${t("setup.add_file")} onChange=${(/** @type {any} */ event) => { pictures.take([...event.currentTarget.files]); event.currentTarget.value = ""; }} />
      ${pictures.uploading.map((one) => html`<progress key=${one.name} value=${one.share} max="1" aria-label=${one.name}></progress>`)}
    </div>
    ${found.error || pictures.problem ? html`<${Problem} error=${found.error ?? pictures.problem} />` : null}
    ${!found.data && !found.error ? html`<${Spinner} />` : null}
    ${found.data && !items.length ? html`<${Empty} icon="image" title=${t("setup.no_files")} />` : null}
    <ul class="list">
      ${items.map(
        (/** @type {any} */ file) => html`<li class="row" key=${file.id}>
          <span class="grow setup-cut">${file.name}</span>
          <span class="small muted">${file.content_type} · ${bytes(file.size)}</span>
          ${["clean", "unscanned"].includes(file.state) ? null : html`<${Badge} tone="warn">${t(`setup.v_${file.state}`)}<//>`}
          ${file.published_in.map((/** @type {string} */ one) => html`<${Badge} tone="ok" key=${one}>${one}<//>`)}
          <${CopyButton} text=${file.markdown} label=${t("setup.copy_of", { name: file.name })} />
          <${IconButton} icon="trash" label=${t("setup.remove_of", { name: file.name })} onClick=${() => remove(file)} />
        </li>`,
      )}
    </ul>
  </div>`;
}
