// @ts-check
import { lineOf } from "../refusals.js";
import { t } from "../texts.js";
import { createContext, html, useContext, useEffect, useId, useRef, useState } from "../view.js";
import { Icon } from "./buttons.js";
import { usePlaced } from "./placing.js";
import { toast } from "./toasts.js";

/** @type {any} what a field tells the control inside it: its ids and whether it is wrong */
const Within = createContext(null);

/** A control with its label, a hint and what is wrong with it. @param {any} props */
export function Field({ label, hint, error, required = false, class: extra = "", children }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return html`<div class=${`field ${extra}`}>
    <label class="label" for=${id}>${label}${required && html`<span aria-hidden="true"> *</span>`}</label>
    <${Within.Provider} value=${{ id, described, invalid: Boolean(error), required }}>${children}<//>
    ${hint && html`<div class="hint" id=${`${id}-hint`}>${hint}</div>`}
    ${error && html`<div class="error" id=${`${id}-error`} role="alert">${error}</div>`}
  </div>`;
}

/** @param {any} props */
function useControl(props) {
  const field = useContext(Within);
  if (!field) return props;
  return {
    id: field.id, "aria-describedby": field.described, "aria-invalid": field.invalid || undefined,
    required: field.required || undefined, ...props,
  };
}

/** One line. `onInput` gets the text. @param {any} props */
export function Input({ value, onInput, type = "text", class: extra = "", ...more }) {
  const control = useControl(more);
  return html`<input class=${`input ${extra}`} type=${type} value=${value ?? ""}
    onInput=${(/** @type {any} */ event) => onInput?.(event.target.value, event)} ...${control} />`;
}

/** Several lines. `grow`: as high as its text, up to the style's `max-block-size`. @param {any} props */
export function TextArea({ value, onInput, grow = false, inputRef, class: extra = "", ...more }) {
  const control = useControl(more);
  const own = useRef(null);
  const place = inputRef ?? own;
  useEffect(() => {
    const area = place.current;
    if (!grow || !area) return;
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 2}px`;
  }, [value, grow]);
  return html`<textarea class=${`input ${extra}`} ref=${place} value=${value ?? ""}
    onInput=${(/** @type {any} */ event) => onInput?.(event.target.value, event)} ...${control}></textarea>`;
}

/** One of few. `options`: `[{ value, label }]` or texts; `empty`: what choosing nothing is called. `onChange` gets the value. @param {any} props */
export function Select({ value, onChange, options, empty, class: extra = "", ...more }) {
  const control = useControl(more);
  const all = options.map((/** @type {any} */ each) => (typeof each === "object" ? each : { value: each, label: each }));
  return html`<select class=${`input ${extra}`} value=${value ?? ""}
    onChange=${(/** @type {any} */ event) => onChange?.(event.target.value || null, event)} ...${control}>
    ${empty !== undefined && html`<option value="" selected=${!value}>${empty}</option>`}
    ${all.map((/** @type {any} */ each) => html`<option key=${each.value} value=${each.value} disabled=${each.disabled} selected=${each.value === value}>${each.label}</option>`)}
  </select>`;
}

/** @param {any} props `onChange` gets whether it is on */
export function Checkbox({ checked, onChange, children, label, ...more }) {
  return html`<label class="check"><input type="checkbox" checked=${Boolean(checked)}
    onChange=${(/** @type {any} */ event) => onChange?.(event.target.checked, event)} ...${more} /><span>${label ?? children}</span></label>`;
}

/** On or off, at once. @param {any} props */
export function Switch({ checked, onChange, children, label, ...more }) {
  return html`<label class="switch"><input type="checkbox" role="switch" checked=${Boolean(checked)}
    onChange=${(/** @type {any} */ event) => onChange?.(event.target.checked, event)} ...${more} /><span>${label ?? children}</span></label>`;
}

/**
 * One or several of many, found by typing. `load(text)` promises `[{ value, label, hint? }]`; `value` is such an item (or
 * a list of them with `multiple`, or null), `onChange` gets the same. `create`: what is typed may be new. `known`: how much
 * there is to look in, where that comes later than the page; it is looked anew when that changes. @param {any} props
 */
export function Combo({ load, known, value, onChange, multiple = false, create = false, placeholder, ...more }) {
  const control = useControl(more);
  const list = useId();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [items, setItems] = useState(/** @type {any[]} */ ([]));
  const [active, setActive] = useState(0);
  const asked = useRef(0);
  /** @type {{ current: HTMLElement | null }} */
  const field = useRef(null);
  /** @type {{ current: HTMLElement | null }} */
  const box = useRef(null);
  const shown = open && items.length > 0;
  usePlaced(shown, field, box, { wide: true, gone: () => setOpen(false), changes: items });
  useEffect(() => {
    if (!open) return undefined;
    asked.current += 1;
    const mine = asked.current;
    const timer = setTimeout(async () => {
      const found = await load(text).catch((/** @type {any} */ error) => {
        // An empty list would say that there is nothing of that name.
        if (mine === asked.current) toast(t("common.not_read", { why: lineOf(error) }), { tone: "bad" });
        return [];
      });
      // Answers may come in another order than they were asked for.
      if (mine !== asked.current) return;
      const fresh = create && text.trim() && !found.some((/** @type {any} */ each) => each.label === text.trim());
      setItems(fresh ? [...found, { value: text.trim(), label: text.trim() }] : found);
      setActive(0);
    }, text ? 150 : 0);
    return () => clearTimeout(timer);
  }, [text, open, known]);
  const chosen = multiple ? value ?? [] : value ? [value] : [];
  const choose = (/** @type {any} */ item) => {
    if (!item) return;
    if (multiple) {
      if (!chosen.some((/** @type {any} */ each) => each.value === item.value)) onChange([...chosen, item]);
    } else onChange(item);
    setText("");
    // It lies over what is below; the next key or click opens it again.
    setOpen(false);
  };
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      setActive((at) => Math.max(0, Math.min(items.length - 1, at + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter" && open && items[active]) {
      event.preventDefault();
      choose(items[active]);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      event.preventDefault();
      setOpen(false);
    } else if (event.key === "Backspace" && !text && chosen.length) {
      onChange(multiple ? chosen.slice(0, -1) : null);
    }
  };
  const drop = (/** @type {any} */ item) => onChange(multiple ? chosen.filter((/** @type {any} */ each) => each.value !== item.value) : null);
  return html`<div class="combo">
    ${chosen.length > 0 && html`<div class="chips">${chosen.map((/** @type {any} */ each) => html`<span class="chip" key=${each.value}>${each.label}
      <button type="button" aria-label=${t("common.remove_item", { name: each.label })} onClick=${() => drop(each)}><${Icon} name="x" /></button></span>`)}</div>`}
    <input class="input" role="combobox" ref=${field} autocomplete="off" aria-expanded=${open} aria-controls=${list} aria-autocomplete="list"
      aria-activedescendant=${open && items[active] ? `${list}-${active}` : undefined} placeholder=${placeholder} value=${text}
      onInput=${(/** @type {any} */ event) => { setText(event.target.value); setOpen(true); }}
      onFocus=${() => setOpen(true)} onClick=${() => setOpen(true)} onBlur=${() => setOpen(false)} onKeyDown=${pressed} ...${control} />
    <div class="menu-list combo-list" role="listbox" id=${list} ref=${box} popover="manual" aria-label=${placeholder ?? control["aria-label"] ?? t("common.choices")}>
      ${items.map((each, index) => html`<div class="menu-item" role="option" id=${`${list}-${index}`} key=${each.value} aria-selected=${index === active}
        onMouseDown=${(/** @type {Event} */ event) => { event.preventDefault(); choose(each); }}>
        <span class="grow">${each.label}</span>${each.hint && html`<span class="muted small">${each.hint}</span>`}</div>`)}
    </div>
  </div>`;
}
