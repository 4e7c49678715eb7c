// @ts-check
/** Tags that are in use: renamed or merged everywhere at once, as a job. */

import { html, useState } from "../../shared/view.js";
import { Button, confirm, Empty, Problem, Spinner, useApi, useList } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { number, t } from "../../shared/texts.js";
import { useMe } from "../who.js";
import { forget } from "./choices.js";
import { JobState, useJob } from "./setup/job.js";

export function Tags() {
  const api = useApi();
  const may = useMe().may("settings:write");
  const [begins, setBegins] = useState("");
  const [chosen, setChosen] = useState(/** @type {string[]} */ ([]));
  const [to, setTo] = useState("");
  const [job, setJob] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const tags = useList("/v1/tags", { begins: begins || undefined, limit: 100 });
  const running = useJob(job);
  const rename = async (/** @type {string | null} */ name) => {
    const asked = name === null ? t("admin.tags_remove_ask", { tags: chosen.join(", ") }) : t("admin.tags_ask", { tags: chosen.join(", "), to: name });
    if (!(await confirm(asked))) return;
    setError(null);
    await api.post("/v1/tags/rename", { names: chosen, to: name }).then((found) => [setJob(found), setChosen([]), setTo(""), forget("tags")], setError);
  };
  const toggle = (/** @type {string} */ name) => setChosen(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]);
  return html`<section class="admin-page"><header class="page-head"><div class="grow"><h1>${t("admin.tags")}</h1><p class="muted">${t("admin.tags_intro")}</p></div></header>
    <div class="toolbar"><input class="input auto" type="search" value=${begins} placeholder=${t("admin.begins_with")} aria-label=${t("admin.begins_with")} onInput=${(/** @type {any} */ event) => setBegins(event.currentTarget.value)} />
      <${Button} kind="quiet" onClick=${tags.reload}>${t("admin.look_again")}<//></div>
    ${chosen.length > 0 && html`<form class="card row" onSubmit=${(/** @type {any} */ event) => [event.preventDefault(), to.trim() && rename(to.trim())]}><span>${t("admin.chosen", { count: chosen.length })}</span>
      <input class="input auto" value=${to} maxlength="64" placeholder=${t("admin.new_name")} aria-label=${t("admin.new_name")} onInput=${(/** @type {any} */ event) => setTo(event.currentTarget.value)} />
      <${Button} kind="primary" type="submit" disabled=${!to.trim()}>${chosen.length > 1 ? t("admin.merge") : t("admin.rename")}<//><${Button} kind="danger" onClick=${() => rename(null)}>${t("admin.tags_remove")}<//></form>`}
    ${error && html`<${Problem} error=${error} />`}<${JobState} ...${running} quiet />
    ${running.job?.status === "done" && html`<p class="notice ok" role="status">${t("admin.tags_done")}</p>`}
    ${tags.error && html`<${Problem} error=${tags.error} onRetry=${tags.reload} />`}${tags.loading && tags.items.length === 0 && html`<${Spinner} />`}
    ${!tags.loading && tags.items.length === 0 && html`<${Empty} icon="tags" title=${t("resource.none")} />`}
    ${tags.items.length > 0 && html`<div class="table-wrap"><table class="table"><thead><tr><th scope="col" class="tick"><span class="sr">${t("admin.choose")}</span></th><th scope="col">${t("resource.name")}</th><th scope="col" class="number">${t("admin.uses")}</th></tr></thead>
      <tbody>${tags.items.map((each) => html`<tr key=${each.name}><td>${may && html`<label class="check"><input type="checkbox" aria-label=${each.name} checked=${chosen.includes(each.name)} onChange=${() => toggle(each.name)} /></label>`}</td>
        <th scope="row">${each.name}</th><td class="number"><${Link} href=${`/console/search?q=${encodeURIComponent(`tag:${each.name}`)}`}>${number(each.uses)}<//></td></tr>`)}</tbody></table></div>`}
    ${!tags.done && tags.items.length > 0 && html`<${Button} onClick=${tags.more} busy=${tags.loading}>${t("admin.more")}<//>`}
  </section>`;
}
