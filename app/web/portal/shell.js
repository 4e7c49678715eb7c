// @ts-check
/** What is around every page of the portal: whose it is, who I am, and the way in for who is nobody yet. */
import { useCalm } from "../shared/calm.js";
import { live } from "../shared/live.js";
import { Badge, Button, Dialog, Icon, Problem, Toasts } from "../shared/parts.js";
import { useConnection } from "../shared/live.js";
import { Link, matched, navigate, useRoute } from "../shared/router.js";
import { t } from "../shared/texts.js";
import { html, useEffect, useErrorBoundary, useState } from "../shared/view.js";
import { brand, giveUp, goOn, home, onExpire, session } from "./caller.js";
import { Mine } from "./mine.js";
import { NewRequest } from "./new.js";
import { Shared } from "./organization.js";
import { Person } from "./person.js";
import { refused } from "./refused.js";
import { Request } from "./request.js";
import { AskForLink, TakeLink } from "./signin.js";

const PAGES = [
  { path: `${home}/requests/:id`, page: Request },
  { path: `${home}/organization/:id`, page: Shared },
  { path: `${home}/new`, page: NewRequest },
  { path: `${home}/me`, page: Person },
  { path: home, page: Mine },
];

/** @param {any} props `whose`: the brand as it looks, or the error in its place */
export function Shell({ whose }) {
  const route = useRoute();
  const [kept, setKept] = useState(session.kept);
  useEffect(() => session.onChange(() => setKept(session.kept)), []);
  let inside;
  if (whose.error) inside = html`<main class="page narrow" id="main"><${Problem} error=${whose.error} onRetry=${() => location.reload()} /></main>`;
  else if (matched(`${home}/sign-in`, route.path)) inside = html`<${TakeLink} onDone=${() => navigate(home, { replace: true })} />`;
  else if (!kept) inside = html`<main class="page narrow" id="main"><${AskForLink} name=${whose.name} /></main>`;
  else inside = html`<${Inside} key=${kept.email} route=${route} kept=${kept} />`;
  return html`<a class="skip button" href="#main">${t("portal.skip")}</a>
    <${Top} whose=${whose} signedIn=${Boolean(kept)} path=${route.path} />${inside}<${Toasts} />`;
}

/** @param {any} props */
function Top({ whose, signedIn, path }) {
  const connection = useConnection();
  const help = brand === "-" ? "/help" : `/help/${encodeURIComponent(brand)}`;
  return html`<header class="portal-top"><div class="portal-in">
    <a class="portal-name" href=${home}>${whose.logo_url && html`<img src=${whose.logo_url} alt="" />`}<span dir="auto">${whose.name ?? t("portal.title")}</span></a>
    ${signedIn && connection === "waiting" && html`<${Badge} tone="warn"><${Icon} name="wifi-off" /><span role="status">${t("portal.offline")}</span><//>`}
    <nav aria-label=${t("portal.ways")}><ul class="portal-links">
      ${signedIn && html`<li><${Link} href=${home} aria-current=${path === home ? "page" : undefined}>${t("portal.mine")}<//></li>
        <li><${Link} href=${`${home}/me`} aria-current=${path === `${home}/me` ? "page" : undefined}>${t("portal.me")}<//></li>`}
      <li><a href=${help}>${t("portal.help")}</a></li>
    </ul></nav></div></header>`;
}

/** @param {any} props */
function Inside({ route, kept }) {
  const [expired, setExpired] = useState(false);
  const asking = useCalm(expired);
  const [error, reset] = useErrorBoundary();
  useEffect(() => {
    onExpire(setExpired);
    return giveUp;
  }, []);
  useEffect(() => {
    live.start({ account: kept.email, token: async () => session.kept?.token ?? null, name: "portal" });
    const stop = refused.start(kept.email);
    return () => {
      stop();
      live.stop();
    };
  }, [kept.token]);
  useEffect(() => {
    // Signed in again, here or where the link was opened: what waited goes on, and nothing that was typed is lost.
    if (expired) goOn();
  }, [kept.token]);
  useEffect(() => {
    // It is told to whoever looks into the browser's console, beside what the page shows.
    if (error) globalThis.reportError(error);
  }, [error]);
  const found = PAGES.map((each) => ({ ...each, params: matched(each.path, route.path) })).find((each) => each.params);
  return html`<main class="page narrow" id="main" tabindex="-1">
    ${error ? html`<${Problem} error=${error} onRetry=${reset} />`
      : found ? html`<${found.page} key=${route.path} params=${found.params} query=${route.query} />`
        : html`<h1>${t("portal.nothing_here")}</h1><p><${Link} href=${home}>${t("portal.mine")}<//></p>`}
    ${asking && html`<${Dialog} title=${t("portal.expired")} lasting actions=${html`<${Button} onClick=${() => session.forget()}>${t("portal.sign_out")}<//>`}>
      <p>${t("portal.expired_what")}</p><${AskForLink} email=${kept.email} again /><//>`}
  </main>`;
}
