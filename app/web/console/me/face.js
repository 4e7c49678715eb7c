// @ts-check
/** My face, which customers see beside my answers. */
import { ApiError } from "../../shared/api.js";
import { Avatar, Button, Problem, toast, useApi } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { html, useRef } from "../../shared/view.js";
import { useSending } from "../../shared/sending.js";

/**
 * Send a picture as it is, and have it made small. @param {import("../../shared/api.js").Api} api @param {string} path @param {Blob} file
 * @returns {Promise<any>} what it belongs to now
 */
export async function putPicture(api, path, file) {
  const send = async (/** @type {boolean} */ fresh) => fetch(`${api.base}${path}`, {
    method: "PUT", body: file, credentials: "omit",
    headers: { authorization: `Bearer ${await api.token(fresh)}`, "content-type": "application/octet-stream" },
  }).catch(() => null);
  let response = await send(false);
  if (response?.status === 401) response = await send(true);
  if (!response) throw new ApiError(0, { code: "unreachable" });
  const said = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, { ...said, detail: said.code === "not_a_picture" ? t("account.not_a_picture") : said.detail });
  return said;
}

/** @param {any} props `onChange` gets the agent anew */
export function Face({ agent, onChange }) {
  const api = useApi();
  const picker = useRef(/** @type {HTMLInputElement | null} */ (null));
  const { busy, error, send } = useSending();
  const act = (/** @type {() => Promise<any>} */ change) => send(async () => {
    onChange(await change());
    toast(t("common.saved"));
  });
  const path = `/v1/agents/${agent.id}/avatar`;
  const picked = (/** @type {any} */ event) => {
    const [file] = event.currentTarget.files;
    // The same file can be chosen again after it was refused.
    event.currentTarget.value = "";
    if (file) void act(() => putPicture(api, path, file));
  };
  return html`<div class="stack"><${Problem} error=${error} />
    <div class="row"><${Avatar} name=${agent.name} src=${agent.avatar_url} size="large" />
      <input ref=${picker} type="file" class="sr" tabindex="-1" aria-label=${t("account.face")} accept="image/png,image/jpeg,image/webp,image/gif" onChange=${picked} />
      <${Button} icon="image" busy=${busy} onClick=${() => picker.current?.click()}>${t(agent.avatar_url ? "account.face_change" : "account.face_add")}<//>
      ${agent.avatar_url && html`<${Button} kind="quiet" disabled=${busy} onClick=${() => act(() => api.delete(path))}>${t("account.face_remove")}<//>`}</div>
    <p class="small muted">${t("account.face_hint")}</p></div>`;
}
