/** The shell around the state machine: connections, waits, storage and timers, over real sockets. */
import assert from "node:assert/strict";
import test, { afterEach, beforeEach } from "node:test";
import { WebSocket } from "ws";
import { DeskClient, memoryStorage } from "../../../app/web/client/desk.js";
import { FakeDesk } from "./fake-desk.js";

let desk;
let clients;

beforeEach(async () => {
  desk = new FakeDesk();
  clients = [];
  await desk.start();
});

afterEach(() => {
  for (const client of clients) client.stop();
  desk.stop();
});

function client(options = {}) {
  const made = new DeskClient({ url: desk.url, token: "t", WebSocket, storage: memoryStorage(), backoff: [10, 50], ...options });
  made.heard = [];
  for (const type of ["state", "update", "ack", "failed", "typing", "error", "followed"]) made.on(type, (action) => made.heard.push(action));
  clients.push(made);
  return made;
}

async function until(holds, what) {
  const end = performance.now() + 5_000;
  while (!holds()) {
    assert(performance.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}

const states = ({ heard }) => heard.filter(({ type }) => type === "state").map(({ state }) => state);
const last = ({ heard }) => heard.findLast(({ type }) => type === "state");
const event = (seq, body) => ({ t: "ev", ticket: "t", seq, kind: "message.created", from: { id: "w" }, data: { message: { body } }, at: "now" });

test("it says hello with what it wants, and follows and sends again after a cut", async () => {
  const one = client({ features: ["typing"], client: { name: "shop", version: "1" } });
  one.subscribe("t");
  one.send("t", "written before there is a connection");
  one.start();
  await until(() => desk.log.length === 1, "the message is stored");
  assert.deepEqual(desk.frames[0], { number: 1, t: "hello", client: { name: "shop", version: "1" }, features: ["typing"], presence: "active" });
  desk.tell(event(1, "hello"));
  await until(() => one.heard.some(({ type }) => type === "update"), "the event is shown");
  desk.answersSends = false;
  one.send("t", "under way");
  await until(() => desk.of("send").length === 2, "it is under way");
  desk.answersSends = true;
  desk.cut();
  await until(() => desk.log.length === 2, "it is stored");
  assert.deepEqual(desk.of("sub").map(({ subs }) => subs[0].after), [0, 1]);
  assert.deepEqual(desk.of("send").slice(1).map(({ cmid }) => cmid), Array(2).fill(desk.log[1].cmid));
  assert.deepEqual(one.outbox, []);
});

test("a listener that sends does not overtake what was written before", async () => {
  const one = client();
  one.subscribe("t");
  for (let n = 0; n < 3; n += 1) one.send("t", `${n}`);
  one.on("state", ({ state }) => state === "open" && one.send("t", "3"));
  one.on("followed", () => one.send("t", "4"));
  one.start();
  await until(() => desk.log.length === 5, "all are stored");
  assert.deepEqual(desk.bodies(), ["0", "1", "2", "3", "4"]);
});

test("a listener that throws stops nobody", async (t) => {
  const reported = t.mock.method(console, "error", () => {});
  const one = client();
  const bug = new Error("a bug of the program");
  one.on("ack", () => { throw bug; });
  let heard = 0;
  one.on("ack", () => { heard += 1; });
  one.start();
  one.send("t", "hello");
  await until(() => heard === 1, "the other one hears it");
  assert.deepEqual(reported.mock.calls.map(({ arguments: [error] }) => error), [bug]);
});

test("Retry-After and goaway say how long to wait at least", async () => {
  desk.refusals.push([503, { "retry-after": "1" }, { code: "temporarily_unavailable" }]);
  const one = client();
  const began = performance.now();
  one.start();
  await until(() => desk.connections === 1, "it connects");
  assert(performance.now() - began >= 990);
  await until(() => states(one).includes("open"), "it is open");
  const left = performance.now();
  desk.tell({ t: "goaway", reconnect_in_ms: 300 });
  await until(() => desk.connections === 2, "it comes back");
  assert(performance.now() - left >= 290);
});

for (const [code, state] of [[4500, "stopped"], [4503, "stopped"], [4010, "open"], [4003, "open"], [1012, "open"]]) {
  test(`after ${code} it is ${state}`, async () => {
    const one = client();
    one.start();
    await until(() => last(one)?.state === "open", "it is open");
    desk.close(code, "because");
    await until(() => last(one).state === state && states(one).length > 2, state);
    if (state === "stopped") {
      assert.equal(last(one).reason, "because");
      await new Promise((resolve) => { setTimeout(resolve, 100); });
      assert.equal(desk.connections, 1);
    } else await until(() => desk.connections === 2, "it comes back");
  });
}

test("a refused token is asked for once more, then it stops", async () => {
  const asked = [];
  const refusal = [401, {}, { code: "token_expired" }];
  desk.refusals.push(refusal);
  const one = client({ token: (fresh) => { asked.push(fresh); return fresh ? "new" : "old"; } });
  one.start();
  await until(() => states(one).includes("open"), "it is open");
  assert.deepEqual([asked, desk.bearers], [[false, true], ["Bearer old", "Bearer new"]]);
  desk.refusals.push(refusal, refusal);
  desk.cut();
  await until(() => last(one).state === "stopped", "it stops");
  assert.equal(last(one).reason, "token_expired");
  const none = client({ token: () => null });
  none.start();
  await until(() => last(none)?.state === "stopped", "it stops");
  assert.equal(last(none).reason, "signed_out");
});

test("silence for longer than the heartbeat ends a connection", async () => {
  desk.hb = 0.1;
  const one = client();
  one.start();
  await until(() => desk.connections >= 2, "it comes back");
});

test("a token is renewed in time", async () => {
  desk.authExpiresIn = 900;
  const one = client({ token: async () => "t" });
  one.start();
  await until(() => states(one).includes("open"), "it is open");
  one._after("renew", 0, one._timers.get("renew")._onTimeout);
  await until(() => desk.of("auth").length === 1, "it renews");
  assert.equal(desk.connections, 1);
});

test("being online again ends the wait", async () => {
  desk.refusals.push([503, { "retry-after": "60" }, {}]);
  const one = client();
  one.start();
  await until(() => last(one)?.state === "waiting", "it waits");
  one._online();
  await until(() => states(one).includes("open"), "it is open");
});

test("an outbox outlives its page, and two tabs may share it", async () => {
  const storage = memoryStorage();
  const before = client({ storage });
  for (const body of ["one", "two", "three"]) before.send("t", body);
  const [tab, other] = [client({ storage }), client({ storage })];
  assert.deepEqual(tab.outbox.map(({ body }) => body), ["one", "two", "three"]);
  tab.start();
  other.start();
  await until(() => tab.outbox.length + other.outbox.length === 0, "both are done");
  assert.deepEqual(desk.bodies(), ["one", "two", "three"]);
  assert.deepEqual(client({ storage }).outbox, []);
  assert.equal(client({ storage, account: "somebody else" }).outbox.length, 0);
});

test("messages of another account stay where they are", async () => {
  const storage = memoryStorage();
  client({ storage, account: "vera" }).send("t", "hers");
  const his = client({ storage, account: "viktor" });
  his.start();
  his.send("t", "his");
  await until(() => desk.log.length === 1, "his is stored");
  assert.deepEqual(client({ storage, account: "vera" }).outbox.map(({ body }) => body), ["hers"]);
});

test("the outbox has an end, and a full or broken storage is no end", async () => {
  const small = client({ outboxLimit: 2 });
  small.send("t", "one");
  small.send("t", "two");
  assert.throws(() => small.send("t", "three"), RangeError);
  const broken = { get: () => "not JSON", set: () => { throw new Error("full"); }, remove: () => {} };
  const one = client({ storage: broken });
  one.start();
  one.send("t", "hello");
  await until(() => desk.log.length === 1, "it is stored");
  assert.deepEqual(one.heard.filter(({ type }) => type === "error").map(({ code }) => code), ["storage"]);
});

test("cursors are kept for programs that keep events", async () => {
  const storage = memoryStorage();
  const one = client({ storage, keepCursors: true });
  one.subscribe("t");
  one.start();
  await until(() => one.heard.some(({ type }) => type === "followed"), "it follows");
  desk.tell(event(1, "hello"));
  await until(() => one.heard.some(({ type }) => type === "update"), "it is shown");
  one.stop();
  const next = client({ storage, keepCursors: true });
  next.subscribe("t");
  next.start();
  await until(() => desk.of("sub").length === 2, "it follows");
  assert.deepEqual(desk.of("sub")[1].subs, [{ ticket: "t", after: 1 }]);
});

test("typing is said at most every few seconds, and shown for its time", async () => {
  const one = client();
  one.subscribe("t");
  one.start();
  await until(() => one.heard.some(({ type }) => type === "followed"), "it follows");
  for (let n = 0; n < 5; n += 1) one.typing("t");
  one.typing("t", false);
  one.typing("t", false);
  one.typing("t");
  await until(() => desk.of("typing").length === 3, "it is said");
  assert.deepEqual(desk.of("typing").map(({ on }) => on), [true, false, true]);
  desk.tell({ t: "typing", ticket: "t", who: "w", name: "W", on: true, visibility: "public", ttl: 0.05 });
  await until(() => one.heard.filter(({ type }) => type === "typing").length === 2, "it is over");
  assert.deepEqual(one.heard.filter(({ type }) => type === "typing").map(({ on }) => on), [true, false]);
});
