// @ts-check
/** The questions of a survey: their kind, their words in each language, and when each is asked. */

import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { NumberInput, SelectInput, WordsInput } from "./setup/controls.js";
import { TextsRow } from "./setup/form.js";
import { Group, Row } from "./setup/row.js";

const KINDS = /** @type {const} */ (["csat", "nps", "ces", "scale", "choice", "choices", "yes_no", "text"]);

/** @param {{ form: import("./setup/form.js").Form }} props */
export function Questions({ form }) {
  const questions = /** @type {any[]} */ (form.draft.questions);
  const set = (/** @type {any[]} */ next) => form.set({ questions: next });
  const swap = (/** @type {number} */ place) => set(questions.map((each, other) => (other === place - 1 ? questions[place] : other === place ? questions[place - 1] : each)));
  const free = () => {
    let number = questions.length + 1;
    while (questions.some((each) => each.key === `q${number}`)) number += 1;
    return `q${number}`;
  };
  return html`<${Group} label=${t("admin.questions")} error=${questions.length ? undefined : form.error("/questions")}>
    ${questions.map((each, place) => html`<div class="card stack" key=${place}>
      <div class="row"><strong class="grow">${t("admin.question_n", { number: place + 1 })}</strong>
        <button type="button" class="button quiet icon" disabled=${place === 0} aria-label=${t("admin.move_up", { name: each.key })} onClick=${() => swap(place)}>↑</button>
        <button type="button" class="button quiet" onClick=${() => set(questions.filter((_, other) => other !== place))}>${t("admin.remove")}</button></div>
      <${Question} question=${each} earlier=${questions.slice(0, place)} pointer=${`/questions/${place}`} error=${form.error} onChange=${(/** @type {any} */ change) => set(questions.map((one, other) => (other === place ? { ...one, ...change } : one)))} /></div>`)}
    <div><button type="button" class="button quiet" onClick=${() => set([...questions, { key: free(), kind: "text", required: false, min: null, max: null, options: null, texts: {}, when: null }])}>+ ${t("admin.add_question")}</button></div><//>`;
}

/** @param {{ question: any, earlier: any[], pointer: string, error: (pointer: string) => string | undefined, onChange: (change: any) => void }} props */
function Question({ question, earlier, pointer, error, onChange }) {
  const { kind, texts } = question;
  const of = (/** @type {string} */ part) => Object.fromEntries(Object.entries(texts).flatMap(([locale, each]) => (each?.[part] ? [[locale, each[part]]] : [])));
  const write = (/** @type {string} */ part) => (/** @type {Record<string, string>} */ said) => {
    const locales = [...new Set([...Object.keys(texts), ...Object.keys(said)])];
    onChange({ texts: Object.fromEntries(locales.map((locale) => [locale, { ...texts[locale], [part]: said[locale] ?? (part === "title" ? "" : null) }]).filter(([, each]) => /** @type {any} */ (each).title)) });
  };
  const choosing = kind === "choice" || kind === "choices";
  return html`<div class="form-grid">
      <${Row} label=${t("admin.key")} error=${error(`${pointer}/key`)} control=${(/** @type {any} */ tie) => html`<input ...${tie} class="input code" value=${question.key} onInput=${(/** @type {any} */ event) => onChange({ key: event.currentTarget.value })} />`} />
      <${Row} label=${t("admin.kind")} error=${error(`${pointer}/kind`)} control=${(/** @type {any} */ tie) => html`<${SelectInput} tie=${tie} value=${kind} options=${KINDS.map((value) => ({ value, label: t(`admin.asks_${value}`) }))}
        onChange=${(/** @type {any} */ next) => onChange({ kind: next, min: next === "scale" ? 1 : null, max: next === "scale" ? 5 : null, options: next === "choice" || next === "choices" ? ["one", "two"] : null })} />`} />
      ${kind === "scale" && html`<${Row} label=${t("admin.min")} error=${error(`${pointer}/min`)} control=${(/** @type {any} */ tie) => html`<${NumberInput} tie=${tie} value=${question.min} onChange=${(/** @type {any} */ min) => onChange({ min })} />`} />
        <${Row} label=${t("admin.max")} error=${error(`${pointer}/max`)} control=${(/** @type {any} */ tie) => html`<${NumberInput} tie=${tie} value=${question.max} onChange=${(/** @type {any} */ max) => onChange({ max })} />`} />`}
      ${choosing && html`<${Row} label=${t("admin.options")} hint=${t("admin.option_keys_hint")} error=${error(`${pointer}/options`)} control=${(/** @type {any} */ tie) => html`<${WordsInput} tie=${tie} values=${question.options ?? []} onChange=${(/** @type {any} */ options) => onChange({ options })} />`} />`}
    </div>
    <${TextsRow} label=${t("admin.question")} required error=${error(`${pointer}/texts`)} texts=${of("title")} onChange=${write("title")} />
    ${["nps", "ces", "scale", "csat"].includes(kind) && html`<details><summary class="small">${t("admin.ends_of_scale")}</summary><${TextsRow} label=${t("admin.low_end")} texts=${of("low")} onChange=${write("low")} /><${TextsRow} label=${t("admin.high_end")} texts=${of("high")} onChange=${write("high")} /></details>`}
    ${choosing && (question.options ?? []).map((/** @type {string} */ option) => html`<${TextsRow} key=${option} label=${`${t("admin.option")}: ${option}`} texts=${Object.fromEntries(Object.entries(texts).flatMap(([locale, each]) => (each?.options?.[option] ? [[locale, each.options[option]]] : [])))}
      onChange=${(/** @type {Record<string, string>} */ said) => onChange({ texts: Object.fromEntries(Object.entries(texts).map(([locale, each]) => [locale, { .../** @type {any} */ (each), options: { .../** @type {any} */ (each).options, [option]: said[locale] ?? "" } }])) })} />`)}
    <div class="row"><label class="check"><input type="checkbox" checked=${question.required} onChange=${(/** @type {any} */ event) => onChange({ required: event.currentTarget.checked })} /> <span>${t("admin.must_answer")}</span></label>
      ${earlier.length > 0 && html`<${SelectInput} label=${t("admin.ask_when")} value=${question.when?.question} none=${t("admin.ask_always")} options=${earlier.map((each) => ({ value: each.key, label: t("admin.ask_if", { question: each.key }) }))} onChange=${(/** @type {any} */ key) => onChange({ when: key ? { question: key, answered: true } : null })} />`}
      ${question.when && html`<${When} when=${question.when} onChange=${(/** @type {any} */ when) => onChange({ when })} />`}</div>
    ${error(`${pointer}/when`) && html`<p class="text-bad small">${error(`${pointer}/when`)}</p>`}`;
}

/** @param {{ when: any, onChange: (when: any) => void }} props */
function When({ when, onChange }) {
  const kind = when.below !== null && when.below !== undefined ? "below" : when.above !== null && when.above !== undefined ? "above" : when.in ? "in" : "answered";
  const { question } = when;
  const plain = (/** @type {string} */ word) => (word === "true" ? true : word === "false" ? false : /^-?\d+$/.test(word) ? Number(word) : word);
  return html`<${SelectInput} label=${t("admin.ask_when")} value=${kind} options=${["answered", "below", "above", "in"].map((value) => ({ value, label: t(`admin.answer_${value}`) }))}
      onChange=${(/** @type {string} */ next) => onChange(next === "answered" ? { question, answered: true } : next === "in" ? { question, in: [] } : { question, [next]: 3 })} />
    ${(kind === "below" || kind === "above") && html`<${NumberInput} label=${t("admin.value")} value=${when[kind]} onChange=${(/** @type {any} */ value) => onChange({ question, [kind]: value ?? 0 })} />`}
    ${kind === "in" && html`<${WordsInput} label=${t("admin.value")} values=${when.in} onChange=${(/** @type {string[]} */ words) => onChange({ question, in: words.map(plain) })} />`}`;
}
