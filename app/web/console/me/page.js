// @ts-check
/** My profile: my face, how I sign in, where I am signed in, and what I like on this device. */
import { Badge, Card, Problem, Spinner, useFetch } from "../../shared/parts.js";
import { t } from "../../shared/texts.js";
import { html } from "../../shared/view.js";
import { useMe } from "../who.js";
import { Device } from "./device.js";
import { Face } from "./face.js";
import { Password } from "./password.js";
import { SecondFactor } from "./second-factor.js";
import { SignIns } from "./sign-ins.js";

/** @typedef {import("api").components["schemas"]["AgentOut"]} AgentOut */

export default function Me() {
  const me = useMe();
  const { data, error, reload, set } = useFetch(`/v1/agents/${me.id}`);
  const ways = useFetch("/v1/auth/oidc");
  const agent = /** @type {AgentOut | null} */ (data);
  if (!agent) return html`<div class="page narrow">${error ? html`<${Problem} error=${error} onRetry=${reload} />` : html`<${Spinner} />`}</div>`;
  return html`<div class="page narrow stack loose">
    <h1>${t("console.me")}</h1>
    <${Card} class="stack" title=${agent.name} actions=${html`<${Badge}>${t(`common.role_${agent.role}`)}<//>`}>
      <p class="muted wrap">${agent.email}</p>
      <${Face} agent=${agent} onChange=${(/** @type {AgentOut} */ changed) => { set(changed); void me.reload(); }} />
    <//>
    ${ways.data?.passwords && html`<${Card} class="stack" title=${t("account.password")}><${Password} email=${agent.email} /><//>`}
    ${ways.data?.passwords && html`<${Card} class="stack" title=${t("account.second_factor")}><${SecondFactor} /><//>`}
    <${Card} class="stack" title=${t("account.device")}><${Device} /><//>
    <${Card} class="stack" title=${t("account.sign_ins")}><${SignIns} /><//>
  </div>`;
}
