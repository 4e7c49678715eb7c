// @ts-check
/** Make a view, change one, or delete it. */
import { html, useState } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { Button, Checkbox, Dialog, Field, Input, Problem, Select, confirm, toast, useFetch } from "../../shared/parts.js";
import { useSending } from "../../shared/sending.js";
import { api } from "../caller.js";
import { COLUMNS, USUAL } from "./columns.js";
import { Conditions, edited, stated } from "./conditions.js";
import { choices, useDirectory } from "./directory.js";

/** @typedef {import("./views.js").View} View */

const SORTS = ["-updated_at", "updated_at", "-created_at", "created_at"];

/**
 * @param {{ view: View | null, conditions?: any, lead: boolean, onClose: () => void,
 *   onDone: (view: View | null) => void }} props `conditions`: what a new one begins with
 */
export function ViewEditor({ view, conditions, lead, onClose, onDone }) {
  const stands = /** @type {{ all?: any[], any?: any[] }} */ (view?.conditions ?? {});
  const [form, setForm] = useState({
    name: view?.name ?? "", scope: view?.scope ?? "personal", team_id: view?.team_id ?? "",
    all: edited(stands.all ?? conditions?.all ?? []), any: edited(stands.any ?? []),
    sort: view?.sort ?? "-updated_at", columns: view === null || view.columns.length === 0 ? USUAL : view.columns,
  });
  const { busy, error, setError, send } = useSending();
  const teams = useDirectory("teams");
  const current = useFetch(view === null ? null : `/v1/views/${view.id}`);
  const set = (/** @type {Partial<typeof form>} */ change) => setForm((was) => ({ ...was, ...change }));

  const save = () => send(async () => {
    const asked = {
      name: form.name, sort: form.sort, columns: form.columns,
      conditions: { all: stated(form.all), any: stated(form.any) },
    };
    const saved = view === null
      ? await api.post("/v1/views", {
        ...asked, scope: form.scope, ...(form.scope === "team" ? { team_id: form.team_id || null } : {}),
      })
      : await api.patch(`/v1/views/${view.id}`, asked, { ifMatch: current.etag ?? undefined });
    toast(t("inbox.view_saved"), { tone: "ok" });
    onDone(saved);
  });
  const remove = async () => {
    if (view === null || !(await confirm(t("inbox.view_delete_ask", { name: view.name })))) return;
    try {
      await api.delete(`/v1/views/${view.id}`);
      onDone(null);
    } catch (problem) {
      setError(problem);
    }
  };

  return html`<${Dialog} title=${view === null ? t("inbox.view_new") : t("inbox.view_change")} onClose=${onClose}
      actions=${html`
        ${view === null ? null : html`<${Button} kind="danger" onClick=${remove}>${t("inbox.view_delete")}</${Button}>
          <span class="grow"></span>`}
        <${Button} kind="plain" onClick=${onClose}>${t("inbox.cancel")}</${Button}>
        <${Button} kind="primary" busy=${busy} disabled=${form.name.trim() === ""} onClick=${save}>
          ${t("inbox.save")}</${Button}>`}>
    <div class="stack">
      ${error === null ? null : html`<${Problem} error=${error} />`}
      <${Field} label=${t("inbox.view_name")}>
        <${Input} value=${form.name} maxlength="100"
          onInput=${(/** @type {any} */ value) => set({ name: value })} />
      </${Field}>
      ${view !== null || !lead ? null : html`<${Field} label=${t("inbox.view_scope")}>
        <${Select} value=${form.scope} options=${["personal", "team", "shared"].map((value) => ({
          value, label: t(`inbox.scope_${value}`),
        }))} onChange=${(/** @type {any} */ value) => set({ scope: value })} />
      </${Field}>`}
      ${view !== null || form.scope !== "team" ? null : html`<${Field} label=${t("inbox.column_team_id")}>
        <${Select} value=${form.team_id} empty=${t("inbox.choose")} options=${choices(teams)}
          onChange=${(/** @type {any} */ value) => set({ team_id: value ?? "" })} />
      </${Field}>`}
      <${Conditions} title=${t("inbox.conditions_all")} rows=${form.all} onChange=${(/** @type {any} */ all) => set({ all })} />
      <${Conditions} title=${t("inbox.conditions_any")} rows=${form.any} onChange=${(/** @type {any} */ any) => set({ any })} />
      <${Field} label=${t("inbox.sort")}>
        <${Select} value=${form.sort} options=${SORTS.map((value) => ({
          value, label: t(`inbox.sort_${value.replace("-", "down_")}`),
        }))} onChange=${(/** @type {any} */ value) => set({ sort: value })} />
      </${Field}>
      <fieldset>
        <legend>${t("inbox.columns")}</legend>
        <div class="inbox-columns">
          ${Object.keys(COLUMNS).map((each) => html`<${Checkbox} key=${each} label=${t(`inbox.column_${each}`)}
            checked=${form.columns.includes(each)} onChange=${() => set({ columns: chosen(form.columns, each) })} />`)}
        </div>
      </fieldset>
    </div>
  </${Dialog}>`;
}

/** With the column, or without it, in the usual order. @param {string[]} columns @param {string} column */
function chosen(columns, column) {
  const wanted = columns.includes(column) ? columns.filter((each) => each !== column) : [...columns, column];
  return Object.keys(COLUMNS).filter((each) => wanted.includes(each));
}
