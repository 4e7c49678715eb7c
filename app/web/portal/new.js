// @ts-check
/** A new request: of which type, what that asks for, and files. What is typed is kept until it is sent. */
import { Button, Card, Problem, Select, Spinner, useApi, useFetch, useList } from "../shared/parts.js";
import { Link, navigate, setQuery } from "../shared/router.js";
import { storage } from "../shared/storage.js";
import { t } from "../shared/texts.js";
import { html, useEffect, useState } from "../shared/view.js";
import { useSending } from "../shared/sending.js";
import { brand, home, session } from "./caller.js";
import { Files, useFiles } from "./composer.js";
import { QuestionField, asked, body } from "./questions.js";

/** @typedef {import("api").components["schemas"]["QuestionOut"]} Question */

/** What every request has. @param {string} field @param {string} kind @returns {Question} */
function always(field, kind) {
  return { field, kind, label: t(`portal.${field}`), hint: null, required: true, options: [], conditions: { all: [], any: [] }, known: false, value: null };
}

/** @param {{ query: Record<string, string> }} props */
export function NewRequest({ query }) {
  const api = useApi();
  const types = useList("/v1/request-types", { limit: 200 });
  const chosen = types.items.find((each) => each.key === query.type) ?? null;
  const form = useFetch(chosen?.form ? `/v1/forms/${encodeURIComponent(chosen.form)}` : null);
  // What one person has begun is not shown to the next one at this browser.
  const [draft] = useState(() => `otklik.portal.new.${brand}.${session.kept?.email ?? ""}`);
  const [answers, setAnswers] = useState(() => storage.read(draft, /** @type {Record<string, any>} */ ({})));
  const held = useFiles();
  const { busy, error, submit } = useSending();
  useEffect(() => storage.write(draft, answers), [answers]);
  /** @type {Question[]} */
  const questions = form.data?.questions ?? [];
  const fields = new Set(questions.map((each) => each.field));
  const all = [...(fields.has("subject") ? [] : [always("subject", "text")]), ...questions, ...(fields.has("body") ? [] : [always("body", "long_text")])];
  const shown = asked(all, answers);
  const waiting = (types.loading && types.items.length === 0) || (form.loading && chosen?.form);
  const send = (/** @type {Event} */ event) => submit(event, async () => {
    const made = await api.post("/v1/tickets", {
      ...body(shown, answers), ...(chosen ? { request_type: chosen.key, ...(chosen.form ? { form: chosen.form } : {}) } : {}), attachment_ids: held.ids,
    });
    storage.remove(draft);
    navigate(`${home}/requests/${made.id}`, { replace: true });
  });
  return html`<nav aria-label=${t("portal.trail")}><${Link} href=${home}>← ${t("portal.mine")}<//></nav><h1>${t("portal.new")}</h1>
    <${Problem} error=${types.error ?? form.error} />
    ${types.items.length > 0 && html`<div class="field"><label class="label" for="request-type">${t("portal.type")}</label>
      <${Select} id="request-type" value=${chosen?.key} empty=${t("portal.type_other")} onChange=${(/** @type {string | null} */ type) => setQuery({ type })}
        options=${types.items.filter((each) => !each.archived).map((each) => ({ value: each.key, label: each.name }))} />
      ${chosen?.description && html`<span class="hint" dir="auto">${chosen.description}</span>`}
      ${chosen?.needs_approval && html`<span class="hint">${t("portal.needs_approval")}</span>`}</div>`}
    ${waiting ? html`<${Spinner} />` : html`<form onSubmit=${send}><${Card} class="stack">
      ${shown.map((each) => html`<${QuestionField} key=${each.field} question=${each} value=${answers[each.field] ?? (each.value ?? undefined)}
        error=${error?.at?.(each.field.replaceAll(".", "/"))} onChange=${(/** @type {any} */ value) => setAnswers({ ...answers, [each.field]: value })} />`)}
      <${Files} held=${held} /><${Problem} error=${error} />
      <div><${Button} kind="primary" type="submit" icon="send" busy=${busy || held.waiting}>${t("portal.send")}<//></div><//></form>`}`;
}
