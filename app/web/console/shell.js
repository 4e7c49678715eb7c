// @ts-check
/** What is around every page of the console: navigation, who I am, what is offered, and what holds when all else fails. */
import { useCalm } from "../shared/calm.js";
import { Avatar, Badge, Button, Dialog, Icon, IconButton, Menu, Problem, Spinner, Toasts, useFetch } from "../shared/parts.js";
import { useConnection } from "../shared/live.js";
import { Link, matched, navigate, useRoute } from "../shared/router.js";
import { shortcuts, useShortcuts } from "../shared/shortcuts.js";
import { t } from "../shared/texts.js";
import { html, useEffect, useErrorBoundary, useState } from "../shared/view.js";
import { goOn, onExpire } from "./caller.js";
import { preferences } from "./preferences.js";
import { ENTRIES, ROUTES } from "./routes.js";
import { SignIn, isForSigningIn } from "./signin.js";
import { Me, useMe } from "./who.js";
import { outgoing } from "./ticket/outgoing.js";
import OffersPanel from "./queue/offers.js";
import Notifications from "./queue/notifications.js";
import PresenceMenu from "./queue/presence.js";

/** @param {any} props */
export function Shell({ api, session, live }) {
  const [signedIn, setSignedIn] = useState(session.signedIn);
  useEffect(() => session.onChange(() => setSignedIn(session.signedIn)), []);
  useEffect(() => {
    // What waited for them fails now, and is not asked in the name of who signs in next.
    if (!signedIn) goOn();
  }, [signedIn]);
  const route = useRoute();
  if (!signedIn || isForSigningIn(route.path)) {
    return html`<${SignIn} ...${{ api, session, mode: "page" }} onTokens=${(/** @type {any} */ tokens) => { session.signIn(tokens); goOn(); }} /><${Toasts} />`;
  }
  return html`<${Inside} ...${{ api, session, live }} /><${Toasts} />`;
}

/** @param {any} props */
function Inside({ api, session, live }) {
  const me = useFetch("/v1/auth/me");
  const [expired, setExpired] = useState(false);
  useEffect(() => onExpire(setExpired), []);
  const asking = useCalm(expired);
  const id = me.data?.id;
  useEffect(() => {
    if (!id) return undefined;
    // A page of somebody else from here on: nothing of it may go on in the name of whoever has come.
    const changed = () => session.isSomebodyElse && location.reload();
    session.account = id;
    const unheard = session.onChange(changed);
    changed();
    live.start({ account: id, token: (/** @type {boolean} */ fresh) => session.token(fresh) });
    const stop = outgoing.start(id);
    return () => {
      unheard();
      session.account = null;
      stop();
      live.stop();
    };
  }, [id]);
  const goesOn = async () => {
    // What was written waits to be sent: never in the name of somebody else who has signed in here.
    const token = await session.token();
    const who = await fetch(`${api.base}/v1/auth/me`, { headers: { authorization: `Bearer ${token}` }, credentials: "omit" }).then((answer) => answer.json(), () => null);
    if (!who?.id) return;
    if (id && who.id !== id) return location.reload();
    goOn();
    live.desk?.reconnect();
    if (id) live.start({ account: id, token: (/** @type {boolean} */ fresh) => session.token(fresh) });
  };
  const over = asking && html`<${SignIn} ...${{ api, mode: "dialog", email: me.data?.email, onTokens: session.signIn.bind(session) }}
    session=${session} onElsewhere=${goesOn} onLeave=${() => { goOn(); session.forget(); }} />`;
  if (!me.data) {
    return html`<main class="page narrow">${me.error ? html`<${Problem} error=${me.error} onRetry=${me.reload} />
      <${Button} onClick=${() => session.signOut()}>${t("console.sign_out")}<//>` : html`<${Spinner} />`}${over}</main>`;
  }
  const value = { role: null, ...me.data, reload: me.reload, may: (/** @type {string} */ permission) => me.data.permissions.includes(permission) };
  return html`<${Me.Provider} value=${value}><${Frame} session=${session} />${over}<//>`;
}

/** @param {any} props */
function Frame({ session }) {
  const me = useMe();
  const route = useRoute();
  const away = useAway();
  const [keys, setKeys] = useState(false);
  const [open, setOpen] = useState(false);
  const entries = ENTRIES.filter((each) => !each.needs || me.may(each.needs));
  const found = ROUTES.map((each) => ({ ...each, params: matched(each.path, route.path) })).find((each) => each.params);
  useShortcuts({
    "?": { label: t("console.keys"), run: () => setKeys(true) },
    "/": { label: t("console.search"), run: () => document.getElementById("search")?.focus() },
    ...Object.fromEntries(entries.map((each) => [`g ${each.key}`, { label: t(each.title), run: () => navigate(each.href) }])),
  });
  useEffect(() => {
    setOpen(false);
    document.title = found ? `${t(found.title)} · Otklik` : "Otklik";
  }, [route.path]);
  const search = (/** @type {any} */ event) => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get("q");
    if (text) navigate(`/console/search?q=${encodeURIComponent(String(text))}`);
  };
  return html`<div class="console">
    <a class="skip button" href="#main">${t("console.skip")}</a>
    <header class="top">
      <${IconButton} icon="menu" class="only-narrow" label=${t("console.menu")} aria-expanded=${open} onClick=${() => setOpen(!open)} />
      <form class="top-search" role="search" onSubmit=${search}><${Icon} name="search" />
        <input class="input" id="search" name="q" type="search" autocomplete="off" aria-label=${t("console.search")} placeholder=${t("console.search_hint")} /></form>
      <div class="row fixed end">
        ${away && html`<${Badge} tone="warn"><${Icon} name="wifi-off" /><span role="status">${t("console.offline")}</span><//>`}
        <${PresenceMenu} /><${Notifications} />
        <${Menu} label=${me.name} kind="quiet" end items=${[
          { label: t("console.me"), icon: "user", href: "/console/me" },
          { label: t("console.keys"), icon: "keyboard", run: () => setKeys(true) },
          { label: t("console.theme"), icon: "moon", run: () => preferences.set({ theme: { auto: /** @type {const} */ ("dark"), dark: /** @type {const} */ ("light"), light: /** @type {const} */ ("auto") }[preferences.all().theme] }) },
          { label: t("console.sign_out"), icon: "log-out", run: () => session.signOut() },
        ]}><${Avatar} name=${me.name} src=${me.avatar_url} size="small" /><//>
      </div>
    </header>
    <nav class=${`side ${open ? "open" : ""}`} aria-label=${t("console.navigation")}>
      <a class="brand" href="/" aria-label="Otklik"><img src=${new URL("../icon.svg", import.meta.url).pathname} alt="" width="28" height="28" /><span>Otklik</span></a>
      ${entries.map((each) => html`<${Link} key=${each.area} href=${each.href} class="side-link" aria-current=${found?.area === each.area ? "page" : undefined}><${Icon} name=${each.icon} /><span>${t(each.title)}</span><//>`)}
    </nav>
    <main id="main" class="main" tabindex="-1">
      ${found ? html`<${Page} key=${found.path} route=${found} params=${found.params} query=${route.query} />`
        : html`<div class="page narrow"><h1>${t("console.nothing_here")}</h1><${Link} href="/console">${t("console.queue")}<//></div>`}
    </main>
    <${OffersPanel} />
    ${keys && html`<${Keys} onClose=${() => setKeys(false)} />`}
  </div>`;
}

/** Whether there has been no connection for so long that somebody should know. */
function useAway() {
  const connection = useConnection();
  const [away, setAway] = useState(false);
  useEffect(() => {
    if (connection === "open") {
      setAway(false);
      return undefined;
    }
    const timer = setTimeout(() => setAway(true), 3000);
    return () => clearTimeout(timer);
  }, [connection === "open"]);
  return away;
}

/** A page, loaded when it is first wanted; an error in it leaves the rest of the console alone. @param {any} props */
function Page({ route, params, query }) {
  const [page, setPage] = useState(/** @type {any} */ (null));
  const [failed, setFailed] = useState(/** @type {any} */ (null));
  const [error, reset] = useErrorBoundary();
  useEffect(() => {
    let over = false;
    route.page().then((/** @type {any} */ made) => !over && setPage(() => made.default), (/** @type {any} */ reason) => !over && setFailed(reason));
    return () => {
      over = true;
    };
  }, [route.path]);
  useEffect(() => {
    // It is told to whoever looks into the browser's console, beside what the page shows.
    if (error) globalThis.reportError(error);
  }, [error]);
  if (error || failed) {
    return html`<div class="page narrow"><${Problem} error=${error ?? failed} onRetry=${() => { reset(); setFailed(null); if (failed) location.reload(); }} /></div>`;
  }
  return page ? html`<${page} params=${params} query=${query} />` : html`<div class="page"><${Spinner} /></div>`;
}

/** @param {any} props */
function Keys({ onClose }) {
  return html`<${Dialog} title=${t("console.keys")} onClose=${onClose}><dl class="pairs">
    ${shortcuts().map(({ keys, label }) => html`<dt key=${keys}>${keys.split(" ").map((each) => html`<kbd class="kbd">${each}</kbd> `)}</dt><dd>${label}</dd>`)}</dl><//>`;
}
