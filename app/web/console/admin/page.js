// @ts-check
/** The settings: their sections on the side, the chosen one beside them. */
import { Icon, Problem, Spinner } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { html, useEffect, useState } from "../../shared/view.js";
import { SECTIONS } from "./sections.js";

/** @param {{ params: any, query: any }} props */
export default function Admin({ params, query }) {
  const chosen = SECTIONS.find((each) => each.name === params.section);
  const groups = [...new Set(SECTIONS.map((each) => each.group))];
  return html`<div class="admin">
    <nav class=${`admin-side ${chosen ? "chosen" : ""}`} aria-label=${t("console.admin")}>
      <h1>${t("console.admin")}</h1>
      ${groups.map((group) => html`<section key=${group}><h2 class="small muted">${t(`console.group_${group}`)}</h2>
        ${SECTIONS.filter((each) => each.group === group).map((each) => html`<${Link} key=${each.name} class="list-link" href=${`/console/admin/${each.name}`}
          aria-current=${each === chosen ? "page" : undefined}><${Icon} name=${each.icon} /><span>${t(`console.section_${each.name}`)}</span><//>`)}</section>`)}
    </nav>
    <div class="admin-main">${chosen ? html`<${Link} class="only-narrow" href="/console/admin"><${Icon} name="arrow-left" /> ${t("console.admin")}<//>
      <${Loaded} key=${chosen.name} section=${chosen} params=${params} query=${query} />` : html`<p class="page muted">${t("console.choose_section")}</p>`}</div>
  </div>`;
}

/** @param {any} props */
function Loaded({ section, params, query }) {
  const [page, setPage] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  useEffect(() => {
    section.page().then((/** @type {any} */ made) => setPage(() => made.default), setError);
  }, []);
  if (error) return html`<div class="page"><${Problem} error=${error} /></div>`;
  return page ? html`<${page} params=${params} query=${query} />` : html`<div class="page"><${Spinner} /></div>`;
}
