// @ts-check
/** What a ticket can be, in words and colours, for lists and filters. */
import { word } from "../../shared/texts.js";

export const STATUSES = ["new", "open", "pending", "on_hold", "solved", "closed"];
export const PRIORITIES = ["low", "normal", "high", "urgent"];
export const TYPES = ["question", "incident", "problem", "task", "request", "feedback"];
export const CHANNELS = [
  "chat", "email", "web", "form", "phone", "telegram", "whatsapp", "vk", "custom", "api", "webhook", "agent",
];
export const SORTS = ["-updated_at", "updated_at", "-created_at", "created_at", "next_due_at", "-next_due_at"];

/** @type {Record<string, "ok" | "warn" | "bad" | "info" | undefined>} */
export const STATUS_TONES = { new: "info", open: "warn", solved: "ok" };
/** @type {Record<string, "ok" | "warn" | "bad" | "info" | undefined>} */
export const PRIORITY_TONES = { high: "warn", urgent: "bad" };
/** @type {Record<string, string>} */
export const CHANNEL_ICONS = {
  chat: "message-circle", email: "mail", web: "globe", form: "clipboard-list", phone: "phone", telegram: "send",
  whatsapp: "message-square", vk: "messages-square", custom: "plug", api: "code", webhook: "webhook", agent: "user",
};

/** @param {string} status */
export const statusWord = (status) => word("status", status);
/** @param {string} priority */
export const priorityWord = (priority) => word("priority", priority);
/** @param {string} type */
export const typeWord = (type) => word("type", type);
/** @param {string} channel */
export const channelWord = (channel) => word("channel", channel);

/** Choices of a `Select`. @param {string[]} values @param {(value: string) => string} word */
export function options(values, word) {
  return values.map((value) => ({ value, label: word(value) }));
}
