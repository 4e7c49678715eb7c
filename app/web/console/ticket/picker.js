// @ts-check
/** A list above the text field that is chosen from by keyboard while somebody goes on typing. */
import { html, useEffect, useId, useState } from "../../shared/view.js";
import { Spinner } from "../../shared/parts.js";
import { lineOf } from "../../shared/refusals.js";
import { t } from "../../shared/texts.js";

/** @typedef {{ id: string, label: string, hint?: string | null }} Item */
/** @typedef {{ items: Item[], at: number, busy: boolean, failed: string | null, listId: string, onKeyDown: (event: KeyboardEvent) => boolean,
 *   pick: (item: Item) => void, move: (at: number) => void }} Picker */

const PAUSE_MS = 120;

/**
 * @param {string | null} query null: nothing is being chosen
 * @param {(query: string) => Promise<Item[]> | Item[]} find
 * @param {(item: Item) => void} pick @param {() => void} close
 * @returns {Picker}
 */
export function usePicker(query, find, pick, close) {
  const [items, setItems] = useState(/** @type {Item[]} */ ([]));
  const [at, move] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(/** @type {string | null} */ (null));
  const [turn, setTurn] = useState(0);
  const listId = useId();
  useEffect(() => {
    if (query === null) {
      setItems([]);
      return undefined;
    }
    let here = true;
    setBusy(true);
    setFailed(null);
    const timer = window.setTimeout(async () => {
      try {
        const found = await find(query);
        if (!here) return;
        setItems(found);
        move(0);
      } catch (error) {
        // What was typed stays as it is; the next key asks again, and so does a network that is back.
        if (here) {
          setItems([]);
          setFailed(lineOf(error));
        }
      } finally {
        if (here) setBusy(false);
      }
    }, PAUSE_MS);
    const again = () => setTurn((now) => now + 1);
    window.addEventListener("online", again);
    return () => {
      here = false;
      window.clearTimeout(timer);
      window.removeEventListener("online", again);
    };
  }, [query, turn]);

  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (query === null || event.ctrlKey || event.metaKey) return false;
    if (event.key === "Escape") close();
    else if (!items.length) return false;
    else if (event.key === "ArrowDown") move((at + 1) % items.length);
    else if (event.key === "ArrowUp") move((at - 1 + items.length) % items.length);
    else if (event.key === "Enter" || event.key === "Tab") pick(items[at]);
    else return false;
    event.preventDefault();
    return true;
  };
  return { items, at, busy: busy && query !== null, failed, listId, onKeyDown, pick, move };
}

/** @param {{ picker: Picker, label: string }} props */
export function PickerList({ picker, label }) {
  const { items, at, busy, failed, listId, pick, move } = picker;
  return html`
    <ul class="picker" role="listbox" id=${listId} aria-label=${label}>
      ${busy && !items.length && html`<li><${Spinner} /></li>`}
      ${!busy && !items.length && html`<li class="small muted">${failed ?? t("thread.nothing_found")}</li>`}
      ${items.map((item, index) => html`
        <li key=${item.id} id=${`${listId}-${index}`} role="option" aria-selected=${index === at}
          onMouseDown=${(/** @type {Event} */ event) => event.preventDefault()}
          onMouseEnter=${() => move(index)} onClick=${() => pick(item)}>
          <span>${item.label}</span> ${item.hint && html`<span class="small muted">${item.hint}</span>`}
        </li>`)}
    </ul>`;
}
