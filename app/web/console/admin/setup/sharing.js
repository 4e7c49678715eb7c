// @ts-check
/** Whose a template or a macro is: everybody's, a team's, one's own. */

/** @type {import("./fields.js").FieldDef[]} */
export const SHARING = [
  { name: "scope", kind: "select", values: ["shared", "team", "personal"] },
  { name: "team_id", kind: "ref", label: "f_team", from: "/v1/teams", none: true, when: (one) => one.scope === "team" },
];
