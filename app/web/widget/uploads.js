// @ts-check
/** Files on their way to the desk, before the message that has them. */
import { html } from "../shared/view.js";
import { t } from "../shared/language.js";
import { Refused, uuid } from "./calls.js";
import { Icon, IconButton } from "./parts.js";

/**
 * @typedef {{ key: string, name: string, share: number, abort: AbortController, file?: any, error?: string }} Upload
 * @typedef {(change: (all: Upload[]) => Upload[]) => void} Change
 */

/** Begin with these. @param {import("./visitor.js").Visitor} visitor @param {Iterable<File>} files @param {Change} change */
export function add(visitor, files, change) {
  for (const file of files) {
    const one = { key: uuid(), name: file.name, share: 0, abort: new AbortController() };
    /** @param {Partial<Upload>} news */
    const now = (news) => change((all) => all.map((each) => (each.key === one.key ? { ...each, ...news } : each)));
    change((all) => [...all, one]);
    send(visitor, file, (share) => now({ share }), one.abort.signal).then(
      (made) => now({ file: made }),
      (error) => now({ error: error instanceof Refused ? error.message : t("widget_more.no_upload") }),
    );
  }
}

/** @param {{ uploads: Upload[], change: Change }} props */
export function Uploads({ uploads, change }) {
  return html`<ul class="uploads">${uploads.map((each) => html`<li key=${each.key}>
    <${Icon} name=${each.error ? "circle-alert" : "file"} /><span dir="auto">${each.name}</span>
    ${each.error ? html`<span class="error" role="alert">${each.error}</span>`
      : !each.file && html`<progress value=${each.share} aria-label=${t("widget_more.uploading", { name: each.name })}></progress>`}
    <${IconButton} icon="x" label=${t("widget_more.remove", { name: each.name })} onClick=${() => {
      each.abort.abort();
      change((all) => all.filter(({ key }) => key !== each.key));
    }} /></li>`)}</ul>`;
}

/**
 * @param {import("./visitor.js").Visitor} visitor @param {File} file @param {(share: number) => void} progress
 * @param {AbortSignal} signal @returns {Promise<any>}
 */
function send(visitor, file, progress, signal) {
  const key = uuid();
  return visitor.as((token) => put(visitor.desk, token, key, file, progress, signal));
}

/**
 * @param {string} desk @param {string} token @param {string} key @param {File} file
 * @param {(share: number) => void} progress @param {AbortSignal} signal @returns {Promise<any>}
 */
function put(desk, token, key, file, progress, signal) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest(); // fetch tells nothing of how far an upload is
    const name = encodeURIComponent(file.name.slice(-255) || "file");
    request.open("POST", new URL(`v1/attachments?name=${name}`, desk));
    request.setRequestHeader("authorization", `Bearer ${token}`);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.setRequestHeader("idempotency-key", key);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? done(request.response)
      : fail(new Refused(request.status, request.response ?? {}, 0)));
    request.onerror = () => fail(new TypeError("The desk was not reached"));
    request.onabort = () => fail(new DOMException("", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
