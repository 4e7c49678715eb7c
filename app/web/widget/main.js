// @ts-check
/** The widget on a page: an element of its own with a shadow, into which nothing of the page reaches, and what it does. */
import { h, render } from "../shared/view.js";
import { dir, load, locale } from "../shared/language.js";
import { Refused, call } from "./calls.js";
import { areas, sheet } from "./parts.js";
import { Store } from "./store.js";
import { Talk } from "./talk.js";
import { Kept, Visitor, subject, who } from "./visitor.js";
import { App } from "./window.js";

const AGAIN_MS = 10_000;

/**
 * @typedef {{ desk: string, brand?: string, locale?: string, theme?: string, side?: string, launcher: boolean }} Options
 * @typedef {ReturnType<typeof made>} Widget
 */

/** @param {Options} options @returns {Promise<(name: string, values: any[]) => any>} what does the page's calls */
export async function start(options) {
  const [style] = await Promise.all([sheet("widget.css"), speak(options.locale)]);
  const widget = made(options, style);
  widget.draw();
  void widget.begin();
  return (name, values) => /** @type {any} */ (widget.calls)[name]?.(...values);
}

/** The words of this language, else of the page's, else of the browser's. @param {string | undefined} wanted */
function speak(wanted) {
  return load(areas, wanted || document.documentElement.lang || null);
}

/** @param {Options} options @param {CSSStyleSheet} style */
function made(options, style) {
  const host = document.createElement("otklik-widget");
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [style];
  const root = document.createElement("div");
  shadow.append(root);
  document.documentElement.append(host);

  const store = new Store();
  const kept = new Kept(`otklik:${new URL(options.desk).host}:${options.brand ?? ""}:`);
  const visitor = new Visitor(options, kept);
  visitor.about.locale = locale();
  store.set({ sound: kept.get("sound") === true, theme: options.theme ?? "auto" });
  /** @type {Map<string, Set<(value: any) => void>>} */
  const listeners = new Map();

  /** @param {string} name @param {any} [value] */
  function emit(name, value) {
    for (const listener of listeners.get(name) ?? []) {
      try {
        listener(value);
      } catch (error) {
        // The page's own mistake is for the page to see, and not ours to stumble over.
        reportError(error);
      }
    }
  }

  const talk = new Talk(store, visitor, {
    locale,
    emit,
    came: (message) => {
      if (store.state.sound) void import("./sound.js").then(({ chime }) => chime());
      store.set({ said: `${message.author.name}: ${message.body}` });
      emit("message", { body: message.body, from: message.author.name });
    },
  });

  const widget = {
    options, store, kept, visitor, talk, root, emit,

    draw() {
      root.dir = dir();
      root.lang = locale();
      render(h(App, { widget, state: { ...store.state } }), root);
      const { unread } = store.state;
      if (unread !== widget.told) emit("unread", (widget.told = unread));
    },

    told: 0,

    /** What the brand looks like, and what there was when the page was last open. */
    async begin() {
      await widget.look();
      await talk.resume();
    },

    async look() {
      const query = { brand: options.brand, locale: locale() };
      // Without an answer the widget has the desk's own looks, and says nothing of hours.
      const look = await call(options.desk, "GET", "/v1/widget/appearance", { query }).catch(() => null);
      if (look) store.set({ look });
    },

    calls: {
      open() {
        const view = talk.live || store.state.unread ? "thread" : store.state.view;
        store.set({ open: true, view });
        if (view === "thread" && !store.state.ticket) void talk.latest();
        void talk.history();
        emit("open");
      },
      close() {
        store.set({ open: false });
        emit("close");
      },
      /** @param {import("./visitor.js").Identity} identity */
      async identify(identity) {
        // Whoever is talking to somebody, or has a word on its way to them, is not taken away from them: the name comes
        // with the next conversation.
        visitor.identity = identity;
        if ((talk.live || talk.out.left) && !visitor.session?.sub) return;
        await widget.identified();
      },
      async signOut() {
        talk.leave({ view: "home" });
        talk.out.forget();
        await visitor.leave();
      },
      /** @param {string} name @param {(value: any) => void} listener */
      on(name, listener) {
        listeners.set(name, (listeners.get(name) ?? new Set()).add(listener));
      },
      /** @param {string} name @param {(value: any) => void} listener */
      off(name, listener) {
        listeners.get(name)?.delete(listener);
      },
      /** @param {string} wanted */
      async setLocale(wanted) {
        await speak(wanted);
        visitor.about.locale = locale();
        store.set({ words: store.state.words + 1 });
        await widget.look();
      },
      /** @param {string} theme `light`, `dark` or `auto` */
      setTheme: (theme) => store.set({ theme }),
    },

    /** @param {import("./visitor.js").Identity} identity @param {boolean} expired @returns {Promise<boolean>} whether they are somebody else */
    async become(identity, expired) {
      const token = await visitor.proof(expired, identity);
      const sub = token && subject(token);
      const before = visitor.session?.sub;
      if (!token || (before && before === sub && !expired)) return false;
      if (before && before !== sub) {
        // Nobody sees anything of them or speaks as them, whether the desk is reached now or not.
        visitor.part();
        talk.leave({ view: "home" });
      }
      await kept.alone("visitor", () => visitor.begin(token));
      return true;
    },

    /** Become whom the site says that they are. */
    async identified() {
      const { identity } = visitor;
      if (!identity) return;
      // A session that is over is begun again, also by the same person.
      const { expired } = store.state;
      try {
        const become = widget.become(identity, expired);
        // What is said now is said by who they become.
        visitor.becoming = become.catch(() => false);
        if (!(await become)) return;
        talk.leave();
        await talk.resume();
        if (store.state.open) void talk.history();
      } catch (error) {
        // They go on as who they are; the site's own developers see why.
        console.warn("The chat does not know who this is", error);
        emit("error", { code: /** @type {any} */ (error).code || "identity" });
        // Something may wait for them to be somebody again.
        if (expired && !(error instanceof Refused)) setTimeout(() => store.state.expired && widget.identified(), AGAIN_MS);
      }
    },
  };
  store.draw = widget.draw;
  addEventListener("online", () => {
    store.set({ online: true });
    if (talk.out.pending) void talk.out.flush();
    else if (!store.state.ticket) void talk.resume();
  });
  addEventListener("offline", () => store.set({ online: false }));
  addEventListener("storage", ({ key }) => elsewhere(widget, key));
  return widget;
}

/** Another tab has begun a conversation, or has left. @param {Widget} widget @param {string | null} key */
function elsewhere({ kept, visitor, talk, store }, key) {
  if (key === kept.prefix + "visitor" || key === null) {
    const session = kept.get("visitor");
    const before = who(visitor.session);
    visitor.session = session;
    if (before === who(session) && !store.state.expired) return;
    talk.leave(before && before !== who(session) ? { view: "home" } : {});
    void talk.resume();
  } else if (key === kept.prefix + "pending") {
    talk.out.show();
    if (!talk.out.pending && !store.state.ticket) void talk.resume();
  } else if (key === kept.prefix + "failed") {
    talk.out.show();
  }
}
