// @ts-check
/** Where I am signed in, and ending that. */
import { Badge, Button, Problem, Spinner, When, toast, useApi, useFetch } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { html, useState } from "../../shared/view.js";

/** What a browser calls itself, short: `Firefox, Windows`. @param {string | null} device */
export function shortly(device) {
  if (!device) return t("account.some_device");
  const find = (/** @type {[RegExp, string][]} */ known) => known.find(([pattern]) => pattern.test(device))?.[1];
  const browser = find([[/Edg\//, "Edge"], [/OPR\//, "Opera"], [/YaBrowser/, "Yandex"], [/Firefox\//, "Firefox"], [/Chrome\//, "Chrome"], [/Safari\//, "Safari"]]);
  const system = find([[/Android/, "Android"], [/iPhone|iPad/, "iOS"], [/Windows/, "Windows"], [/Mac OS X/, "macOS"], [/Linux|X11/, "Linux"]]);
  return [browser, system].filter(Boolean).join(", ") || device.slice(0, 60);
}

export function SignIns() {
  const api = useApi();
  const { data, error, reload } = useFetch("/v1/auth/sign-ins");
  const [busy, setBusy] = useState(/** @type {string | null} */ (null));
  const [failed, setFailed] = useState(/** @type {any} */ (null));
  if (!data) return error ? html`<${Problem} error=${error} onRetry=${reload} />` : html`<${Spinner} />`;
  const items = /** @type {import("api").components["schemas"]["SignInOut"][]} */ (data.items);
  const end = async (/** @type {string[]} */ ids) => {
    setBusy(ids.join());
    setFailed(null);
    try {
      for (const id of ids) await api.delete(`/v1/auth/sign-ins/${id}`);
      toast(t("account.ended"));
    } catch (reason) {
      setFailed(reason);
    }
    setBusy(null);
    await reload();
  };
  const others = items.filter((each) => !each.current).map((each) => each.id);
  return html`<div class="stack"><${Problem} error=${failed} />
    <ul class="list">${items.map((each) => html`<li key=${each.id}><div class="row">
      <span class="grow wrap"><span title=${each.device ?? ""}>${shortly(each.device)}</span> <span class="small muted"><${When} at=${each.renewed_at ?? each.created_at} relative /></span></span>
      ${each.current ? html`<${Badge} tone="ok">${t("account.this_one")}<//>`
        : html`<${Button} small disabled=${busy !== null} aria-label=${t("account.end_one", { device: shortly(each.device) })} onClick=${() => end([each.id])}>${t("console.sign_out")}<//>`}
    </div></li>`)}</ul>
    ${others.length > 1 && html`<div class="row"><${Button} busy=${busy === others.join()} onClick=${() => end(others)}>${t("account.end_others")}<//></div>`}</div>`;
}
