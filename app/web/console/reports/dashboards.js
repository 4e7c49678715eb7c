// @ts-check
/** Every dashboard and the cards on it, in one table that a reader scans top to bottom. */
import { duration, number, percent, t } from "../../shared/texts.js";
import { own } from "./figures.js";

/** @typedef {import("./card.js").CardSpec} CardSpec */
/** @typedef {import("./figures.js").ReportRow} ReportRow */

const NO_TOPIC = ["agent", "team"];

/** @param {ReportRow} row @param {string} name @param {(value: number) => string} say @returns {[string, string][]} */
function figure(row, name, say) {
  const value = own(row, name);
  return value === null ? [] : [[t(`reports.figure.${name}`), say(value)]];
}

/** @type {(row: ReportRow) => [string, string][]} */
const spread = (row) => [
  [t("reports.figure.p90"), row.p90 === null ? "–" : duration(row.p90)],
  [t("reports.figure.p95"), row.p95 === null ? "–" : duration(row.p95)],
  [t("reports.figure.n"), number(row.n)],
];

/** @type {(row: ReportRow) => [string, string][]} */
const answers = (row) => [[t("reports.figure.n"), number(row.n)], ...figure(row, "response_rate", percent)];

/** @type {(row: ReportRow) => [string, string][]} */
const promises = (row) => [
  [t("reports.figure.kept"), number(own(row, "yes") ?? 0)],
  [t("reports.figure.missed"), number(row.n - (own(row, "yes") ?? 0))],
];

/** @param {string} label @param {string} name @param {import("./figures.js").Kind} [kind] @returns {import("./figures.js").Line} */
function of(label, name, kind) {
  return { label: t(`reports.figure.${label}`), of: (row) => own(row, name), kind };
}

/** @type {Record<string, CardSpec[]>} */
export const DASHBOARDS = {
  overview: [
    { report: "volume", measure: "tickets", groupBy: "channel", title: "reports.card.volume_by_channel", head: (row) => row.n },
    {
      report: "backlog",
      measure: "tickets",
      better: "less",
      lines: () => [{ label: t("reports.figure.open"), of: (row) => row.n, kind: "area" }],
    },
    { report: "first-reply", measure: "seconds", better: "less", more: spread },
    { report: "full-resolution", measure: "seconds", better: "less", more: spread },
    { report: "sla", measure: "share", better: "more", more: promises },
    { report: "csat", measure: "share", better: "more", more: answers },
  ],
  speed: [
    { report: "first-human-reply", measure: "seconds", better: "less", more: spread },
    { report: "reply-times", measure: "seconds", better: "less", more: spread },
    { report: "resolution", measure: "seconds", better: "less", more: spread },
    { report: "waits-for-agent", measure: "seconds", better: "less", more: spread },
    {
      report: "waits",
      measure: "seconds",
      business: false,
      better: "less",
      more: (row) => [...spread(row), ...figure(row, "given_up", number), ...figure(row, "gone_at_once", number)],
    },
    {
      report: "waits",
      measure: "share",
      business: false,
      better: "less",
      title: "reports.card.given_up",
      more: (row) => [...figure(row, "answered", number), ...figure(row, "given_up", number)],
    },
    { report: "call-waits", measure: "seconds", business: false, better: "less", more: spread },
    { report: "first-contact", measure: "share", better: "more", more: (row) => [[t("reports.figure.n"), number(row.n)]] },
    { report: "one-touch", measure: "share", better: "more", more: (row) => [[t("reports.figure.n"), number(row.n)]] },
    { report: "reopens", measure: "events", better: "less" },
    { report: "transfers", measure: "events", better: "less" },
  ],
  promises: [
    {
      report: "sla",
      measure: "events",
      title: "reports.card.kept_missed",
      unit: "count",
      head: (row) => row.n,
      more: promises,
      lines: () => [
        { label: t("reports.figure.kept"), of: (row) => own(row, "yes"), kind: "stack", value: 1 },
        { label: t("reports.figure.missed"), of: (row) => row.n - (own(row, "yes") ?? 0), kind: "stack", value: 0 },
      ],
    },
    { report: "sla", measure: "share", groupBy: "team", title: "reports.card.kept_by_team", better: "more" },
    { report: "sla-first-reply", measure: "share", better: "more", more: promises },
    { report: "sla-next-reply", measure: "share", better: "more", more: promises },
    { report: "sla-resolution", measure: "share", better: "more", more: promises },
  ],
  satisfaction: [
    { report: "csat", measure: "share", better: "more", more: answers },
    {
      report: "csat",
      measure: "share",
      title: "reports.card.scores",
      unit: "count",
      head: (row) => row.n,
      lines: () =>
        [1, 2, 3, 4, 5].map((score) => ({
          label: t("reports.figure.score", { score }),
          of: (row) => own(row, `score_${score}`),
          kind: "stack",
          value: score,
        })),
    },
    {
      report: "nps",
      measure: "share",
      unit: "points",
      better: "more",
      head: (row) => own(row, "nps"),
      more: answers,
      lines: () => [{ label: t("reports.title.nps"), of: (row) => own(row, "nps"), kind: "line" }],
    },
    { report: "ces", measure: "share", better: "more", more: answers },
  ],
  people: [
    {
      report: "occupancy",
      measure: "share",
      only: NO_TOPIC,
      more: (row) => [...figure(row, "signed_in_seconds", duration), ...figure(row, "chats_at_once", number)],
    },
    {
      report: "occupancy",
      measure: "share",
      only: NO_TOPIC,
      title: "reports.card.time",
      unit: "seconds",
      head: (row) => own(row, "signed_in_seconds"),
      lines: () => ["handling", "idle", "busy", "away", "off"].map((each) => of(each, `${each}_seconds`, "stack")),
    },
    {
      report: "adherence",
      measure: "share",
      only: NO_TOPIC,
      better: "more",
      more: (row) => [...figure(row, "scheduled_seconds", duration), ...figure(row, "besides_seconds", duration)],
    },
    { report: "replies", measure: "events", groupBy: "agent" },
    { report: "assignments", measure: "events", groupBy: "agent" },
  ],
  help: [
    {
      report: "help-deflection",
      measure: "share",
      only: ["brand"],
      better: "more",
      more: (row) => ["visits", "answered", "contacted", "said_no"].flatMap((each) => figure(row, each, number)),
    },
  ],
};
