// @ts-check
/** What an invited agent sees first: a password of their own, and then the console. The token is behind the `#`, so no server logs it. */
import { ApiError } from "../shared/api.js";
import { Button, Field, Input, Problem } from "../shared/parts.js";
import { navigate } from "../shared/router.js";
import { t } from "../shared/texts.js";
import { html, useState } from "../shared/view.js";

export const INVITATION = "/console/invitation";

/** @param {{ base: string, onTokens: (tokens: any) => void }} props */
export function Invitation({ base, onTokens }) {
  const [password, setPassword] = useState("");
  const [error, setError] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const accept = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const response = await fetch(`${base}/v1/auth/invitations/accept`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
        body: JSON.stringify({ token: location.hash.slice(1), password }),
        credentials: "omit",
      });
      const said = await response.json();
      if (!response.ok) throw new ApiError(response.status, said);
      navigate("/console/me", { replace: true });
      onTokens(said);
    } catch (failure) {
      setError(failure instanceof ApiError ? failure : new ApiError(0, { code: "unreachable" }));
    }
    setBusy(false);
  };
  return html`<main class="page narrow signin"><section class="card stack loose"><h1>${t("admin.invitation_title")}</h1>
    <p>${t("admin.invitation_what")}</p>
    <form class="stack" onSubmit=${accept}><${Problem} error=${error} />
      <${Field} label=${t("admin.invitation_password")} hint=${t("admin.invitation_hint")}><${Input} type="password" name="password" autocomplete="new-password" value=${password} onInput=${setPassword} required /><//>
      <${Button} kind="primary" type="submit" busy=${busy}>${t("admin.invitation_accept")}<//></form></section></main>`;
}
