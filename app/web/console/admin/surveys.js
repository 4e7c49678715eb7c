// @ts-check
/** Surveys: what is asked, of whom and when; their results; and the campaigns that send them out. */

import { html } from "../../shared/view.js";
import { Badge } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { Campaigns } from "./campaigns.js";
import { Conditions } from "./conditions.js";
import { SelectInput } from "./setup/controls.js";
import { CheckField, ChecksField, DurationField, NumberField, ReferenceField, SelectField, TextField, TextsRow } from "./setup/form.js";
import { Group, Row } from "./setup/row.js";
import { ARCHIVED } from "./setup/filters.js";
import { Records } from "./setup/records.js";
import { Questions } from "./survey_questions.js";
import { SurveyResults } from "./survey_results.js";
import { Tabbed } from "./tabbed.js";

const PARTS = /** @type {const} */ (["name", "brand", "active", "position", "trigger", "fatigue_days", "expires_seconds", "questions", "texts"]);
const METRICS = /** @type {const} */ (["csat", "nps", "ces", "pulse", "custom"]);

export default function SurveysAndCampaigns() {
  return html`<${Tabbed} tabs=${[
    { key: "", label: "admin.surveys", page: Surveys },
    { key: "campaigns", label: "admin.campaigns", page: Campaigns },
  ]} />`;
}

function Surveys() {
  return html`<${Records} def=${{
    path: "/v1/surveys",
    needs: "surveys:write",
    title: "admin.surveys",
    about: "admin.surveys_intro",
    make: "admin.new_survey",
    filters: [ARCHIVED],
    remove: "archive",
    called: (/** @type {any} */ item) => item.name,
    note: (/** @type {any} */ item) => item.key,
    columns: [
      { label: "admin.measure", render: (/** @type {any} */ item) => t(`admin.survey_${item.metric}`) },
      { label: "admin.asked_of", render: (/** @type {any} */ item) => t(`admin.audience_${item.audience}`) },
      { label: "admin.questions", numeric: true, render: (/** @type {any} */ item) => item.questions.length },
      { label: "admin.state", render: (/** @type {any} */ item) => html`<${Badge} tone=${item.active ? "ok" : ""}>${item.active ? t("admin.on") : t("admin.off")}<//>` },
    ],
    blank: () => ({
      key: "", name: "", metric: "csat", audience: "customers", brand: null, active: false, position: 100,
      trigger: { after: "solved", delay_seconds: 0, conditions: { all: [], any: [] }, channels: ["chat", "mail", "link"], share: 100 },
      fatigue_days: 30, expires_seconds: 1_209_600, texts: {},
      questions: [{ key: "score", kind: "csat", required: true, min: null, max: null, options: null, texts: { en: { title: "How did we do?" } }, when: null }],
    }),
    take: (/** @type {any} */ item) => Object.fromEntries(PARTS.map((part) => [part, item[part]])),
    Form: SurveyForm,
    After: SurveyResults,
    restore: false,
    version: (/** @type {any} */ version) => html`<ol>${version.questions.map((/** @type {any} */ each) => html`<li key=${each.key}>${Object.values(each.texts)[0]?.title} <span class="muted small">${each.kind}</span></li>`)}</ol>`,
  }} />`;
}

/** @param {{ form: import("./setup/form.js").Form, item: any }} props */
function SurveyForm({ form, item }) {
  const { trigger } = form.draft;
  const within = { ...form, draft: trigger, set: (/** @type {any} */ change) => form.set({ trigger: { ...trigger, ...change } }), error: (/** @type {string} */ pointer) => form.error(`/trigger${pointer}`) };
  const agents = (item ?? form.draft).audience === "agents";
  return html`
    <div class="form-grid">
      ${!item && html`<${TextField} form=${form} name="key" label=${t("admin.key")} hint=${t("admin.key_hint")} required mono />
        <${SelectField} form=${form} name="metric" label=${t("admin.measure")} hint=${t("admin.measure_hint")} options=${METRICS.map((value) => ({ value, label: t(`admin.survey_${value}`) }))} />
        <${SelectField} form=${form} name="audience" label=${t("admin.asked_of")} options=${["customers", "agents"].map((value) => ({ value, label: t(`admin.audience_${value}`) }))} />`}
      <${TextField} form=${form} name="name" label=${t("admin.name")} required />
      <${ReferenceField} form=${form} name="brand" from="brands" label=${t("admin.brand")} none=${t("admin.all_brands")} />
      <${NumberField} form=${form} name="position" label=${t("admin.place")} hint=${t("admin.survey_place_hint")} min=${0} />
      <${NumberField} form=${form} name="fatigue_days" label=${t("admin.fatigue")} unit=${t("resource.days")} hint=${t("admin.fatigue_hint")} min=${0} max=${365} />
      <${DurationField} form=${form} name="expires_seconds" label=${t("admin.answerable")} /></div>
    <${CheckField} form=${form} name="active" label=${t("admin.survey_active")} />
    ${!agents && html`<${Group} label=${t("admin.trigger")}>
      <div class="form-grid">
        <${Row} label=${t("admin.asked_when")} error=${within.error("/after")} control=${(/** @type {any} */ tie) => html`<${SelectInput} tie=${tie} value=${trigger.after} none=${t("admin.only_campaigns")} options=${[{ value: "solved", label: t("admin.after_solved") }]} onChange=${(/** @type {any} */ after) => within.set({ after })} />`} />
        <${DurationField} form=${within} name="delay_seconds" label=${t("admin.delay")} />
        <${NumberField} form=${within} name="share" label=${t("admin.share_asked")} unit="%" min=${1} max=${100} /></div>
      <${ChecksField} form=${within} name="channels" label=${t("admin.reached_by")} options=${["chat", "mail", "link"].map((value) => ({ value, label: t(`admin.reached_${value}`) }))} />
      <${Conditions} label=${t("admin.only_when")} vocabulary="surveys" value=${trigger.conditions} pointer="/trigger/conditions" error=${form.error} onChange=${(/** @type {any} */ conditions) => within.set({ conditions })} />
    <//>`}
    <${Questions} form=${form} />
    <${Words} form=${form} />`;
}

/** What stands around the questions, by language. @param {{ form: import("./setup/form.js").Form }} props */
function Words({ form }) {
  const texts = form.draft.texts ?? {};
  const locales = Object.keys(texts);
  const of = (/** @type {string} */ part) => Object.fromEntries(locales.flatMap((locale) => (texts[locale]?.[part] ? [[locale, texts[locale][part]]] : [])));
  const write = (/** @type {string} */ part) => (/** @type {Record<string, string>} */ said) => {
    const next = Object.fromEntries([...new Set([...locales, ...Object.keys(said)])].map((locale) => [locale, { ...texts[locale], [part]: said[locale] ?? null }]));
    form.set({ texts: Object.fromEntries(Object.entries(next).filter(([, each]) => each.title || each.intro || each.thanks)) });
  };
  return html`<${Group} label=${t("admin.words_around")} error=${form.error("/texts")}>
    ${["title", "intro", "thanks"].map((part) => html`<${TextsRow} key=${part} label=${t(`admin.survey_text_${part}`)} rows=${part === "title" ? undefined : 2} texts=${of(part)} onChange=${write(part)} />`)}<//>`;
}
