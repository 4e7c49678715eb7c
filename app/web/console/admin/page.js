// @ts-check
/** The settings: their sections on the side, the chosen one beside them. */
import { Icon, Problem, Spinner } from "../../shared/parts.js";
import { Link } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { html, useEffect, useRef, useState } from "../../shared/view.js";
import { SECTIONS } from "./sections.js";

/** @param {{ params: any, query: any }} props */
export default function Admin({ params, query }) {
  const chosen = SECTIONS.find((each) => each.name === params.section);
  const groups = [...new Set(SECTIONS.map((each) => each.group))];
  const side = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => side.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }), [params.section]);
  return html`<div class="admin">
    <nav ref=${side} class=${`admin-side ${chosen ? "chosen" : ""}`} aria-label=${t("console.admin")}>
      <h1>${t("console.admin")}</h1>
      ${groups.map((group) => html`<section key=${group}><h2 class="small muted">${t(`console.group_${group}`)}</h2>
        ${SECTIONS.filter((each) => each.group === group).map((each) => html`<${Link} key=${each.name} class="list-link" href=${`/console/admin/${each.name}`}
          aria-current=${each === chosen ? "page" : undefined}><${Icon} name=${each.icon} /><span>${t(`console.section_${each.name}`)}</span><//>`)}</section>`)}
    </nav>
    <div class="admin-main">${chosen ? html`<${Link} class="only-narrow" href="/console/admin"><${Icon} name="arrow-left" />${t("console.admin")}<//>
      <${Loaded} key=${chosen.name} section=${chosen} params=${params} query=${query} />` : html`<${Overview} groups=${groups} />`}</div>
  </div>`;
}

/** Where there is room for it beside the sections: the same once more, as doors. @param {{ groups: string[] }} props */
function Overview({ groups }) {
  return html`<div class="admin-overview stack loose"><p class="muted">${t("console.choose_section")}</p>
    ${groups.map((group) => html`<section key=${group}><h2>${t(`console.group_${group}`)}</h2>
      <ul class="doors">${SECTIONS.filter((each) => each.group === group).map((each) => html`<li key=${each.name}>
        <${Link} class="door" href=${`/console/admin/${each.name}`}><${Icon} name=${each.icon} /><span>${t(`console.section_${each.name}`)}</span><//></li>`)}</ul></section>`)}</div>`;
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
