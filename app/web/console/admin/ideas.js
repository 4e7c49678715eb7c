// @ts-check
/** What customers wish for: proposed by those who hear it, counted by who asks, answered with what becomes of it. */
import { html, useState } from "../../shared/view.js";
import { number, t } from "../../shared/texts.js";
import { Badge, Button, Empty, Problem, Spinner, TextArea, When, useFetch, useList } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { api, attempt, useAddress, valueText } from "./setup/base.js";
import { PickOne } from "./setup/pick.js";
import { More } from "./setup/filters.js";
import { Records } from "./setup/records.js";

const STATES = ["proposed", "considering", "planned", "started", "done", "declined"];
const TONES = /** @type {Record<string, string>} */ ({ proposed: "", considering: "info", planned: "info", started: "warn", done: "ok", declined: "bad" });

/** @param {{item: any, reload: () => void}} props */
function Head({ item, reload }) {
  const path = `/v1/ideas/${item.id}`;
  const vote = () => attempt(() => (item.voted ? api.delete(`${path}/vote`) : api.put(`${path}/vote`))).then(reload);
  const unmerge = () => attempt(() => api.post(`${path}/unmerge`), t("setup.done")).then(reload);
  return html`<div class="row">
    <${Badge} tone=${TONES[item.status]}>${valueText(item.status)}<//>
    <span class="small muted">${t.n("setup.votes", item.votes)} · ${t.n("setup.askers", item.asked)} · ${item.author?.name ?? ""}</span>
    <span class="grow"></span>
    ${item.merged_into_id
      ? html`<${Link} class="button" href=${`/console/admin/ideas?id=${item.merged_into_id}`}>${t("setup.merged_into")}<//><${Button} kind="plain" onClick=${unmerge}>${t("setup.unmerge")}<//>`
      : html`<${Button} kind=${item.voted ? "plain" : "primary"} icon="thumbs-up" aria-pressed=${item.voted} onClick=${vote}>${t(item.voted ? "setup.voted" : "setup.vote")}<//>`}
  </div>
  ${item.answer ? html`<p class="setup-prose setup-note">${item.answer}</p>` : null}`;
}

/** What becomes of it, said to everybody who follows it. @param {{item: any, reload: () => void}} props */
function Answer({ item, reload }) {
  const address = useAddress();
  const [status, setStatus] = useState(item.status);
  const [answer, setAnswer] = useState(item.answer ?? "");
  const [into, setInto] = useState(/** @type {string|null} */ (null));
  const list = useList(`/v1/ideas/${item.id}/answers`);
  const say = () => attempt(() => api.post(`/v1/ideas/${item.id}/status`, { status, ...(answer ? { answer } : {}) }, { ifMatch: item.version }), t("setup.saved")).then(() => { list.reload(); reload(); });
  const merge = () => attempt(() => api.post(`/v1/ideas/${item.id}/merge`, { into_id: into }), t("setup.done")).then((made) => { reload(); if (made) address.set({ tab: null }); });
  return html`<div class="stack">
    <label class="field"><span class="label">${t("setup.f_status")}</span><select class="input" value=${status} onChange=${(/** @type {any} */ event) => setStatus(event.currentTarget.value)}>${STATES.map((one) => html`<option key=${one} value=${one} selected=${one === status}>${valueText(one)}</option>`)}</select></label>
    <label class="field"><span class="label">${t("setup.f_answer")}</span><${TextArea} rows="4" value=${answer} onInput=${setAnswer} /></label>
    <div><${Button} kind="primary" onClick=${say}>${t("setup.say_it")}<//></div>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}
    <ul class="list">${list.items.map((/** @type {any} */ one) => html`<li class="row" key=${one.id}><${Badge}>${valueText(one.status)}<//><span class="grow">${one.answer}</span><span class="small muted">${one.by?.name ?? ""} · <${When} at=${one.at} /></span></li>`)}</ul>
    <h3>${t("setup.merge_into")}</h3>
    <div class="row"><div class="grow"><${PickOne} from="/v1/ideas" called=${(/** @type {any} */ one) => one.title} value=${into} onValue=${setInto} label=${t("setup.merge_into")} /></div><${Button} kind="plain" disabled=${!into || into === item.id} onClick=${merge}>${t("setup.merge")}<//></div>
  </div>`;
}

/** @param {{item: any}} props */
function Asking({ item }) {
  const list = useList(`/v1/ideas/${item.id}/tickets`);
  return html`<div class="stack">
    ${list.error ? html`<${Problem} error=${list.error} />` : null}${list.loading && !list.items.length ? html`<${Spinner} />` : null}
    ${!list.loading && !list.error && !list.items.length ? html`<${Empty} icon="inbox" title=${t("setup.nobody_asks")} />` : null}
    <ul class="list">${list.items.map((/** @type {any} */ one) => html`<li class="stack setup-tight" key=${one.ticket_id}><div class="row"><${Link} class="grow setup-cut" href=${`/console/tickets/${one.ticket_id}`}>#${one.number} ${one.subject}<//><span class="small muted">${one.customer?.name ?? ""}</span></div>${one.quote ? html`<blockquote>${one.quote}</blockquote>` : null}</li>`)}</ul>
    <${More} list=${list} />
  </div>`;
}

/** @param {{item: any}} props */
function Comments({ item }) {
  const path = `/v1/ideas/${item.id}/comments`;
  const list = useList(path);
  const [body, setBody] = useState("");
  const say = () => attempt(() => api.post(path, { body })).then((made) => { if (made) setBody(""); list.reload(); });
  return html`<div class="stack">
    <${TextArea} rows="3" value=${body} onInput=${setBody} aria-label=${t("setup.comment")} /><div><${Button} kind="primary" disabled=${!body.trim()} onClick=${say}>${t("setup.comment")}<//></div>
    ${list.error ? html`<${Problem} error=${list.error} />` : null}
    <ul class="list">${list.items.map((/** @type {any} */ one) => html`<li key=${one.id}><p class="small muted">${one.author?.name ?? ""} · <${When} at=${one.created_at} /></p><p class="setup-prose">${one.body}</p></li>`)}</ul>
    <${More} list=${list} />
  </div>`;
}

/** The same said before, while it is being written. @param {{draft: any, own?: string}} props `own`: the id of the one that is looked at */
function Similar({ draft, own }) {
  const text = draft.title?.trim() ?? "";
  const found = useFetch(text.length > 5 ? "/v1/ideas/similar" : null, { text: `${text} ${draft.body ?? ""}`.slice(0, 2000) });
  const items = (found.data?.items ?? []).filter((/** @type {any} */ one) => (one.idea ?? one).id !== own);
  if (!items.length) return null;
  return html`<div class="setup-note"><p>${t("setup.similar_ideas")}</p><ul>${items.map((/** @type {any} */ one) => html`<li key=${(one.idea ?? one).id}><${Link} href=${`/console/admin/ideas?id=${(one.idea ?? one).id}`}>${(one.idea ?? one).title}<//></li>`)}</ul></div>`;
}

/** @type {import("./setup/records.js").RecordsDef} */
const DEF = {
  path: "/v1/ideas",
  title: "ideas",
  about: "ideas_about",
  make: "new_idea",
  called: (one) => one.title,
  needs: "ideas:write",
  paged: true,
  columns: [
    { label: "f_status", render: (one) => html`<${Badge} tone=${TONES[one.status]}>${valueText(one.status)}<//>` },
    { label: "who_asks", render: (one) => `${t.n("setup.votes", one.votes)} · ${t.n("setup.askers", one.asked)}` },
    { label: "idea_comments", numeric: true, render: (one) => number(one.comments) },
  ],
  filters: [
    { name: "q", label: "search", kind: "text" },
    { name: "status", label: "f_status", values: STATES },
    { name: "order", label: "f_order", usual: "newest", values: ["votes", "asked"] },
  ],
  blank: { title: "", body: "", brand: null },
  remove: "delete",
  head: Head,
  fields: [
    { name: "title", kind: "text", required: true },
    { name: "body", kind: "area", rows: 6, required: true },
    { name: "brand", kind: "ref", from: "/v1/brands", key: "key", none: true },
  ],
  beside: (draft, item) => html`<${Similar} draft=${draft} own=${item?.id} />`,
  tabs: [
    { key: "answer", label: "what_becomes", render: ({ item, reload }) => html`<${Answer} item=${item} reload=${reload} />` },
    { key: "asking", label: "who_asks", render: ({ item }) => html`<${Asking} item=${item} />` },
    { key: "comments", label: "idea_comments", render: ({ item }) => html`<${Comments} item=${item} />` },
  ],
};

export default function Ideas() {
  return html`<${Records} def=${DEF} />`;
}
