/**
 * A page in a real browser: three messages are typed while the network is away, the page is loaded again, a second tab
 * is opened, and the network comes back. Then a tab that is offline leaves messages and is closed, twice: the page that
 * was open all along sends them, once when its network comes back, and once because its storage has changed.
 * Environment: DESK, TOKEN, TICKET, SHOP_PORT (the page's own), CHROMIUM (the program). Prints what was seen, as JSON.
 */
import { createReadStream } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { Cable } from "./network.js";

const { DESK, TOKEN, TICKET, SHOP_PORT, CHROMIUM } = process.env;
const files = {
  "/": ["text/html", new URL("page.html", import.meta.url)],
  "/desk.js": ["text/javascript", new URL("../../../app/web/client/desk.js", import.meta.url)],
};
const shop = createServer(({ url }, response) => {
  const [type, file] = files[url.split("?")[0]] ?? [];
  if (!file) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": type });
  return createReadStream(file).pipe(response);
});
await once(shop.listen(Number(SHOP_PORT), "127.0.0.1"), "listening");
const cable = new Cable(DESK);
await cable.start();

const folder = mkdtempSync(join(tmpdir(), "otklik-chromium-"));
const context = await chromium.launchPersistentContext(folder, {
  executablePath: CHROMIUM,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
context.setDefaultTimeout(60_000);
const errors = [];

async function write(page, ...texts) {
  for (const text of texts) {
    await page.locator("input").fill(text);
    await page.locator("input").press("Enter");
  }
}
async function open(more = {}) {
  const page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  const query = new URLSearchParams({ module: "/desk.js", desk: cable.url, token: TOKEN, ticket: TICKET, ...more });
  await page.goto(`http://127.0.0.1:${SHOP_PORT}/?${query}`);
  return page;
}
const state = (page, wanted) => page.waitForFunction((text) => document.getElementById("state").textContent === text, wanted);
const texts = (page, id) => page.locator(`#${id} li`).allTextContents();
const shows = (page, count) => page.waitForFunction(
  (number) => document.querySelectorAll("#shown li").length >= number && !document.querySelector("#waiting li"), count);

const seen = {};
try {
  const page = await open();
  await state(page, "open");
  await shows(page, 1);
  cable.pull();
  await page.waitForFunction(() => document.getElementById("state").textContent !== "open");
  await write(page, "one", "two", "three");
  await page.reload();
  const other = await open();
  seen.waiting = [await texts(page, "waiting"), await texts(other, "waiting")];
  cable.plug();
  await Promise.all([shows(page, 4), shows(other, 4)]);
  seen.shown = [await texts(page, "shown"), await texts(other, "shown")];

  const leave = async (...bodies) => {
    const closed = await open({ start: "no" });
    await write(closed, ...bodies);
    await closed.close();
  };
  cable.pull();
  for (const each of [page, other]) await each.waitForFunction(() => document.getElementById("state").textContent !== "open");
  await leave("four", "five");
  cable.plug();
  await Promise.all([shows(page, 6), shows(other, 6)]);
  await write(page, "six");
  await Promise.all([shows(page, 7), shows(other, 7)]);
  await Promise.all([state(page, "open"), state(other, "open")]);
  await leave("seven");
  await Promise.all([shows(page, 8), shows(other, 8)]);
  seen.left = [await texts(page, "shown"), await texts(other, "shown")];
  await page.reload();
  seen.after = await texts(page, "waiting");
  await other.close();

  // The module from the desk's own address, in a page of another; it would wait for minutes, and the network comes back.
  const far = await open({ module: `${cable.url}/client/desk.js`, wait: "600000" });
  await state(far, "open");
  cable.pull();
  await state(far, "waiting");
  cable.plug();
  await context.setOffline(true);
  await context.setOffline(false);
  await state(far, "open");
  seen.errors = errors;
  console.log(JSON.stringify(seen));
} finally {
  await context.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
process.exit(0);
