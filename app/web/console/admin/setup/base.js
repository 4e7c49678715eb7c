// @ts-check
/** What the pages of the set-up share: their place in the address, lists to choose from, words for values. */
import { html, useEffect, useState } from "../../../shared/view.js";
import { lineOf } from "../../../shared/refusals.js";
import { setQuery, useRoute } from "../../../shared/router.js";
import { api } from "../../caller.js";
import { t } from "../../../shared/texts.js";
import { Badge, IconButton, copy, toast } from "../../../shared/parts.js";

export { api };

/**
 * The filters and the chosen record of a page stand in its address, so that it can be reloaded and shared.
 * @returns {{get: (name: string) => string, set: (changes: Record<string, string|null>, replace?: boolean) => void}}
 */
export function useAddress() {
  const { query } = useRoute();
  return { get: (name) => query[name] ?? "", set: (changes, replace = false) => setQuery(changes, { replace }) };
}

/** @type {Map<string, Promise<any[]>>} */
const lists = new Map();
/** Longer ones are searched for at the desk or typed; nobody picks from ten thousand. */
const MOST = 2000;

/**
 * All records of a small list, read once a page; a list that failed is asked for again.
 * @param {string} path
 * @returns {Promise<any[]>}
 */
export function wholeList(path) {
  let reading = lists.get(path);
  if (!reading) {
    reading = (async () => {
      const items = [];
      const [address, query] = path.split("?");
      for await (const item of api.pages(address, Object.fromEntries(new URLSearchParams(query)))) {
        items.push(item);
        if (items.length >= MOST) break;
      }
      return items;
    })();
    reading.catch(() => lists.delete(path));
    lists.set(path, reading);
  }
  return reading;
}

/** Whoever changed a record of this list says so: the next one who chooses from it reads it again. @param {string} path */
export function forgetList(path) {
  for (const key of lists.keys()) if (key.startsWith(path)) lists.delete(key);
}

/**
 * A list once it is known; null until then.
 * @param {string|null} path null: nothing to choose from yet
 * @returns {any[]|null}
 */
export function useKnownList(path) {
  const [items, setItems] = useState(/** @type {any[]|null} */ (null));
  useEffect(() => {
    let wanted = true;
    if (path === null) return undefined;
    wholeList(path).then(
      (found) => wanted && setItems(found),
      (error) => wanted && toast(lineOf(error), { tone: "bad" }),
    );
    return () => {
      wanted = false;
    };
  }, [path]);
  return items;
}

/** The same, empty until it is known. @param {string|null} path @returns {any[]} */
export function useWholeList(path) {
  return useKnownList(path) ?? [];
}

/** A text by its key; one that names no area is of the set-up. @param {string} key @param {Record<string, any>} [blanks] */
export function word(key, blanks) {
  return t(key.includes(".") ? key : `setup.${key}`, blanks);
}

/** What a value of the API is called: `setup.v_solved`. @param {string|null|undefined} value */
export function valueText(value) {
  return value === null || value === undefined || value === "" ? t("setup.none") : t(`setup.v_${value}`);
}

/** @param {readonly string[]} values @param {string} [words] the beginning of the keys of their texts, where they have their own */
export function options(values, words) {
  return values.map((value) => ({ value, label: words ? t(`${words}${value}`) : valueText(value) }));
}

/**
 * The text in the reader's language, else the English one, else any.
 * @param {Record<string, any>|null|undefined} texts
 * @param {string} locale
 */
export function ofLocale(texts, locale) {
  if (!texts) return "";
  return texts[locale] ?? texts.en ?? Object.values(texts)[0] ?? "";
}

/**
 * Runs what a button asks for; a refusal is told as a toast where the page has no better place for it.
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} [done] what to say when it is done
 * @returns {Promise<T|undefined>}
 */
export async function attempt(work, done) {
  try {
    const result = await work();
    if (done) toast(done, { tone: "ok" });
    return result;
  } catch (error) {
    toast(lineOf(error), { tone: "bad" });
    return undefined;
  }
}

/** @param {{text: string, label: string}} props */
export function CopyButton({ text, label }) {
  return html`<${IconButton} icon="copy" label=${label} onClick=${() => copy(text)} />`;
}

/** Whether something is switched on. @param {{on: boolean}} props */
export function OnOff({ on }) {
  return html`<${Badge} tone=${on ? "ok" : "info"}>${t(on ? "setup.on" : "setup.off")}<//>`;
}

/** What a record of a list is called. @param {any} item @param {((item: any) => string)|undefined} called @returns {string} */
export function nameOf(item, called) {
  return called ? called(item) : String(item.name ?? item.title ?? item.key ?? item.id);
}
