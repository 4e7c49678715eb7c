// @ts-check
/** The versions of a text: who wrote which, what is other between two, and the way back to one. */
import { html, useState } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { Badge, Button, Empty, Problem, Spinner, When, confirm, useFetch, useList } from "../../../shared/parts.js";
import { api, attempt } from "../setup/base.js";
import { More } from "../setup/filters.js";

const TONES = /** @type {Record<string, string>} */ ({ draft: "info", review: "warn", published: "ok", superseded: "" });

/** @param {{article: any, locale: string, onChanged: () => void}} props */
export function Versions({ article, locale, onChanged }) {
  const there = article.translations.some((/** @type {any} */ one) => one.locale === locale);
  if (!there) return html`<${Empty} icon="history" title=${t("setup.no_versions")} />`;
  return html`<${List} article=${article} path=${`/v1/articles/${article.id}/translations/${locale}`} onChanged=${onChanged} />`;
}

/** @param {{article: any, path: string, onChanged: () => void}} props */
function List({ path, onChanged }) {
  const list = useList(`${path}/versions`);
  const current = useFetch(path);
  const [pair, setPair] = useState(/** @type {number[]} */ ([]));
  const restore = async (/** @type {number} */ number) => {
    if (!(await confirm(t("setup.restore_question", { number })))) return;
    await attempt(() => api.post(`${path}/restore`, { number }, { ifMatch: current.etag }), t("setup.restored"));
    list.reload();
    current.reload();
    onChanged();
  };
  const flip = (/** @type {number} */ number) => setPair(pair.includes(number) ? pair.filter((one) => one !== number) : [...pair.slice(-1), number]);
  const [from, to] = [...pair].sort((one, other) => one - other);
  return html`<div class="stack">
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    <p class="small muted">${t("setup.compare_hint")}</p>
    <ul class="list">
      ${list.items.map(
        (/** @type {any} */ one) => html`<li class="row setup-version" key=${one.number}>
          <label class="setup-check"><input type="checkbox" checked=${pair.includes(one.number)} onChange=${() => flip(one.number)} /> ${t("setup.version_number", { number: one.number })}</label>
          <${Badge} tone=${TONES[one.state]}>${t(`setup.v_${one.state}`)}<//>
          <span class="grow setup-cut">${one.title}</span>
          <span class="small muted">${one.author?.name ?? t("setup.the_desk")} · <${When} at=${one.updated_at} />${one.restored_from ? ` · ${t("setup.restored_from", { number: one.restored_from })}` : ""}</span>
          <${Button} kind="quiet" onClick=${() => restore(one.number)}>${t("setup.go_back_to")}<//>
        </li>`,
      )}
    </ul>
    <${More} list=${list} />
    ${to !== undefined ? html`<${Difference} path=${path} from=${from} to=${to} />` : null}
  </div>`;
}

/** @param {{path: string, from: number, to: number}} props */
function Difference({ path, from, to }) {
  const found = useFetch(`${path}/diff`, { from, to });
  if (found.error) return html`<${Problem} error=${found.error} />`;
  if (!found.data) return html`<${Spinner} />`;
  const { title, summary, hunks } = found.data;
  const words = /** @type {[string, any][]} */ ([["f_title", title], ["f_summary", summary]]);
  return html`<section class="card stack" aria-label=${t("setup.difference")}>
    <h3>${t("setup.difference_of", { from, to })}</h3>
    ${words.map(([label, change]) => (change ? html`<p key=${label}><strong>${t(`setup.${label}`)}</strong>: <del>${change.before}</del> → <ins>${change.after}</ins></p>` : null))}
    ${hunks.length || title || summary ? null : html`<p class="muted">${t("setup.no_difference")}</p>`}
    ${hunks.map(
      (/** @type {any} */ hunk) => html`<pre class="code setup-diff" tabindex="0" key=${hunk.to_line}>${hunk.lines.map(
          (/** @type {any} */ line, /** @type {number} */ index) => html`<span key=${index} class=${`setup-line ${line.change}`}>${line.change === "added" ? "+ " : line.change === "removed" ? "− " : "  "}${line.text}${"\n"}</span>`,
        )}</pre>`,
    )}
  </section>`;
}
