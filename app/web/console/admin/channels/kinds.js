// @ts-check
/** What each kind of channel needs: its settings, and its secrets, which are written and never read again. */

export const KINDS = /** @type {const} */ (["email", "telegram", "whatsapp", "vk", "custom", "phone"]);

/** @typedef {import("../setup/fields.js").FieldDef} FieldDef */

/** @param {string} kind @returns {(channel: any) => boolean} */
const of = (kind) => (channel) => channel.kind === kind;

/** @param {string} kind @param {string} name @param {string} [hint] @returns {FieldDef} */
const secret = (kind, name, hint) => ({ name: `secrets.${name}`, kind: "text", label: `s_${name}`, hint: hint ?? "h_secret", when: of(kind) });

/** @type {FieldDef[]} */
export const SETTINGS = [
  { name: "settings.imap.host", kind: "text", label: "s_imap_host", hint: "h_imap_host", when: of("email") },
  { name: "settings.imap.port", kind: "number", label: "s_imap_port", when: of("email") },
  { name: "settings.imap.tls", kind: "select", values: ["implicit", "starttls", "none"], label: "s_imap_tls", when: of("email") },
  { name: "settings.imap.username", kind: "text", label: "s_imap_username", when: of("email") },
  secret("email", "imap_password"),
  { name: "settings.imap.folder", kind: "text", label: "s_imap_folder", placeholder: "INBOX", when: of("email") },
  { name: "settings.sender_name", kind: "text", label: "s_sender_name", when: of("email") },
  { name: "settings.agent_name", kind: "switch", label: "s_agent_name", when: of("email") },
  { name: "settings.quote", kind: "switch", label: "s_quote", when: of("email") },
  { name: "settings.below", kind: "texts", label: "s_below", long: true, when: of("email") },
  secret("email", "smtp_url", "h_smtp_url"),
  secret("telegram", "bot_token", "h_bot_token"),
  { name: "settings.polling", kind: "switch", label: "s_polling", hint: "h_polling", when: of("telegram") },
  secret("telegram", "webhook_secret"),
  secret("whatsapp", "app_secret"),
  secret("whatsapp", "verify_token"),
  secret("whatsapp", "access_token"),
  secret("vk", "access_token"),
  { name: "settings.confirmation", kind: "text", label: "s_confirmation", when: of("vk") },
  secret("vk", "webhook_secret"),
  { name: "settings.url", kind: "text", label: "f_url", when: of("custom") },
  secret("custom", "webhook_secret"),
  { name: "settings.numbers", kind: "words", label: "s_numbers", placeholder: "+74951234567", when: of("phone") },
  { name: "settings.region", kind: "text", label: "s_region", placeholder: "RU", when: of("phone") },
  { name: "settings.earliest", kind: "text", label: "s_earliest", placeholder: "09:00", when: of("phone") },
  { name: "settings.latest", kind: "text", label: "s_latest", placeholder: "20:00", when: of("phone") },
  secret("phone", "signing_secret"),
];

export const BLANKS = { kind: "email", name: "", address: "", brand: null, team_id: null, enabled: true, listed: true, settings: {}, secrets: {} };

/** @param {any} value @returns {boolean} */
function empty(value) {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && !Array.isArray(value) && Object.values(value).every(empty);
}

/** @param {any} value @returns {any} */
function filled(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inside]) => !empty(inside)).map(([name, inside]) => [name, filled(inside)]));
}

/** A channel as the API wants it: fields that were left empty say nothing, and of secrets only those that were typed go out. @param {any} draft */
export function withoutHoles({ settings, secrets, ...rest }) {
  const typed = filled(secrets ?? {});
  return { ...rest, settings: filled(settings ?? {}), ...(Object.keys(typed).length ? { secrets: typed } : {}) };
}
