// @ts-check
/** What ids and keys stand for: agents, teams, queues and fields of the desk, read once and kept for the page. */
import { useEffect, useState } from "../../shared/view.js";
import { api } from "../caller.js";

/**
 * @typedef {{ id: string, name: string, kind: "agent" | "team" | "queue", active: boolean, agentIds?: string[] }} Named
 * @typedef {{ agents: Named[], teams: Named[], queues: Named[] }} Directory
 */

/** @type {Map<string, string>} */
const names = new Map();
/** @type {Map<string, string>} */
const faces = new Map();
/** @type {Map<string, import("api").components["schemas"]["FieldOut"]>} */
const fields = new Map();
/** @type {Promise<Directory> | null} */
let reading = null;

/** What an id stands for, as far as it is known by now. @param {string} id */
export function nameOf(id) {
  return names.get(id) ?? id;
}

/** A field of the desk's own by its key, as far as it is known by now. @param {string} key */
export function fieldOf(key) {
  return fields.get(key) ?? null;
}

/** The face of an agent, where there is one. @param {string} id */
export function faceOf(id) {
  return faces.get(id) ?? null;
}

/** @returns {Promise<Directory>} */
export function directory() {
  reading ??= read().catch((error) => {
    reading = null;
    throw error;
  });
  return reading;
}

/** @returns {Directory} */
export function useDirectory() {
  const [value, setValue] = useState(/** @type {Directory} */ ({ agents: [], teams: [], queues: [] }));
  useEffect(() => {
    // Without it the page works, and shows ids: whatever else it asks for says what is wrong.
    directory().then(setValue, () => undefined);
  }, []);
  return value;
}

/** @returns {Promise<Directory>} */
async function read() {
  const [agents, teams, queues] = await Promise.all([
    all("/v1/agents", (/** @type {import("api").components["schemas"]["AgentOut"]} */ each) => ({
      id: each.id, name: each.name, kind: /** @type {const} */ ("agent"), active: each.status === "active" })),
    all("/v1/teams", (/** @type {import("api").components["schemas"]["TeamOut"]} */ each) => ({
      id: each.id, name: each.name, kind: /** @type {const} */ ("team"), active: !each.archived_at,
      agentIds: each.agent_ids })),
    all("/v1/queues", (/** @type {import("api").components["schemas"]["QueueOut"]} */ each) => ({
      id: each.id, name: each.name, kind: /** @type {const} */ ("queue"), active: !each.archived_at })),
    readFields(),
  ]);
  return { agents, teams, queues };
}

/** Those that are archived too: what was said in them has still a name. */
async function readFields() {
  for await (const each of api.pages("/v1/fields", { limit: 200 })) fields.set(each.key, each);
}

/** @param {string} path @param {(item: any) => Named} name @returns {Promise<Named[]>} */
async function all(path, name) {
  const answer = [];
  for await (const item of api.pages(path, { limit: 200 })) {
    const named = name(item);
    names.set(named.id, named.name);
    if (item.avatar_url) faces.set(named.id, item.avatar_url);
    answer.push(named);
  }
  return answer;
}
