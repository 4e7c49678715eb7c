// @ts-check
/** A range of events is sent to a webhook again: by when they happened, and which. */
import { html, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Button, Problem } from "../../../shared/parts.js";
import { api } from "../setup/base.js";
import { Fields } from "../setup/fields.js";
import { JobProgress } from "../setup/job.js";
import { refusals } from "../setup/values.js";

/** @type {import("../setup/fields.js").FieldDef[]} */
const FIELDS = [
  { name: "since", kind: "moment", required: true },
  { name: "until", kind: "moment" },
  { name: "types", kind: "words", label: "f_event_types", hint: "h_replay_types", placeholder: "ticket.*, message.created" },
];

/** @param {{hook: {id: string, enabled: boolean}}} props */
export function ReplayRange({ hook }) {
  const [draft, setDraft] = useState(/** @type {any} */ ({ since: new Date(Date.now() - 86_400_000).toISOString(), until: null, types: [] }));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [job, setJob] = useState(/** @type {any} */ (null));
  const start = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      const body = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== null && value.length));
      setJob(await api.post(`/v1/webhooks/${hook.id}/replay`, body));
      setError(null);
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<form class="stack" onSubmit=${start} noValidate>
    <p class="muted">${t("setup.replay_about")}</p>
    <${Fields} defs=${FIELDS} value=${draft} onValue=${setDraft} errors=${refusals(error)} />
    ${error ? html`<${Problem} error=${error} />` : null}
    <div><${Button} kind="primary" type="submit" disabled=${!hook.enabled}>${t("setup.send_range")}<//></div>
    ${job ? html`<${JobProgress} job=${job}>${(/** @type {any} */ { result }) => html`<p>${t.n("setup.sent_again", result.sent_again)}</p>`}<//>` : null}
  </form>`;
}
