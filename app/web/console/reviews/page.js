// @ts-check
/** How good the work is, one conversation at a time: what is to be reviewed, what was said of it, and what came of that. */
import { html } from "../../shared/view.js";
import { Tabs } from "../../shared/parts.js";
import { setQuery, useRoute } from "../../shared/router.js";
import { t } from "../../shared/texts.js";
import { useMe } from "../who.js";
import { Assignments } from "./assignments.js";
import { Calibrations } from "./calibrations.js";
import { Coaching } from "./coaching.js";
import { List } from "./list.js";
import { NewReview } from "./new-review.js";

/** @type {Record<string, any>} */
const VIEWS = { reviews: List, assignments: Assignments, coaching: Coaching, calibrations: Calibrations };
// Of these only those who review see anything.
const OF_REVIEWERS = ["assignments", "calibrations"];

export default function Reviews() {
  const me = useMe();
  const { query } = useRoute();
  const reviewer = me.may("reviews:write");
  const views = Object.keys(VIEWS).filter((each) => reviewer || !OF_REVIEWERS.includes(each));
  const view = views.includes(query.view) ? query.view : "reviews";
  const View = VIEWS[view];
  return html`<div class="page">
    <div class="page-head"><h1>${t("reviews.title")}</h1></div>
    <${Tabs} label=${t("reviews.title")} active=${view} tabs=${views.map((key) => ({ key, label: t(`reviews.tab.${key}`) }))}
      onChange=${(/** @type {string} */ key) => setQuery({ view: key === "reviews" ? null : key, state: null, agent: null })} />
    <${View} key=${view} me=${me} query=${query} reviewer=${reviewer} />
    ${reviewer && query.ticket && html`<${NewReview} ticket=${query.ticket} onClose=${() => setQuery({ ticket: null })} />`}
  </div>`;
}
