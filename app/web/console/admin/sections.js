// @ts-check
/** The sections of the settings, in the order in which they are offered. */

/** @typedef {{ name: string, group: string, icon: string, page: () => Promise<{ default: any }>, needs?: string }} Section */

/** @type {Section[]} titles are `console.section_{name}`, groups `console.group_{group}` */
export const SECTIONS = [
  { name: "agents", group: "people", icon: "users", page: () => import("./agents.js") },
  { name: "teams", group: "people", icon: "users-round", page: () => import("./teams.js") },
  { name: "skills", group: "people", icon: "award", page: () => import("./skills.js") },
  { name: "shifts", group: "people", icon: "calendar-days", page: () => import("./shifts.js") },
  { name: "security", group: "people", icon: "shield-check", page: () => import("./security.js") },
  { name: "queues", group: "work", icon: "route", page: () => import("./queues.js") },
  { name: "calendars", group: "work", icon: "calendar", page: () => import("./calendars.js") },
  { name: "sla", group: "work", icon: "timer", page: () => import("./sla.js") },
  { name: "automations", group: "work", icon: "zap", page: () => import("./automations.js") },
  { name: "macros", group: "work", icon: "wand-sparkles", page: () => import("./macros.js") },
  { name: "templates", group: "work", icon: "file-text", page: () => import("./templates.js") },
  { name: "fields", group: "work", icon: "tag", page: () => import("./fields.js") },
  { name: "request-types", group: "work", icon: "clipboard-list", page: () => import("./request-types.js") },
  { name: "surveys", group: "work", icon: "star", page: () => import("./surveys.js") },
  { name: "quality", group: "work", icon: "award", page: () => import("./quality.js") },
  { name: "ideas", group: "work", icon: "lightbulb", page: () => import("./ideas.js") },
  { name: "brands", group: "reach", icon: "palette", page: () => import("./brands.js") },
  { name: "forms", group: "reach", icon: "list-checks", page: () => import("./forms.js") },
  { name: "channels", group: "reach", icon: "mail", page: () => import("./channels.js") },
  { name: "sources", group: "systems", icon: "plug", page: () => import("./sources.js") },
  { name: "webhooks", group: "systems", icon: "webhook", page: () => import("./webhooks.js") },
  { name: "api-keys", group: "systems", icon: "key-round", page: () => import("./api-keys.js") },
  { name: "jobs", group: "systems", icon: "server", page: () => import("./jobs.js") },
  { name: "imports", group: "systems", icon: "upload", page: () => import("./imports.js") },
  { name: "monitors", group: "watching", icon: "activity", page: () => import("./monitors.js") },
  { name: "status", group: "watching", icon: "radio", page: () => import("./status.js") },
];
