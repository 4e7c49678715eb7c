// @ts-check
/** Skills that queues can ask for, and how many active people have them at which level. */

import { html } from "../../shared/view.js";
import { t } from "../../shared/texts.js";
import { forget } from "./choices.js";
import { useTexts } from "./conditions.js";
import { AreaField, TextField } from "./form.js";
import { Resource } from "./resource.js";

const LEVELS = /** @type {const} */ ([1, 2, 3, 4, 5]);

export default function Skills() {
  const ready = useTexts(["admin", "resource"]);
  if (!ready) return null;
  return html`<${Resource} spec=${{
    path: "/v1/skills",
    needs: "people:write",
    title: t("admin.skills"),
    intro: t("admin.skills_intro"),
    create: t("admin.new_skill"),
    archive: "delete",
    archiveWords: t("admin.delete"),
    archiveAsk: t("admin.delete_ask"),
    name: (/** @type {any} */ item) => item.name,
    note: (/** @type {any} */ item) => item.description,
    columns: [
      { label: t("admin.people"), numeric: true, render: (/** @type {any} */ item) => item.agents },
      ...LEVELS.map((level) => ({ label: t("admin.level_n", { level }), numeric: true, render: (/** @type {any} */ item) => item.levels[level] ?? 0 })),
    ],
    blank: () => ({ name: "", description: null }),
    draft: (/** @type {any} */ { name, description }) => ({ name, description }),
    body: (/** @type {any} */ { name, description }) => ({ name, description: description || null }),
    saved: () => forget("skills"),
    Form: (/** @type {{ form: import("./form.js").Form }} */ { form }) => html`
      <${TextField} form=${form} name="name" label=${t("admin.name")} required />
      <${AreaField} form=${form} name="description" label=${t("admin.description")} />`,
  }} />`;
}
