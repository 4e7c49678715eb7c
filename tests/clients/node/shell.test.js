/** The shell around the state machine: connections, waits, storage and timers, over real sockets. */
import assert from "node:assert/strict";
import test, { afterEach, beforeEach } from "node:test";
import { WebSocket } from "ws";
import { DeskClient, memoryStorage } from "../../../app/web/client/desk.js";
import { FakeDesk } from "./fake-desk.js";

const T = "0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e01";
const U = "0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e02";
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

const client = (options = {}) => patient({ backoff: [10, 50], ...options });

/** One that waits as long as they do outside. */
function patient(options = {}) {
  const made = new DeskClient({ url: desk.url, token: "t", WebSocket, storage: memoryStorage(), ...options });
  made.heard = [];
  for (const type of ["state", "update", "ack", "failed", "typing", "error", "followed", "outbox", "reset"]) made.on(type, (action) => made.heard.push(action));
  clients.push(made);
  return made;
}

async function until(holds, what) {
  // Not the clock that a test may have set.
  const end = Date.now() + 30_000;
  while (!holds()) {
    assert(Date.now() < end, `waited in vain until ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}

const states = ({ heard }) => heard.filter(({ type }) => type === "state").map(({ state }) => state);
const isOpen = (one) => until(() => last(one)?.state === "open", "it is open");
const waits = ({ heard }) => heard.filter(({ state }) => state === "waiting").map(({ in_ms: ms }) => ms);
const bodies = ({ outbox }) => outbox.map(({ body }) => body);
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
/** What is due later is due now. */
const now = (one, name) => one._after(name, 0, one._timers.get(name)._onTimeout);
const last = ({ heard }) => heard.findLast(({ type }) => type === "state");
const event = (seq, body) => ({ t: "ev", ticket: T, seq, kind: "message.created", from: { id: "w" }, data: { message: { body } }, at: "now" });

test("it says hello with what it wants, and follows and sends again after a cut", async () => {
  const one = client({ features: ["typing"], client: { name: "shop", version: "1" } });
  one.subscribe(T);
  one.send(T, "written before there is a connection");
  one.start();
  await until(() => desk.log.length === 1, "the message is stored");
  assert.deepEqual(desk.frames[0], { number: 1, t: "hello", client: { name: "shop", version: "1" }, features: ["typing"], presence: "active" });
  desk.tell(event(1, "hello"));
  await until(() => one.heard.some(({ type }) => type === "update"), "the event is shown");
  desk.answersSends = false;
  one.send(T, "under way");
  await until(() => desk.of("send").length === 2, "it is under way");
  desk.answersSends = true;
  desk.cut();
  await until(() => desk.log.length === 2 && one.outbox.length === 0, "it is stored");
  assert.deepEqual(desk.of("sub").map(({ subs }) => subs[0].after), [0, 1]);
  assert.deepEqual(desk.of("send").slice(1).map(({ cmid }) => cmid), Array(2).fill(desk.log[1].cmid));
  assert.deepEqual(one.outbox, []);
});

test("a listener that sends does not overtake what was written before", async () => {
  const one = client();
  one.subscribe(T);
  for (let n = 0; n < 3; n += 1) one.send(T, `${n}`);
  one.on("state", ({ state }) => state === "open" && one.send(T, "3"));
  one.on("followed", () => one.send(T, "4"));
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
  one.send(T, "hello");
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
  now(one, "renew");
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
  for (const body of ["one", "two", "three"]) before.send(T, body);
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
  client({ storage, account: "vera" }).send(T, "hers");
  const his = client({ storage, account: "viktor" });
  his.start();
  his.send(T, "his");
  await until(() => desk.log.length === 1, "his is stored");
  assert.deepEqual(client({ storage, account: "vera" }).outbox.map(({ body }) => body), ["hers"]);
});

test("the outbox has an end, and a full or broken storage is no end", async () => {
  const small = client({ outboxLimit: 2 });
  small.send(T, "one");
  small.send(T, "two");
  assert.throws(() => small.send(T, "three"), RangeError);
  const broken = { get: () => "not JSON", set: () => { throw new Error("full"); }, remove: () => {} };
  const one = client({ storage: broken });
  one.start();
  one.send(T, "hello");
  await until(() => desk.log.length === 1, "it is stored");
  assert.deepEqual(one.heard.filter(({ type }) => type === "error").map(({ code }) => code), ["storage"]);
});

test("cursors are kept for programs that keep events", async () => {
  const storage = memoryStorage();
  const one = client({ storage, keepCursors: true });
  one.subscribe(T);
  one.start();
  await until(() => one.heard.some(({ type }) => type === "followed"), "it follows");
  desk.tell(event(1, "hello"));
  await until(() => one.heard.some(({ type }) => type === "update"), "it is shown");
  one.stop();
  const next = client({ storage, keepCursors: true });
  next.subscribe(T);
  next.start();
  await until(() => desk.of("sub").length === 2, "it follows");
  assert.deepEqual(desk.of("sub")[1].subs, [{ ticket: T, after: 1 }]);
});

test("typing is said at most every few seconds, and shown for its time", async () => {
  const one = client();
  one.subscribe(T);
  one.start();
  await until(() => one.heard.some(({ type }) => type === "followed"), "it follows");
  for (let n = 0; n < 5; n += 1) one.typing(T);
  one.typing(T, false);
  one.typing(T, false);
  one.typing(T);
  await until(() => desk.of("typing").length === 3, "it is said");
  assert.deepEqual(desk.of("typing").map(({ on }) => on), [true, false, true]);
  desk.tell({ t: "typing", ticket: T, who: "w", name: "W", on: true, visibility: "public", ttl: 0.05 });
  await until(() => one.heard.filter(({ type }) => type === "typing").length === 2, "it is over");
  assert.deepEqual(one.heard.filter(({ type }) => type === "typing").map(({ on }) => on), [true, false]);
});

// Waits between connections

test("the waits grow to their limit, each somewhere between zero and the limit", async (t) => {
  let chance = 1;
  t.mock.method(Math, "random", () => chance);
  const one = patient();
  const limits = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000];
  for (let tries = 1; tries <= limits.length; tries += 1) {
    desk.refusals.push([503, {}, {}]);
    // At once, whatever the wait: only its length is looked at.
    if (tries > 1) one.reconnect();
    else one.start();
    await until(() => waits(one).length === tries, "it waits");
  }
  assert.deepEqual(waits(one), limits);
  for (chance of [0.5, 0]) {
    desk.refusals.push([503, {}, {}]);
    one.reconnect();
    await until(() => waits(one).at(-1) === 30_000 * chance, "it is within its range");
  }
});

for (const [what, greetings, lived, limit] of [
  ["10 s after its welcome brings", undefined, 10_100, 10],
  ["less than that does not bring", undefined, 9_000, 80],
  ["without a welcome does not bring, however long it took,", [[]], 60_000, 80],
]) {
  test(`a connection that ended ${what} the waits back`, async (t) => {
    let shift = 0;
    const clock = performance.now.bind(performance);
    t.mock.method(performance, "now", () => clock() + shift);
    t.mock.method(Math, "random", () => 1);
    const one = client({ backoff: [10, 1_000] });
    desk.refusals.push(...Array(3).fill([503, {}, {}]));
    one.start();
    await until(() => waits(one).length === 3, "it has failed thrice");
    desk.greetings.push(...greetings ?? []);
    await until(() => desk.of("hello").length === 1, "it connects");
    if (!greetings) await isOpen(one);
    shift = lived;
    desk.cut();
    await until(() => waits(one).length === 4, "it waits");
    assert.deepEqual(waits(one), [10, 20, 40, limit]);
  });
}

test("a goaway holds from when it was said, also when the connection ends before the last ack", async () => {
  const one = client();
  one.start();
  await isOpen(one);
  const ack = () => ({ t: "ack", re: desk.of("send").at(-1).id, cmid: one.outbox[0].cmid, message: "m", seq: 1, at: "now", dup: false });
  for (const ends of [() => desk.cut(), () => desk.tell(ack())]) {
    desk.answersSends = false;
    const before = desk.connections;
    one.send(T, "under way");
    await until(() => desk.of("send").at(-1)?.number === before, "it is under way");
    const left = performance.now();
    desk.tell({ t: "goaway", reconnect_in_ms: 400 });
    await until(() => one.state._leaveIn === 400, "it has heard of it");
    await sleep(200);
    assert.equal(last(one).state, "open");
    desk.answersSends = true;
    ends();
    await until(() => desk.connections === before + 1, "it comes back");
    assert(performance.now() - left >= 390);
    // Counted from the end it would be all 400.
    assert(waits(one).at(-1) <= 300, "half of it was over");
    await until(() => one.outbox.length === 0 && last(one).state === "open", "nothing waits");
  }
});

test("a listener that stops it in the middle of a goodbye stops it for good", async () => {
  const one = client();
  one.start();
  await isOpen(one);
  desk.answersSends = false;
  one.on("ack", () => one.stop());
  one.send(T, "the last one", { cmid: "m" });
  await until(() => desk.of("send").length === 1, "it is under way");
  desk.tell({ t: "goaway", reconnect_in_ms: 1 });
  desk.tell({ t: "ack", re: desk.of("send")[0].id, cmid: "m", message: "m", seq: 1, at: "now", dup: false });
  await until(() => last(one).state === "stopped", "it stops");
  await sleep(100);
  assert.deepEqual([last(one).state, desk.connections], ["stopped", 1]);
});

// The first frames

for (const [what, greeting, atLeast] of [
  ["a goaway", [{ t: "goaway", reconnect_in_ms: 300 }], 290],
  ["a goaway and the end", [{ t: "goaway", reconnect_in_ms: 300 }, 4001], 290],
  ["a temporary refusal", [{ t: "err", re: null, code: "temporarily_unavailable", detail: "", temporary: true, retry_after: 0.3 }, 4010], 290],
  ["a refusal and the end", [{ t: "err", re: null, code: "internal_error", detail: "", temporary: false }, 1011], 0],
  ["the end", [4010], 0],
  ["frames that are for later, and the end", [{ t: "hb" }, { t: "ok", re: 1 }, event(1, "too soon"), { t: "ack", re: 1, cmid: "m" }, 1011], 0],
  ["no frame", ["null"], 0],
  ["no JSON", ["<html>"], 0],
]) {
  test(`${what} instead of a welcome is a failure, and it comes back`, async (t) => {
    const reported = t.mock.method(console, "error", () => {});
    desk.greetings.push(greeting, greeting);
    const one = client();
    one.subscribe(T);
    one.send(T, "hello", { cmid: "m" });
    const began = performance.now();
    one.start();
    await until(() => one.outbox.length === 0, "the message is stored");
    assert(performance.now() - began >= 2 * atLeast);
    assert.equal(one._backoff.failures, 2);
    assert.deepEqual(states(one).filter((each) => each !== "connecting"), ["waiting", "waiting", "open"]);
    assert.deepEqual(desk.frames.filter(({ number }) => number < 3).map((frame) => frame.t), ["hello", "hello"]);
    assert.equal(reported.mock.callCount(), ["no frame", "no JSON"].includes(what) ? 2 : 0);
    assert.equal(one.heard.some(({ type }) => type === "update"), false);
  });
}

test("a refusal and a final code instead of a welcome end it", async () => {
  desk.greetings.push([{ t: "err", re: null, code: "bad_frame", detail: "", temporary: false }, 4500]);
  const one = client();
  one.start();
  await until(() => last(one)?.state === "stopped", "it stops");
  assert.deepEqual(one.heard.filter(({ type }) => type === "error").map(({ code }) => code), ["bad_frame"]);
});

test("a desk that says other things and never welcome is given up in time", async () => {
  desk.greetings.push([]);
  const one = client();
  one.start();
  await until(() => desk.of("hello").length === 1, "it says hello");
  const watch = one._timers.get("watch");
  desk.tell({ t: "hb" });
  await sleep(50);
  assert.equal(one._timers.get("watch"), watch);
  now(one, "watch");
  await isOpen(one);
  desk.tell({ t: "hb" });
  await sleep(50);
  assert.notEqual(one._timers.get("watch"), watch);
});

test("presence that changed between hello and welcome is told", async () => {
  desk.greetings.push([]);
  const one = client();
  one.start();
  await until(() => desk.of("hello").length === 1, "it says hello");
  one.presence("idle");
  desk.tell(desk.welcome());
  await until(() => desk.of("presence").length === 1, "it is told");
  assert.deepEqual([desk.of("hello")[0].presence, desk.of("presence")[0].state], ["active", "idle"]);
  desk.cut();
  await until(() => desk.of("hello").length === 2 && last(one).state === "open", "it is open");
  assert.equal(desk.of("hello")[1].presence, "idle");
  one.send(T, "by now it would have been told");
  await until(() => desk.log.length === 1, "it is stored");
  assert.equal(desk.of("presence").length, 1);
});

// What goes wrong inside

test("a socket that cannot send is left, and nothing is lost or overtaken", async (t) => {
  const reported = t.mock.method(console, "error", () => {});
  let breaks = 0;
  class Socket extends WebSocket {
    send(text) {
      if (breaks > 0 && JSON.parse(text).t === "send") {
        breaks -= 1;
        throw new Error("not now");
      }
      super.send(text);
    }
  }
  const one = client({ WebSocket: Socket });
  one.start();
  await isOpen(one);
  breaks = 1;
  for (const body of ["one", "two", "three"]) one.send(T, body);
  await until(() => desk.log.length === 3, "all are stored");
  assert.deepEqual([desk.bodies(), desk.connections, reported.mock.callCount()], [["one", "two", "three"], 2, 1]);
});

test("an exception inside does not make it deaf", async (t) => {
  t.mock.method(console, "error", () => {});
  const one = client();
  one.start();
  await isOpen(one);
  let met = 0;
  t.mock.method(one, "_aside", () => { met += 1; throw new Error("a bug of ours"); }, { times: 1 });
  one.send(T, "one");
  await until(() => met === 1, "it has met the bug");
  one.send(T, "two");
  await until(() => desk.log.length === 2 && one.outbox.length === 0, "both are stored");
  // Also where the program asks for something.
  await isOpen(one);
  t.mock.method(one, "_one", () => { throw new Error("another"); }, { times: 1 });
  for (const body of ["three", "four"]) one.send(T, body);
  await until(() => desk.log.length === 4 && one.outbox.length === 0, "both are stored");
  assert.deepEqual([desk.bodies(), desk.connections, one.heard.filter(({ type }) => type === "ack").length], [["one", "two", "three", "four"], 3, 4]);
});

test("what is no room, and what JSON cannot say, is refused where the program hands it in", async () => {
  assert.throws(() => client({ client: { version: 1n } }), TypeError);
  const one = client();
  one.start();
  await isOpen(one);
  for (const room of ["42", "", "team:", "queue:x", T.toUpperCase(), `${T}\n`, null, 1n]) assert.throws(() => one.subscribe(room), /A room is .* not /);
  assert.throws(() => one.subscribe(T, { after: 1n }), /takes its seq, and not bigint 1/);
  one.subscribe(T);
  assert.throws(() => one.read(T, 1n), TypeError);
  assert.throws(() => one.send(T, "a", { last_seen_seq: 1n }), TypeError);
  assert.throws(() => one.presence("away"), TypeError);
  assert.equal(one.outbox.length, 0);
  one.send(T, "hello");
  await until(() => desk.log.length === 1, "it still speaks");
  assert.deepEqual([desk.of("sub").length, desk.connections], [1, 1]);
});

// Tabs that share a storage

const kept = (storage) => JSON.parse(storage.get(`otklik:${new URL(desk.url).host}::outbox`) ?? "[]").map(({ body }) => body);

test("what a closed tab has left is sent by another, before what is written later", async () => {
  const storage = memoryStorage();
  const [open, closed] = [client({ storage }), client({ storage })];
  closed.send(T, "one");
  closed.send(T, "two");
  assert.deepEqual(bodies(open), []);
  open.start();
  await until(() => desk.log.length === 2, "it sends what was left");
  closed.send(T, "three");
  open.send(T, "four");
  await until(() => desk.log.length === 4 && open.outbox.length === 0, "it sends this too");
  assert.deepEqual([desk.bodies(), kept(storage)], [["one", "two", "three", "four"], []]);
});

test("what another tab has settled does not come back", async () => {
  const storage = memoryStorage();
  const writer = client({ storage });
  writer.send(T, "one");
  writer.send(T, "two");
  const before = kept(storage);
  const old = storage.get(`otklik:${new URL(desk.url).host}::outbox`);
  const [idle, sender] = [client({ storage }), client({ storage })];
  sender.start();
  await until(() => desk.log.length === 2 && sender.outbox.length === 0, "both are stored");
  assert.deepEqual([before, bodies(idle), kept(storage)], [["one", "two"], ["one", "two"], []]);
  idle.send(T, "three");
  assert.deepEqual([bodies(idle), kept(storage)], [["three"], ["three"]]);
  // A slow tab has put back what it knew.
  storage.set(`otklik:${new URL(desk.url).host}::outbox`, old);
  idle.send(T, "four");
  assert.deepEqual([bodies(idle), kept(storage)], [["three", "four"], ["four"]]);
  idle.start();
  await until(() => idle.outbox.length + sender.outbox.length === 0, "all is stored");
  assert.equal(desk.of("send").filter(({ body }) => body === "one").length, 1);
  // Whoever wrote a message hears what became of it.
  writer.start();
  await until(() => writer.heard.filter(({ type, dup }) => type === "ack" && dup).length === 2, "it hears it");
  assert.deepEqual([writer.outbox, kept(storage), desk.log.length], [[], [], 4]);
});

test("a tab hears of the others by the storage event", async (t) => {
  const page = new EventTarget();
  for (const name of ["addEventListener", "removeEventListener"]) globalThis[name] = page[name].bind(page);
  t.after(() => { delete globalThis.addEventListener; delete globalThis.removeEventListener; });
  const key = `otklik:${new URL(desk.url).host}::outbox`;
  const changed = (name) => page.dispatchEvent(Object.assign(new Event("storage"), { key: name }));
  const storage = memoryStorage();
  const [one, other] = [client({ storage }), client({ storage })];
  one.start();
  await isOpen(one);
  other.send(T, "hello");
  changed(`${key}-of-something-else`);
  assert.equal(one._timers.has("take over"), false);
  changed(key);
  // The other one is given time to send it by itself.
  assert.deepEqual([bodies(one), one._timers.has("take over")], [[], true]);
  now(one, "take over");
  await until(() => desk.log.length === 1 && kept(storage).length === 0, "it is taken over");
  const third = client({ storage, backoff: [60_000, 60_000] });
  desk.refusals.push([503, { "retry-after": "60" }, {}]);
  third.start();
  await until(() => last(third)?.state === "waiting", "it cannot connect");
  other.send(T, "again");
  changed(key);
  now(third, "take over");
  await until(() => bodies(third).length === 1, "it waits here too");
  now(one, "take over");
  await until(() => desk.log.length === 2 && kept(storage).length === 0, "one has sent it");
  changed(key);
  assert.deepEqual([bodies(third), third.heard.filter(({ type }) => type === "outbox").length], [[], 2]);
  one.stop();
  changed(key);
  assert.equal(one._timers.has("take over"), false);
});

test("a message that had no room in the storage is kept once there is some", () => {
  const inner = memoryStorage();
  let full = true;
  const storage = { ...inner, set: (key, value) => { if (full) throw new Error("QuotaExceededError"); inner.set(key, value); } };
  const one = client({ storage });
  one.send(T, "one");
  assert.deepEqual([kept(storage), one.heard.map(({ code }) => code)], [[], ["storage"]]);
  full = false;
  client({ storage }).send(T, "of another tab");
  one.send(T, "two");
  assert.deepEqual(kept(storage), ["one", "of another tab", "two"]);
  assert.deepEqual(bodies(client({ storage })), ["one", "of another tab", "two"]);
});

test("a storage that cannot be read says nothing about what was settled", async () => {
  const inner = memoryStorage();
  let broken = false;
  const storage = { ...inner, get: (key) => { if (broken) throw new Error("SecurityError"); return inner.get(key); } };
  client({ storage }).send(T, "one");
  const one = client({ storage });
  broken = true;
  one.send(T, "two");
  broken = false;
  assert.deepEqual([bodies(one), kept(storage)], [["one", "two"], ["one", "two"]]);
  one.start();
  await until(() => desk.log.length === 2, "both are stored");
});

test("of two tabs each keeps the cursors of the other, and the higher one of a ticket", async () => {
  const storage = memoryStorage();
  const cursors = () => JSON.parse(storage.get(`otklik:${new URL(desk.url).host}::cursors`));
  const tab = async (...rooms) => {
    const made = client({ storage, keepCursors: true });
    for (const room of rooms) made.subscribe(room);
    made.start();
    await until(() => made.heard.filter(({ type }) => type === "followed").length === rooms.length, "it follows");
    return made;
  };
  const show = async (one, ...events) => {
    const before = one.heard.length;
    for (const each of events) desk.tell(each);
    await until(() => one.heard.length >= before + events.length, "it is shown");
  };
  const one = await tab(T);
  await show(one, event(1, "a"), event(2, "b"));
  const other = await tab(T, U);
  await show(other, event(1, "a"), { ...event(1, "c"), ticket: U });
  one._saveCursors();
  other._saveCursors();
  assert.deepEqual(cursors(), { epoch: "e", cursors: { [T]: 2, [U]: 1 } });
  one.stop();
  assert.deepEqual(cursors(), { epoch: "e", cursors: { [T]: 2, [U]: 1 } });
  await show(other, event(2, "b"), event(3, "c"));
  other._saveCursors();
  assert.deepEqual(cursors().cursors, { [T]: 3, [U]: 1 });
  // The ticket is another one now: what the storage says of it is not true any more.
  await show(other, { t: "reset", ticket: T, reason: "ahead" });
  other._saveCursors();
  assert.deepEqual(cursors(), { epoch: "e", cursors: { [U]: 1 } });
  other.stop();
  const begun = client({ storage, keepCursors: true });
  begun.subscribe(U, { after: 0 });
  begun._saveCursors();
  assert.deepEqual(cursors(), { epoch: "e", cursors: { [U]: 0 } });
  desk.epoch = "f";
  const later = await tab(T);
  await show(later, event(1, "of another history"));
  later.stop();
  assert.deepEqual(cursors(), { epoch: "f", cursors: { [T]: 1 } });
});
