// @ts-check
/** What was learnt of an incident: in Markdown, with its figures, published when it is finished. */
import { html, useEffect, useState } from "../../../shared/view.js";
import { duration, number, t } from "../../../shared/texts.js";
import { Badge, Button, Problem, Spinner, Switch, TextArea, When, toast, useFetch } from "../../../shared/parts.js";
import { Markdown } from "../../../shared/markdown.js";
import { api } from "../setup/base.js";

/** @param {{incident: any}} props */
export function PostMortem({ incident }) {
  const path = `/v1/incidents/${incident.id}/post-mortem`;
  const found = useFetch(path);
  const [body, setBody] = useState(/** @type {string|null} */ (null));
  const [published, setPublished] = useState(false);
  const [error, setError] = useState(/** @type {any} */ (null));
  const there = found.data;
  useEffect(() => {
    if (there && body === null) setBody(there.body);
    if (there) setPublished(Boolean(there.published_at));
  }, [there?.version]);
  if (found.error) return html`<${Problem} error=${found.error} />`;
  if (!there || body === null) return html`<${Spinner} />`;
  const { figures } = there;
  const save = async () => {
    try {
      await api.put(path, { body, published }, { ifMatch: found.etag });
      setError(null);
      toast(t("setup.saved"), { tone: "ok" });
      found.reload();
    } catch (problem) {
      setError(problem);
      if (/** @type {any} */ (problem).status === 412) found.reload();
    }
  };
  return html`<div class="stack">
    <dl class="setup-figures"><div><dt>${t("setup.lasted")}</dt><dd>${duration(figures.seconds)}</dd></div><div><dt>${t("setup.tickets")}</dt><dd>${number(figures.tickets)}</dd></div><div><dt>${t("setup.customers")}</dt><dd>${number(figures.customers)}</dd></div><div><dt>${t("setup.updates")}</dt><dd>${number(figures.updates)}</dd></div></dl>
    <p class="row"><${Badge} tone=${there.published_at ? "ok" : "info"}>${t(there.published_at ? "setup.v_published" : "setup.v_draft")}<//>${there.published_at ? html`<span class="small muted"><${When} at=${there.published_at} /></span>` : null}</p>
    ${error ? html`<div><${Problem} error=${error} />${error.status === 412 ? html`<details open><summary>${t("setup.theirs")}</summary><pre class="setup-source" tabindex="0">${there.body}</pre></details>` : null}</div>` : null}
    <div class="setup-sides">
      <${TextArea} class="setup-mono setup-body" value=${body} onInput=${setBody} aria-label=${t("setup.post_mortem")} />
      <div class="card setup-preview" role="region" tabindex="0" aria-label=${t("setup.preview")}><${Markdown} text=${body} /></div>
    </div>
    <div class="row">${incident.visibility === "public" ? html`<${Switch} label=${t("setup.publish_it")} checked=${published} onChange=${setPublished} />` : null}<${Button} kind="primary" onClick=${save}>${t("setup.save")}<//></div>
  </div>`;
}
