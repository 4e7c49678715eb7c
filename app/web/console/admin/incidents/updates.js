// @ts-check
/** What is said of an incident: to readers of the status page, and where wanted to every customer behind it. */
import { html, useState } from "../../../shared/view.js";
import { locale, number, t } from "../../../shared/texts.js";
import { Badge, Button, Countdown, Empty, Problem, Spinner, When, confirm, useFetch, useList } from "../../../shared/parts.js";
import { useSending } from "../../../shared/sending.js";
import { useMe } from "../../who.js";
import { api, attempt, ofLocale, valueText } from "../setup/base.js";
import { Fields } from "../setup/fields.js";
import { JobProgress } from "../setup/job.js";
import { More } from "../setup/filters.js";
import { refusals } from "../setup/values.js";

const BLANK = { texts: {}, status: null, public: null, tell: false, counts_as_reply: false, solve: false };

/** @param {{incident: any, reload: () => void}} props */
export function Updates({ incident, reload }) {
  const list = useList(`/v1/incidents/${incident.id}/updates`);
  const said = () => {
    list.reload();
    reload();
  };
  return html`<div class="stack">
    <${Say} incident=${incident} onSaid=${said} />
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="megaphone" title=${t("setup.no_updates")} />` : null}
    <ul class="list">
      ${list.items.map(
        (/** @type {any} */ one) => html`<li class="stack setup-tight" key=${one.id}>
          <div class="row"><${Badge}>${valueText(one.status)}<//>${one.public ? html`<${Badge} tone="info">${t("setup.v_public")}<//>` : null}${one.tell ? html`<${Badge} tone="ok">${t("setup.told")}<//>` : null}
            <span class="small muted">${one.created_by?.name ?? t("setup.the_desk")} · <${When} at=${one.created_at} />${one.edited_at ? ` · ${t("setup.edited")}` : ""}</span></div>
          <p class="setup-prose">${ofLocale(one.texts, locale())}</p>
          ${["retrying", "failed"].includes(one.subscribers?.state) ? html`<${Subscribers} incident=${incident} update=${one} reload=${list.reload} />` : null}
          ${one.job_id ? html`<${Told} incident=${incident} update=${one} />` : null}
        </li>`,
      )}
    </ul>
    <${More} list=${list} />
  </div>`;
}

/** @param {{incident: any, onSaid: () => void}} props */
function Say({ incident, onSaid }) {
  const [draft, setDraft] = useState(/** @type {any} */ (BLANK));
  const { busy, error, submit } = useSending();
  const [job, setJob] = useState(/** @type {any} */ (null));
  const linked = useFetch(`/v1/incidents/${incident.id}/tickets`, { state: "linked", limit: 200 });
  const count = linked.data ? linked.data.items.length : 0;
  const many = linked.data?.next_cursor ? t("setup.more_than", { count: number(count) }) : t.n("setup.customers_told", count);
  const internal = incident.visibility === "internal";
  /** @type {import("../setup/fields.js").FieldDef[]} */
  const fields = [
    { name: "texts", kind: "texts", label: "f_update", long: true },
    { name: "status", kind: "select", values: ["investigating", "identified", "monitoring", "resolved"], none: true, label: "f_new_status" },
    { name: "tell", kind: "switch", hint: internal ? "h_internal" : "h_tell" },
    { name: "counts_as_reply", kind: "switch", hint: "h_counts_as_reply", when: (one) => one.tell },
    { name: "solve", kind: "switch", hint: "h_solve", when: (one) => one.status === "resolved" },
  ];
  const say = (/** @type {Event} */ event) => submit(event, async () => {
    if ((draft.tell || draft.solve) && !(await confirm(t("setup.tell_question", { many }), { action: t("setup.say_it") }))) return;
    const { public: shown, ...rest } = draft;
    const made = await api.post(`/v1/incidents/${incident.id}/updates`, { ...rest, ...(shown === null ? {} : { public: shown }) });
    setDraft({ ...BLANK, texts: {} });
    setJob(made.job_id ? await api.get(`/v1/jobs/${made.job_id}`) : null);
    onSaid();
  });
  return html`<form class="card stack" onSubmit=${say} aria-label=${t("setup.say_something")} noValidate>
    <${Fields} defs=${fields} value=${draft} onValue=${setDraft} errors=${refusals(error)} />
    ${draft.tell || draft.solve ? html`<p class="setup-note" role="status">${t("setup.will_tell", { many })}</p>` : null}
    ${error ? html`<${Problem} error=${error} />` : null}
    <div><${Button} kind="primary" type="submit" icon="megaphone" busy=${busy} disabled=${!Object.values(draft.texts).some(Boolean)}>${t("setup.say_it")}<//></div>
    ${job ? html`<${JobProgress} key=${job.id} job=${job} onOver=${onSaid} />` : null}
  </form>`;
}

/**
 * An update that those who asked to be told by the status page have not got, for an error of the desk's own.
 * @param {{incident: any, update: import("api").components["schemas"]["IncidentUpdateOut"], reload: () => void}} props
 */
function Subscribers({ incident, update, reload }) {
  const { state, error, next_attempt_at: next } = /** @type {NonNullable<typeof update.subscribers>} */ (update.subscribers);
  const { busy, send } = useSending();
  const again = async () => {
    await send(() => attempt(() => api.post(`/v1/incidents/${incident.id}/updates/${update.id}/retry`), t("setup.subscribers_again")));
    reload();
  };
  const mends = useMe().may("incidents:write");
  return html`<div class="row small">
    <span class="setup-refused">${t(`setup.subscribers_${state}`)}${next ? html` ${t("setup.next_try")} <${Countdown} to=${next} />` : null}</span>
    ${mends ? html`<${Button} kind="plain" small icon="send" busy=${busy} onClick=${again}>${t("setup.send_again")}<//>` : null}
  </div>${error ? html`<code class="small">${error}</code>` : null}`;
}

/** Whom an update reached. @param {{incident: any, update: any}} props */
function Told({ incident, update }) {
  const [open, setOpen] = useState(false);
  const list = useList(open ? `/v1/incidents/${incident.id}/updates/${update.id}/tellings` : null);
  return html`<details onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}>
    <summary class="small">${t("setup.who_was_told")}</summary>
    <ul class="list">${list.items.map((/** @type {any} */ one) => html`<li class="row" key=${one.ticket_id}><span class="grow">#${one.number}</span><${Badge} tone=${one.outcome === "told" ? "ok" : one.outcome === "failed" ? "bad" : "info"}>${valueText(one.outcome)}<//></li>`)}</ul>
    ${open ? html`<${More} list=${list} />` : null}
  </details>`;
}
