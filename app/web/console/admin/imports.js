// @ts-check
/** Tickets of another desk come in from a file, first on trial; and everything that this one holds goes out as a file. */
import { html, useState } from "../../shared/view.js";
import { bytes, percent, t } from "../../shared/texts.js";
import { Badge, Button, Empty, Problem, When, useList } from "../../shared/parts.js";
import { api, attempt, useAddress, valueText } from "./setup/base.js";
import { Fields } from "./setup/fields.js";
import { JobProgress } from "./setup/job.js";
import { More } from "./setup/filters.js";
import { refusals } from "./setup/values.js";
import { useWhile } from "./going.js";
import { sendParts } from "./imports/parts.js";
import { Report } from "./imports/report.js";

/** @type {import("./setup/fields.js").FieldDef[]} */
const FIELDS = [
  { name: "format", kind: "select", values: ["jsonl", "csv", "zendesk", "freshdesk", "chatwoot"] },
  { name: "source", kind: "text", none: true, hint: "h_import_source" },
  { name: "dry_run", kind: "switch", hint: "h_import_dry" },
  { name: "route", kind: "switch", hint: "h_import_route" },
  { name: "agents", kind: "map", hint: "h_import_agents", add: "add_agent" },
];
const TONES = /** @type {Record<string, string>} */ ({ receiving: "info", queued: "info", running: "info", done: "ok", failed: "bad" });

/** @param {{onStarted: () => void}} props */
function NewImport({ onStarted }) {
  const [draft, setDraft] = useState(/** @type {any} */ ({ format: "jsonl", source: null, dry_run: true, route: false, agents: {} }));
  const [file, setFile] = useState(/** @type {File|null} */ (null));
  const [share, setShare] = useState(-1);
  const [job, setJob] = useState(/** @type {any} */ (null));
  const [made, setMade] = useState("");
  const [error, setError] = useState(/** @type {any} */ (null));
  const start = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!file) return;
    setError(null);
    setShare(0);
    try {
      // The name says what the file holds; the desk takes letters, digits and hyphens.
      const name = file.name.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
      const { id } = await api.post("/v1/imports", { ...draft, file_name: name });
      await sendParts(id, file, setShare);
      setJob(await api.post(`/v1/imports/${id}/start`));
      setMade(id);
      onStarted();
    } catch (problem) {
      setError(problem);
    } finally {
      setShare(-1);
    }
  };
  return html`<form class="card stack" onSubmit=${start} aria-label=${t("setup.new_import")}>
    <h2>${t("setup.new_import")}</h2>
    <label class="field"><span class="label">${t("setup.file")}</span><input type="file" class="input" accept=".jsonl,.ndjson,.json,.csv" onChange=${(/** @type {any} */ event) => setFile(event.currentTarget.files[0] ?? null)} /></label>
    <${Fields} defs=${FIELDS} value=${draft} onValue=${setDraft} errors=${refusals(error)} />
    ${share >= 0 ? html`<p role="status" class="row"><progress value=${share} max="1" aria-label=${t("setup.progress")}></progress> ${percent(share)}</p>` : null}
    ${error ? html`<${Problem} error=${error} />` : null}
    <div><${Button} kind="primary" type="submit" icon="upload" busy=${share >= 0} disabled=${!file}>${t(draft.dry_run ? "setup.import_try" : "setup.import_start")}<//></div>
    ${job ? html`<${JobProgress} key=${job.id} job=${job} onOver=${onStarted}>${() => html`<${Report} id=${made} />`}<//>` : null}
  </form>`;
}

function ExportAll() {
  const [job, setJob] = useState(/** @type {any} */ (null));
  const begin = () => attempt(() => api.post("/v1/exports")).then((made) => made && setJob(made));
  const download = () => attempt(async () => {
    const response = await api.raw("GET", `/v1/exports/${job.id}`);
    const address = URL.createObjectURL(await response.blob());
    const named = /filename="?([^";]+)/.exec(response.headers.get("content-disposition") ?? "")?.[1];
    Object.assign(document.createElement("a"), { href: address, download: named ?? "otklik-export" }).click();
    URL.revokeObjectURL(address);
  });
  return html`<section class="card stack" aria-label=${t("setup.export")}>
    <h2>${t("setup.export")}</h2><p class="muted">${t("setup.export_about")}</p>
    <div><${Button} kind="plain" icon="download" onClick=${begin}>${t("setup.export_begin")}<//></div>
    ${job ? html`<${JobProgress} key=${job.id} job=${job}>${() => html`<${Button} kind="primary" icon="download" onClick=${download}>${t("setup.download")}<//>`}<//>` : null}
  </section>`;
}

export default function Imports() {
  const address = useAddress();
  const list = useList("/v1/imports");
  const chosen = address.get("id");
  useWhile(list.items.some((/** @type {any} */ one) => ["queued", "running"].includes(one.status)), list.reload);
  return html`<div class="page">
    <div class="page-head"><div class="grow"><h1>${t("setup.imports")}</h1><p class="muted">${t("setup.imports_about")}</p></div></div>
    <div class="setup-two"><${NewImport} onStarted=${list.reload} /><${ExportAll} /></div>
    <h2>${t("setup.imports_before")}</h2>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="upload" title=${t("setup.no_imports")} />` : null}
    <ul class="list">
      ${list.items.map(
        (/** @type {any} */ one) => html`<li key=${one.id}>
          <button type="button" class="setup-entry" aria-expanded=${chosen === one.id} onClick=${() => address.set({ id: chosen === one.id ? null : one.id }, true)}>
            <span class="row"><span class="grow">${one.source} · ${valueText(one.format)}</span>${one.options?.dry_run ? html`<${Badge} tone="info">${t("setup.trial")}<//>` : null}<${Badge} tone=${TONES[one.status]}>${valueText(one.status)}<//></span>
            <span class="small muted">${bytes(one.received)} · <${When} at=${one.created_at} /></span>
          </button>
          ${chosen === one.id ? html`<${Report} id=${one.id} />` : null}
        </li>`,
      )}
    </ul>
    <${More} list=${list} />
  </div>`;
}
