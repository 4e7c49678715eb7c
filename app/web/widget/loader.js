// @ts-check
/**
 * What a site's one script tag runs: it puts `window.Otklik` there, whose calls wait until the widget is loaded, and
 * loads the widget of the version that the desk is of now. A classic script, so that it knows its own tag.
 */
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const page = /** @type {any} */ (window);
  if (!script?.src || page.Otklik?.version) return;
  const desk = new URL(".", script.src).href;
  const { brand, locale, theme, side, launcher } = script.dataset;
  /** @type {[string, any[]][]} */
  const waiting = [];
  /** @type {(name: string, values: any[]) => any} */
  let take = (name, values) => void waiting.push([name, values]);
  /** @type {Record<string, any>} */
  const api = {
    version: "__VERSION__",
    push: (/** @type {any[]} */ ...calls) => calls.forEach(([name, ...values]) => take(name, values)),
  };
  for (const name of ["open", "close", "identify", "signOut", "on", "off", "setLocale", "setTheme"]) {
    api[name] = (/** @type {any[]} */ ...values) => take(name, values);
  }
  // A page may have begun to speak before this was here: `(window.Otklik = window.Otklik || []).push(["open"])`.
  const early = Array.isArray(page.Otklik) ? page.Otklik : [];
  page.Otklik = api;
  api.push(...early);

  for (const file of "__NEEDED__".split(",")) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "modulepreload", href: `${desk}web/__VERSION__/${file}`, crossOrigin: "anonymous" });
    document.head.append(link);
  }
  let tries = 0;
  const load = () => {
    tries += 1;
    import(`${desk}web/__VERSION__/widget/main.js`)
      .then((widget) => widget.start({ desk, brand, locale, theme, side, launcher: launcher !== "none" }))
      .then((does) => {
        take = does;
        for (const [name, values] of waiting.splice(0)) take(name, values);
      })
      .catch((error) => {
        // The page goes on without a chat; the network may come back.
        if (tries < 5) setTimeout(load, tries * 5_000);
        else console.warn("The chat could not be loaded", error);
      });
  };
  load();
})();
