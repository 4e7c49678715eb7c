// @ts-check
/** Names for ids: the teams, agents, calendars and so on that forms offer, each list read once and shared. */

import { useEffect, useState } from "../../shared/view.js";
import { locale } from "../../shared/texts.js";
import { forgetList, wholeList } from "./setup/base.js";

/** @typedef {{ value: string, label: string, hint?: string }} Choice */
/** @typedef {{ path: string, value: string, label: (item: any) => string,
 *   hint?: (item: any) => string | undefined }} Source */

/** @type {Readonly<Record<string, Source>>} */
const SOURCES = {
  agents: { path: "/v1/agents", value: "id", label: (item) => item.name, hint: (item) => item.email },
  teams: { path: "/v1/teams", value: "id", label: (item) => item.name },
  queues: { path: "/v1/queues", value: "id", label: (item) => item.name },
  skills: { path: "/v1/skills", value: "id", label: (item) => item.name },
  calendars: { path: "/v1/calendars", value: "id", label: (item) => item.name, hint: (item) => item.zone },
  policies: { path: "/v1/sla-policies", value: "id", label: (item) => item.name },
  brands: { path: "/v1/brands", value: "key", label: (item) => item.name },
  checklists: { path: "/v1/checklists", value: "key", label: (item) => item.name },
  forms: { path: "/v1/forms", value: "key", label: (item) => item.name ?? item.title ?? item.key },
  request_types: { path: "/v1/request-types", value: "key", label: (item) => item.name },
  surveys: { path: "/v1/surveys", value: "id", label: (item) => item.name },
  topics: { path: "/v1/topics", value: "path", label: (item) => item.path, hint: (item) => ofLocale(item.labels) },
  tags: { path: "/v1/tags", value: "name", label: (item) => item.name },
  fields: { path: "/v1/fields", value: "key", label: (item) => ofLocale(item.labels) ?? item.key },
};
/** The text of this page's language, or of any there is.
 * @param {Record<string, string> | null | undefined} texts @returns {string | undefined} */
export function ofLocale(texts) {
  if (!texts) return undefined;
  return texts[locale()] ?? texts.en ?? Object.values(texts)[0];
}

/** Forget what was read of a list, because it was changed here.
 * @param {string} name */
export function forget(name) {
  const source = SOURCES[name];
  if (source) forgetList(source.path);
}

/** Everything of one kind as objects, `null` until it is known. What cannot be read (this agent may not) is empty.
 * @param {string | null | undefined} name @returns {any[] | null} */
export function useObjects(name) {
  const [items, setItems] = useState(/** @type {any[] | null} */ (null));
  useEffect(() => {
    let here = true;
    const source = name ? SOURCES[name] : undefined;
    if (!source) {
      setItems([]);
      return undefined;
    }
    wholeList(source.path).then(
      (found) => here && setItems(found),
      () => here && setItems([]),
    );
    return () => {
      here = false;
    };
  }, [name]);
  return items;
}

/** Everything of one kind as choices, `null` until it is known.
 * @param {string | null | undefined} name @returns {Choice[] | null} */
export function useChoices(name) {
  const items = useObjects(name);
  if (items === null) return null;
  const source = name ? SOURCES[name] : undefined;
  if (!source) return [];
  return items.map((item) => ({
    value: String(item[source.value]),
    label: source.label(item) || String(item[source.value]),
    hint: source.hint?.(item),
  }));
}

/** What an id is called; the id itself while nobody knows.
 * @param {Choice[] | null} choices @param {string | null | undefined} id @returns {string} */
export function nameOf(choices, id) {
  if (!id) return "";
  return choices?.find((each) => each.value === id)?.label ?? id.slice(0, 8);
}
