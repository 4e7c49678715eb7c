// @ts-check
/** Skills that queues can ask for, and how many active people have them at which level. */

import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { AreaField, TextField } from "./setup/form.js";
import { Records } from "./setup/records.js";

const LEVELS = /** @type {const} */ ([1, 2, 3, 4, 5]);

export default function Skills() {
  return html`<${Records} def=${{
    path: "/v1/skills",
    needs: "people:write",
    title: "admin.skills",
    about: "admin.skills_intro",
    make: "admin.new_skill",
    remove: "delete",
    removeAsk: "admin.delete_ask",
    called: (/** @type {any} */ item) => item.name,
    note: (/** @type {any} */ item) => item.description,
    columns: [
      { label: "admin.people", numeric: true, render: (/** @type {any} */ item) => item.agents },
      ...LEVELS.map((level) => ({ label: "admin.level_n", blanks: { level }, numeric: true, render: (/** @type {any} */ item) => item.levels[level] ?? 0 })),
    ],
    blank: () => ({ name: "", description: null }),
    take: (/** @type {any} */ { name, description }) => ({ name, description }),
    send: (/** @type {any} */ { name, description }) => ({ name, description: description || null }),
    Form: (/** @type {{ form: import("./setup/form.js").Form }} */ { form }) => html`
      <${TextField} form=${form} name="name" label=${t("admin.name")} required />
      <${AreaField} form=${form} name="description" label=${t("admin.description")} />`,
  }} />`;
}
