// @ts-check
/** A mapping that may not be saved yet, tried on a webhook that came or on JSON that is written here. */
import { html, useState } from "../../../shared/view.js";
import { t, when } from "../../../shared/texts.js";
import { Badge, Button, JsonView, Problem, TextArea, toast, useFetch } from "../../../shared/parts.js";
import { api, attempt, valueText } from "../setup/base.js";
import { Mapping } from "./mapping.js";

/** @param {{source: any, reload: () => void}} props */
export function TryMapping({ source, reload }) {
  const samples = useFetch(`/v1/sources/${source.id}/samples`);
  const [mapping, setMapping] = useState(source.mapping);
  const [sample, setSample] = useState("");
  const [text, setText] = useState('{\n  "order": {"id": 17, "problem": "It came broken"}\n}');
  const [found, setFound] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const items = samples.data?.items ?? [];
  const attemptIt = async () => {
    try {
      const body = sample ? { sample_id: sample, mapping } : { payload: JSON.parse(text), mapping };
      setFound(await api.post(`/v1/sources/${source.id}/preview`, body));
      setError(null);
    } catch (problem) {
      setError(problem instanceof SyntaxError ? { detail: t("setup.not_json", { detail: problem.message }) } : problem);
    }
  };
  const save = () => attempt(() => api.patch(`/v1/sources/${source.id}`, { mapping }, { ifMatch: source.version })).then((done) => {
    if (done) toast(t("setup.saved"), { tone: "ok" });
    reload();
  });
  return html`<div class="stack">
    <label class="field"><span class="label">${t("setup.sample")}</span>
      <select class="input" value=${sample} onChange=${(/** @type {any} */ event) => setSample(event.currentTarget.value)}>
        <option value="">${t("setup.own_json")}</option>
        ${items.map((/** @type {any} */ one) => html`<option key=${one.id} value=${one.id}>${when(one.received_at)} · ${valueText(one.outcome)} · ${one.webhook_id}</option>`)}
      </select></label>
    ${samples.error ? html`<${Problem} error=${samples.error} />` : null}
    ${sample
      ? html`<pre class="code" tabindex="0" aria-label=${t("setup.sample")}>${items.find((/** @type {any} */ one) => one.id === sample)?.body}</pre>`
      : html`<${TextArea} class="setup-mono" rows="8" value=${text} onInput=${setText} aria-label=${t("setup.own_json")} />`}
    <h3>${t("setup.f_mapping")}</h3>
    <${Mapping} value=${mapping} onValue=${setMapping} />
    <div class="row"><${Button} kind="primary" icon="play" onClick=${attemptIt}>${t("setup.try_it")}<//><${Button} kind="plain" onClick=${save}>${t("setup.save_mapping")}<//></div>
    ${error ? html`<${Problem} error=${error} />` : null}
    ${found ? html`<${Outcome} found=${found} />` : null}
  </div>`;
}

/** @param {{found: any}} props */
function Outcome({ found }) {
  const bad = ["parked", "refused"].includes(found.outcome);
  return html`<section class="card stack" aria-label=${t("setup.would_be")}>
    <p>${t("setup.would_be")} <${Badge} tone=${bad ? "bad" : "ok"}>${valueText(found.outcome)}<//></p>
    ${found.problem ? html`<div class="setup-note"><p>${found.problem.detail}</p><ul>${(found.problem.errors ?? []).map((/** @type {any} */ one, /** @type {number} */ index) => html`<li key=${index}><code>${one.pointer}</code> ${one.detail}</li>`)}</ul></div>` : null}
    <div class="setup-scroll" tabindex="0" role="region" aria-label=${t("setup.fields")}><table class="table">
      <thead><tr><th scope="col">${t("setup.field")}</th><th scope="col">${t("setup.f_value")}</th><th scope="col">${t("setup.where_from")}</th></tr></thead>
      <tbody>${found.fields.map((/** @type {any} */ one) => html`<tr key=${one.field}><th scope="row"><code>${one.field}</code></th><td>${JSON.stringify(one.value)}</td><td>${one.path ? html`<code>${one.path}</code>` : valueText(one.origin)}</td></tr>`)}</tbody>
    </table></div>
    ${found.ticket ? html`<details><summary>${t("setup.ticket_made")}</summary><${JsonView} value=${found.ticket} /></details>` : null}
  </section>`;
}
