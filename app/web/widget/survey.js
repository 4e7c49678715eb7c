// @ts-check
/** What the desk asks when it is over: the survey of this conversation, with its own questions. */
import { html, useEffect, useState } from "../shared/view.js";
import { locale, number, t } from "../shared/language.js";
import { Refused, call } from "./calls.js";
import { Icon } from "./parts.js";

/**
 * @typedef {import("api").components["schemas"]["SurveyPageQuestion"]} Question
 * @typedef {import("api").components["schemas"]["SurveyPageOut"]} Page
 * @typedef {Record<string, any>} Answers
 */

/** @param {{ widget: import("./main.js").Widget, token: string }} props */
export function Survey({ widget, token }) {
  const { desk } = widget.options;
  const path = `/v1/survey-pages/${encodeURIComponent(token)}`;
  const [page, setPage] = useState(/** @type {Page | null} */ (null));
  const [answers, setAnswers] = useState(/** @type {Answers} */ ({}));
  const [state, setState] = useState("");
  useEffect(() => {
    call(desk, "GET", path, { query: { locale: locale() } }).then((found) => {
      setPage(found);
      setAnswers(found.answers);
    }, () => setState("gone"));
  }, []);
  if (!page || state === "gone" || ["expired", "cancelled"].includes(page.state)) return null;
  if (page.state === "answered" && state !== "again") {
    return html`<section class="survey" aria-label=${page.title}><p role="status">${page.thanks}</p>
      ${page.editable_until && html`<button type="button" class="quiet" onClick=${() => setState("again")}>${t("widget_more.change")}</button>`}
    </section>`;
  }
  const asked = page.questions.filter((each) => isAsked(each, answers));
  const missing = asked.some(({ key, required }) => required && (answers[key] ?? "") === "");
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (missing) return setState("missing");
    setState("busy");
    const given = Object.fromEntries(asked.flatMap(({ key }) => ((answers[key] ?? "") === "" ? [] : [[key, answers[key]]])));
    try {
      setPage(await call(desk, "POST", path, { body: { answers: given }, query: { locale: locale() } }));
      setState("");
      widget.emit("rated", given);
    } catch (error) {
      setState(error instanceof Refused ? error.message : t("widget.no_network"));
    }
  };
  return html`<form class="survey" onSubmit=${send} aria-label=${page.title}>
    <h3>${page.title}</h3>${page.intro && html`<p>${page.intro}</p>`}
    ${asked.map((each) => html`<${Asked} key=${each.key} ...${{ question: each, value: answers[each.key],
      set: (/** @type {any} */ value) => setAnswers({ ...answers, [each.key]: value }) }} />`)}
    ${state && !["busy", "again"].includes(state) && html`<p class="error" role="alert">${
      state === "missing" ? t("widget_more.answer_all") : state}</p>`}
    <button type="submit" class="primary" aria-disabled=${state === "busy"}>${t("widget_more.answer")}</button>
  </form>`;
}

/** Whether a question is asked after these answers. @param {Question} question @param {Answers} answers */
function isAsked({ when }, answers) {
  if (!when) return true;
  const value = answers[when.question];
  if (when.answered != null) return when.answered === (value !== undefined);
  if (value === undefined) return false;
  const values = Array.isArray(value) ? value : [value];
  return values.some((each) => when.in?.includes(each) || (when.below != null && each < when.below)
    || (when.above != null && each > when.above));
}

/** @param {{ question: Question, value: any, set: (value: any) => void }} props */
function Asked({ question, value, set }) {
  const { key, kind, title, min, max, low, high, options } = question;
  const name = `q-${key}`;
  if (kind === "text") {
    return html`<label class="field"><span>${title}</span><textarea rows="2" maxlength="5000" dir="auto" value=${value ?? ""}
      onInput=${(/** @type {any} */ event) => set(event.target.value)}></textarea></label>`;
  }
  /** @type {[any, string][]} */
  const choices = kind === "yes_no" ? [[true, t("widget_more.yes")], [false, t("widget_more.no")]]
    : options?.map((each) => [each.key, each.text])
      ?? Array.from({ length: (max ?? 5) - (min ?? 1) + 1 }, (_, index) => [(min ?? 1) + index, number((min ?? 1) + index)]);
  const many = kind === "choices";
  const chosen = many ? value ?? [] : [value];
  const pick = (/** @type {any} */ each) => set(!many ? each
    : chosen.includes(each) ? chosen.filter((/** @type {any} */ other) => other !== each) : [...chosen, each]);
  return html`<fieldset class=${kind === "csat" ? "stars" : options ? "options" : "scale"}><legend>${title}</legend>
    ${choices.map(([each, text]) => html`<label key=${text} class=${chosen.includes(each) || (kind === "csat" && each <= value) ? "on" : ""}>
      <input type=${many ? "checkbox" : "radio"} name=${name} checked=${chosen.includes(each)} onChange=${() => pick(each)} />
      ${kind === "csat" ? html`<${Icon} name="star" /><span class="sr">${text}</span>` : html`<span>${text}</span>`}
    </label>`)}
    ${(low || high) && html`<p class="ends"><span>${low}</span><span>${high}</span></p>`}
  </fieldset>`;
}
