// @ts-check
/** The reports of the console: a dashboard for each question that a lead asks, the explorer, and what goes out by mail. */
import { Link } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { html, useEffect, useMemo, useRef } from "../../shared/view.js";
import { useMe } from "../who.js";
import { useAddress } from "./address.js";
import { Arrivals } from "./arrivals.js";
import { askedOf, changed } from "./asked.js";
import { BehindPage } from "./behind.js";
import { ReportCard } from "./card.js";
import { DASHBOARDS } from "./dashboards.js";
import { Explorer } from "./explorer.js";
import { Monitors } from "./monitors.js";
import { Quality } from "./quality.js";
import { Schedules } from "./schedules.js";
import { Staffing } from "./staffing.js";
import { ReportToolbar, useChoices } from "./toolbar.js";
import { Topics } from "./topics.js";

/** Where it begins. */
const FIRST = "overview";
const ROOT = "/console/reports";

/** @typedef {{ asked: import("./asked.js").Asked, choices: Record<string, [string, string][]> }} PartProps */

/** Parts of a dashboard that are no cards. @type {Record<string, (props: PartProps) => any>} */
const PARTS = {
  arrivals: ({ asked }) => html`<${Arrivals} asked=${asked} />`,
  staffing: ({ asked, choices }) => html`<${Staffing} asked=${asked} choices=${choices} />`,
  topics: ({ asked }) => html`<${Topics} asked=${asked} />`,
  quality: ({ asked }) => html`<${Quality} asked=${asked} />`,
  monitors: ({ asked }) => html`<${Monitors} asked=${asked} />`,
  explorer: ({ asked }) => html`<${Explorer} asked=${asked} />`,
};

/** What somebody may see who is offered a dashboard. @type {Record<string, string>} */
const NEEDS = { staffing: "settings:read", quality: "reviews:read", monitors: "monitors:read" };

/** What of the toolbar has no say in a dashboard. @type {Record<string, string[]>} */
const WITHOUT = {
  arrivals: ["interval", "hours", "compare"],
  staffing: ["period", "interval", "hours", "compare"],
  topics: ["hours"],
  quality: ["interval", "hours", "compare"],
  monitors: ["hours", "compare"],
};

const TABS = [
  "overview", "speed", "promises", "satisfaction", "arrivals", "staffing", "people", "topics", "help", "quality", "monitors",
  "explorer", "mail",
];

/** @param {string} path @returns {{ tab: string, report: string | null }} */
function placeOf(path) {
  const [first = "", second = ""] = path.slice(ROOT.length).split("/").filter(Boolean);
  if (second === "tickets") return { tab: "", report: first };
  return { tab: TABS.includes(first) ? first : FIRST, report: null };
}

/** The page of reports, whatever part of it its address means. */
export function ReportsPage() {
  const { path, query } = useAddress();
  const { tab, report } = placeOf(path);
  if (report) return html`<${BehindPage} key=${`${report}?${query}`} report=${report} query=${query} />`;
  return html`<${Dashboards} tab=${tab} query=${query} />`;
}

/** @param {{ tab: string, query: URLSearchParams }} props */
function Dashboards({ tab, query }) {
  const text = query.toString();
  const asked = useMemo(() => askedOf(query), [text]);
  const choices = useChoices();
  const me = useMe();
  const tabs = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    // On a narrow screen the row of dashboards scrolls: the one that is open is in sight.
    tabs.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    document.title = `${t(`reports.tab.${tab}`)} · ${t("reports.title")}`;
  }, [tab]);
  // What is asked goes along from one dashboard to the next; what is only of the explorer stays there.
  const kept = changed(query, { report: null, group_by: null, view: null });
  const Part = PARTS[tab];
  return html`<div class="page reports">
    <div class="page-head"><h1>${t("reports.title")}</h1></div>
    <nav class="tabs" ref=${tabs} aria-label=${t("reports.dashboards")}>
      ${TABS.filter((name) => !NEEDS[name] || me.may(NEEDS[name])).map((name) => html`<${Link} href=${`${ROOT}/${name}${kept}`} aria-current=${name === tab ? "page" : undefined}>${t(`reports.tab.${name}`)}<//>`)}
    </nav>
    ${tab !== "mail" && html`<${ReportToolbar} asked=${asked} choices=${choices} without=${WITHOUT[tab]} />`}
    ${tab === "mail"
      ? html`<${Schedules} choices=${choices} />`
      : html`<div class="report-grid">
          ${Part && html`<${Part} asked=${asked} choices=${choices} />`}
          ${(DASHBOARDS[tab] ?? []).map((spec, place) => html`<${ReportCard} key=${`${tab}-${place}`} spec=${spec} asked=${asked} />`)}
        </div>`}
  </div>`;
}

export default ReportsPage;
