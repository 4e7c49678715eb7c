// @ts-check
import { ofCode, sentenceOf } from "../refusals.js";
import { ago, brief, duration, t, when } from "../texts.js";
import { now } from "../time.js";
import { html, useEffect, useState } from "../view.js";
import { Icon } from "./buttons.js";
import { useClock } from "./fetching.js";

/** `tone`: ok, warn, bad, info or accent. @param {any} props */
export function Badge({ tone = "", children, ...more }) {
  return html`<span class=${`badge ${tone}`} ...${more}>${children}</span>`;
}

/** A face, or the first letters of a name. It says nothing to a screen reader: the name is beside it. @param {any} props */
export function Avatar({ name, src, size = "" }) {
  const [failed, setFailed] = useState(false);
  useEffect(() => setFailed(false), [src]);
  if (src && !failed) return html`<img class=${`avatar ${size}`} src=${src} alt="" onError=${() => setFailed(true)} />`;
  const letters = (name ?? "?").trim().split(/\s+/).slice(0, 2).map((/** @type {string} */ each) => [...each][0] ?? "").join("");
  // Drawn by the style sheet: letters in the page would be a text that the name of a button has to contain.
  return html`<span class=${`avatar ${size}`} aria-hidden="true" data-letters=${letters.toLocaleUpperCase() || "?"}></span>`;
}

/** @param {any} props */
export function Card({ title, actions, children, class: extra = "", ...more }) {
  return html`<section class=${`card ${extra}`} ...${more}>
    ${(title || actions) && html`<div class="card-head"><h2>${title}</h2>${actions && html`<div class="row">${actions}</div>`}</div>`}${children}</section>`;
}

/** Nothing to see, and why. @param {any} props */
export function Empty({ icon = "inbox", title, children }) {
  return html`<div class="empty"><${Icon} name=${icon} /><strong>${title}</strong>${children}</div>`;
}

/** @param {any} props */
export function Notice({ tone = "", children, ...more }) {
  return html`<div class=${`notice ${tone}`} ...${more}>${children}</div>`;
}

/** Why something did not work, in words. @param {any} props `error`: an `ApiError`, another error, or nothing */
export function Problem({ error, onRetry }) {
  if (!error) return null;
  const entries = /** @type {import("../refusals.js").Refusal[]} */ (error.problem?.errors ?? []);
  // Every entry comes from the check of the form itself: nothing more is known than what they say.
  const checked = error.code === "invalid" && entries.length > 0 && entries.every((each) => each.code);
  const known = ofCode(checked ? "fields" : error.code ?? "");
  const details = entries.map(sentenceOf);
  return html`<div class="notice bad" role="alert"><div class="row top fixed"><div class="grow wrap">${known ?? error.detail ?? error.message}
    ${!known && !error.detail && !error.message && t("common.failed")}
    ${details.length > 0 && !(details.length === 1 && details[0] === error.detail) && html`<ul>${details.map((/** @type {string} */ each) => html`<li>${each}</li>`)}</ul>`}</div>
    ${onRetry && html`<button type="button" class="button small" onClick=${onRetry}>${t("common.again")}</button>`}</div></div>`;
}

/** A moment, short, with all of it on hover. `relative`: as "5 minutes ago". @param {any} props */
export function When({ at, relative = false }) {
  useClock(relative ? 30_000 : 0);
  if (!at) return null;
  return html`<time datetime=${at} title=${when(at)}>${relative ? ago(at) : brief(at)}</time>`;
}

/** Without the seconds while there are many minutes: nobody acts on them, and what moves draws the eye. @param {number} seconds */
function calmly(seconds) {
  return seconds < 600 ? seconds : seconds - (seconds % 60);
}

/** By its largest unit: of what is late for a day, minutes say nothing. @param {number} seconds */
function roughly(seconds) {
  const unit = [86_400, 3600, 60].find((each) => seconds >= each) ?? 1;
  return Math.floor(seconds / unit) * unit;
}

/** Time that is left, or by how much it is over; `soon`: seconds from which on it is a warning. @param {any} props */
export function Countdown({ to, soon = 900 }) {
  useClock(to ? 1000 : 0);
  if (!to) return null;
  const left = (new Date(to).getTime() - now()) / 1000;
  const tone = left < 0 ? "bad" : left < soon ? "warn" : "";
  const said = left < 0 ? t("common.overdue_by", { time: duration(roughly(-left)) }) : t("common.due_in", { time: duration(calmly(left)) });
  return html`<time class=${`badge ${tone}`} datetime=${to} title=${when(to)}><${Icon} name="clock" />${said}</time>`;
}

/** @param {{ value: unknown }} props */
export function JsonView({ value }) {
  return html`<pre class="code" tabindex="0" dir="ltr">${JSON.stringify(value, null, 2)}</pre>`;
}
