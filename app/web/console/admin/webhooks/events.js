// @ts-check
/** Which events a webhook is for: everything, a kind of them, or each by its name. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";

/** @param {{value: string[], onValue: (value: string[]) => void, groups: Record<string, readonly string[]>}} props */
export function EventPatterns({ value, onValue, groups }) {
  const chosen = new Set(value ?? []);
  const every = chosen.has("*");
  const flip = (/** @type {string} */ pattern, /** @type {readonly string[]} */ covered = []) => {
    const next = new Set(chosen);
    if (next.has(pattern)) next.delete(pattern);
    else {
      next.add(pattern);
      for (const one of covered) next.delete(one);
    }
    onValue([...next]);
  };
  return html`<div class="stack setup-tight">
    <label class="setup-check"><input type="checkbox" checked=${every} onChange=${() => onValue(every ? [] : ["*"])} /> ${t("setup.every_event")}</label>
    ${every
      ? null
      : Object.entries(groups).map(([kind, types]) => {
          const pattern = `${kind}.*`;
          const whole = chosen.has(pattern);
          const some = types.filter((type) => chosen.has(type)).length;
          return html`<details key=${kind}>
            <summary>
              <label class="setup-check"><input type="checkbox" checked=${whole} onChange=${() => flip(pattern, types)} /> <code>${pattern}</code></label>
              ${some && !whole ? html`<span class="small muted">${t.n("setup.chosen", some)}</span>` : null}
            </summary>
            ${whole
              ? html`<p class="small muted">${t("setup.whole_kind")}</p>`
              : html`<div class="setup-checks">
                  ${types.map((type) => html`<label class="setup-check" key=${type}><input type="checkbox" checked=${chosen.has(type)} onChange=${() => flip(type)} /> <code>${type}</code></label>`)}
                </div>`}
          </details>`;
        })}
  </div>`;
}
