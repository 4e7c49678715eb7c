// @ts-check
/** Files of a message: pictures in place with a larger view, players for voice and video, links for the rest. */
import { html, useEffect, useState } from "../../shared/view.js";
import { Badge, Dialog, Icon, Spinner, toast } from "../../shared/parts.js";
import { bytes, t } from "../../shared/texts.js";
import { api, said } from "./desk.js";

/** @typedef {import("api").components["schemas"]["AttachedOut"]} AttachedOut */

/** Links last for some minutes: one that is asked for again within this time is the same. */
const LINK_MS = 4 * 60_000;
/** @type {Map<string, { at: number, url: Promise<string> }>} */
const links = new Map();

/** An address of the file that needs no token beside it. @param {string} id @returns {Promise<string>} */
export function linkTo(id) {
  const known = links.get(id);
  if (known && performance.now() - known.at < LINK_MS) return known.url;
  const url = api.get(`/v1/attachments/${id}`).then((/** @type {{ url: string | null }} */ file) => {
    if (!file.url) throw new Error(t("thread.file.not_yet"));
    return file.url;
  });
  links.set(id, { at: performance.now(), url });
  url.catch(() => links.delete(id));
  return url;
}

/** @param {{ files: AttachedOut[] }} props */
export function Attachments({ files }) {
  return html`<ul class="attachments">${files.map((file) => html`<li key=${file.id}><${File} file=${file} /></li>`)}</ul>`;
}

/** @param {AttachedOut} file */
function usable(file) {
  return file.state === "clean" || file.state === "unscanned";
}

/** @param {{ file: AttachedOut }} props */
function File({ file }) {
  const kind = file.content_type.split("/")[0];
  if (!usable(file)) return html`<${Held} file=${file} />`;
  if (kind === "image") return html`<${Picture} file=${file} />`;
  if (kind === "audio" || kind === "video") return html`<${Player} file=${file} kind=${kind} />`;
  return html`<${Download} file=${file} />`;
}

/** A file that cannot be had: being looked at, or found bad. @param {{ file: AttachedOut }} props */
function Held({ file }) {
  const bad = file.state !== "pending";
  return html`
    <span class="attachment"><${Icon} name=${bad ? "shield" : "clock"} />
      <span>${file.name}</span>
      <${Badge} tone=${bad ? "bad" : "info"}>${t(`thread.file.${file.state}`)}<//></span>`;
}

/** @param {{ file: AttachedOut }} props */
function Download({ file }) {
  const save = async () => {
    try {
      const url = await linkTo(file.id);
      const link = document.createElement("a");
      link.href = url;
      link.download = file.name;
      link.click();
    } catch (error) {
      toast(said(error), { tone: "bad" });
    }
  };
  return html`
    <button class="attachment" onClick=${save}>
      <${Icon} name="file" /> <span>${file.name}</span> <span class="small muted">${bytes(file.size)}</span>
      ${file.warning && html`<${Badge} tone="warn">${t(`thread.file.${file.warning}`)}<//>`}
    </button>`;
}

/** @param {string} id @returns {{ url: string | null, failed: boolean }} */
function useLink(id) {
  const [state, setState] = useState(/** @type {{ url: string | null, failed: boolean }} */ ({ url: null, failed: false }));
  useEffect(() => {
    let here = true;
    linkTo(id).then(
      (url) => here && setState({ url: `${url}&inline=true`, failed: false }),
      () => here && setState({ url: null, failed: true }),
    );
    return () => {
      here = false;
    };
  }, [id]);
  return state;
}

/** @param {{ file: AttachedOut }} props */
function Picture({ file }) {
  const { url, failed } = useLink(file.id);
  const [broken, setBroken] = useState(false);
  const [large, setLarge] = useState(false);
  if (failed || broken) return html`<${Download} file=${file} />`;
  if (!url) return html`<span class="attachment skeleton"><${Spinner} /></span>`;
  return html`
    <button class="picture" onClick=${() => setLarge(true)} aria-label=${t("thread.file.enlarge", { name: file.name })}>
      <img src=${url} alt=${file.name} loading="lazy" onError=${() => setBroken(true)} />
    </button>
    ${large && html`
      <${Dialog} title=${file.name} onClose=${() => setLarge(false)} actions=${html`<${Download} file=${file} />`}>
        <img class="picture-large" src=${url} alt=${file.name} />
      <//>`}`;
}

/** @param {{ file: AttachedOut, kind: "audio" | "video" }} props */
function Player({ file, kind }) {
  const { url, failed } = useLink(file.id);
  if (failed) return html`<${Download} file=${file} />`;
  if (!url) return html`<span class="attachment skeleton"><${Spinner} /></span>`;
  return html`
    <figure class="player">
      ${kind === "audio"
        ? html`<audio controls preload="metadata" src=${url} aria-label=${file.name}></audio>`
        : html`<video controls preload="metadata" src=${url} aria-label=${file.name}></video>`}
      <figcaption><${Download} file=${file} /></figcaption>
    </figure>`;
}
