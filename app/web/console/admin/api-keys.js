// @ts-check
/** Keys with which other systems use the API: what each may do; the key itself is shown once. */
import { html, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Badge, Button, Dialog, Empty, Problem, Spinner, When, confirm, useList } from "../../shared/parts.js";
import { api, attempt, useWholeList } from "./setup/base.js";
import { Fields } from "./setup/fields.js";
import { More } from "./setup/filters.js";
import { SecretOnce } from "./setup/secret.js";
import { refusals } from "./setup/values.js";
import { PERMISSIONS } from "./setup/vocabulary.js";

/** @typedef {import("api").components["schemas"]["ApiKeyOut"]} ApiKeyOut */

const BLANK = { name: "", scopes: [], source_id: null, expires_at: null };

/** @param {{value: string[], onValue: (value: string[]) => void}} props permissions of one resource stand together */
function Scopes({ value, onValue }) {
  const chosen = new Set(value);
  const flip = (/** @type {string} */ scope) => {
    if (chosen.has(scope)) chosen.delete(scope);
    else chosen.add(scope);
    onValue([...chosen]);
  };
  return html`<div class="setup-checks">
    ${PERMISSIONS.map((scope) => html`<label class="setup-check" key=${scope}><input type="checkbox" checked=${chosen.has(scope)} onChange=${() => flip(scope)} /> <code>${scope}</code></label>`)}
  </div>`;
}

/** @type {import("./setup/fields.js").FieldDef[]} */
const FIELDS = [
  { name: "name", kind: "text", required: true, hint: "h_key_name" },
  { name: "scopes", kind: "own", hint: "h_scopes", own: (props) => html`<${Scopes} ...${props} />` },
  { name: "source_id", kind: "ref", label: "f_source", from: "/v1/sources", none: true, hint: "h_key_source" },
  { name: "expires_at", kind: "moment", hint: "h_expires" },
];

/** @param {{onClose: () => void, onMade: (key: ApiKeyOut) => void}} props */
function NewKey({ onClose, onMade }) {
  const [draft, setDraft] = useState(/** @type {any} */ (BLANK));
  const [error, setError] = useState(/** @type {any} */ (null));
  const make = async () => {
    try {
      onMade(await api.post("/v1/api-keys", draft));
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<${Dialog} title=${t("setup.new_key")} onClose=${onClose} actions=${html`<${Button} kind="primary" onClick=${make}>${t("setup.create")}<//>`}>
    <${Fields} defs=${FIELDS} value=${draft} onValue=${setDraft} errors=${refusals(error)} />
    ${error ? html`<${Problem} error=${error} />` : null}
  <//>`;
}

export default function ApiKeys() {
  const list = useList("/v1/api-keys");
  const sources = useWholeList("/v1/sources");
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState(/** @type {ApiKeyOut|null} */ (null));
  const revoke = async (/** @type {ApiKeyOut} */ key) => {
    if (!(await confirm(t("setup.revoke_question", { name: key.name })))) return;
    await attempt(() => api.delete(`/v1/api-keys/${key.id}`), t("setup.done"));
    list.reload();
  };
  return html`<div class="page">
    <div class="page-head">
      <div class="grow"><h1>${t("setup.api_keys")}</h1><p class="muted">${t("setup.api_keys_about")}</p></div>
      <${Button} kind="primary" icon="plus" onClick=${() => setMaking(true)}>${t("setup.new_key")}<//>
    </div>
    ${list.error && !list.items.length ? html`<${Problem} error=${list.error} />` : null}
    ${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="key" title=${t("setup.no_keys")} />` : null}
    <ul class="list setup-cards">
      ${list.items.map(
        (/** @type {ApiKeyOut} */ key) => html`<li class="card stack" key=${key.id}>
          <div class="row">
            <strong class="grow setup-cut">${key.name}</strong>
            <${Badge} tone=${key.revoked_at ? "bad" : "ok"}>${key.revoked_at ? t("setup.revoked") : t("setup.in_use")}<//>
            ${key.revoked_at ? null : html`<${Button} kind="danger" onClick=${() => revoke(key)}>${t("setup.revoke")}<//>`}
          </div>
          <p class="small muted"><code>${key.prefix}…</code> · ${t("setup.made")} <${When} at=${key.created_at} />
            ${key.expires_at ? html` · ${t("setup.expires")} <${When} at=${key.expires_at} />` : null}
            ${key.source_id ? ` · ${t("setup.f_source")}: ${sources.find((one) => one.id === key.source_id)?.name ?? key.source_id}` : null}</p>
          <p class="setup-tags">${key.scopes.map((scope) => html`<${Badge} key=${scope}>${scope}<//>`)}</p>
        </li>`,
      )}
    </ul>
    <${More} list=${list} />
    ${making ? html`<${NewKey} onClose=${() => setMaking(false)} onMade=${(/** @type {ApiKeyOut} */ key) => { setMaking(false); setMade(key); list.reload(); }} />` : null}
    ${made?.key ? html`<${SecretOnce} title=${t("setup.secret_title")} secrets=${[{ label: t("setup.f_key_itself"), value: made.key }]} onClose=${() => setMade(null)} />` : null}
  </div>`;
}
