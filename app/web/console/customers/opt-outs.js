// @ts-check
/** What a customer wants none of. */
import { html, useState } from "../../shared/view.js";
import { t, when } from "../../shared/texts.js";
import { Problem, Switch, useFetch } from "../../shared/parts.js";
import { api } from "../caller.js";

const KINDS = ["surveys", "outreach"];

/** @param {{ customer: { id: string } }} props */
export function OptOuts({ customer }) {
  const path = `/v1/customers/${customer.id}/opt-outs`;
  const found = useFetch(path);
  const [error, setError] = useState(/** @type {any} */ (null));
  const out = new Map((found.data?.items ?? []).map((/** @type {any} */ each) => [each.kind, each]));
  const flip = (/** @type {string} */ kind) => {
    const kinds = out.has(kind) ? [...out.keys()].filter((each) => each !== kind) : [...out.keys(), kind];
    setError(null);
    return api.put(path, { kinds }).then(found.reload, setError);
  };
  return html`<section class="stack card" aria-label=${t("inbox.part_opt_outs")}>
    ${error ?? found.error ? html`<${Problem} error=${error ?? found.error} />` : null}
    ${found.data ? KINDS.map((kind) => html`<div key=${kind}>
      <${Switch} label=${t(`inbox.wants_${kind}`)} checked=${!out.has(kind)} onChange=${() => flip(kind)} />
      ${out.has(kind) ? html`<p class="small muted" dir="auto">${t("inbox.opted_out", {
        by: out.get(kind).by, when: when(out.get(kind).at),
      })}</p>` : null}
    </div>`) : null}
  </section>`;
}
