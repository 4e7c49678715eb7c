/** The state machine: every published scenario, and what JSON cannot say. */
import assert from "node:assert/strict";
import test from "node:test";
import { DeskState, inOneOrder } from "../../../app/web/client/desk.js";
import { run, scenarios, wait, waits } from "./vectors.js";

const id = (n) => `0199b7a0-3c5e-7d10-9f4e-${String(n).padStart(12, "0")}`;
const T = id(1);

function connected() {
  const state = new DeskState();
  state.connected({ t: "welcome", epoch: "e" });
  return state;
}

for (const scenario of scenarios) test(`vector: ${scenario.name}`, () => run(scenario));
for (const scenario of waits) test(`vector: ${scenario.name}`, () => wait(scenario));

test("half a character is replaced before it is sent", () => {
  const [{ frame }] = connected().send(T, "a\ud83d b \ud83d\ude00", { cmid: "c" });
  assert.equal(frame.body, "a\ufffd b \ud83d\ude00");
});

test("more than 200 rooms are asked for in several frames", () => {
  const state = new DeskState();
  for (let n = 0; n < 450; n += 1) state.subscribe(id(n));
  const frames = state.connected({ t: "welcome", epoch: "e" }).map(({ frame }) => frame);
  assert.deepEqual(frames.map(({ subs }) => subs.length), [200, 200, 50]);
});

test("what JSON cannot say is refused where it is handed in, and nothing is kept of it", () => {
  const state = connected();
  const [{ frame: { id: sub } }] = state.subscribe(T);
  state.received({ t: "ok", re: sub, subs: [{ ticket: T, last_seq: 0 }] });
  const circle = { format: "text" };
  circle.self = circle;
  const wrong = [
    () => state.send(T, 5n, { cmid: "a" }), () => state.send(T, undefined, { cmid: "a" }), () => state.send(T, "a", { cmid: 1 }),
    () => state.send(T, "a", { cmid: "a", last_seen_seq: 5n }), () => state.send(T, "a", { cmid: "a", circle }),
    () => state.read(T, 5n), () => state.read(T, "5"), () => state.read(T, NaN), () => state.read(T, -1), () => state.read(T, 2 ** 31),
    () => state.presence("away"), () => state.presence(1n),
  ];
  for (const each of wrong) assert.throws(each, TypeError, String(each));
  assert.deepEqual([[...state.outbox], state.seen], [[], "active"]);
  assert.deepEqual(state.typing(T, 1n, undefined).map(({ frame }) => frame), [{ t: "typing", ticket: T, on: true }]);
  assert.deepEqual(state.read(T, 1).map(({ frame }) => frame), [{ t: "read", ticket: T, seq: 1 }]);
});

test("a place to begin that is no seq is refused, and the ticket is not followed", () => {
  const state = connected();
  for (const after of [5n, -1, 1.5, NaN, "5", null, 2 ** 31]) {
    const [{ type, error, detail }] = state.subscribe(T, after);
    assert.deepEqual([type, error, state.following.size], ["followed", "invalid", 0]);
    assert.match(detail, /takes its seq/);
  }
  assert.equal(state.subscribe(T, 0).length, 1);
});

test("options that the program changes later change nothing", () => {
  const state = connected();
  const extra = { of: "here" };
  state.send(T, "a", { cmid: "a", extra });
  extra.of = "elsewhere";
  const [{ frame }] = state.connected({ t: "welcome", epoch: "e" });
  assert.deepEqual(frame.extra, { of: "here" });
});

test("kept messages and ours become one order", () => {
  const frames = (text) => [...text].map((cmid) => ({ cmid }));
  const order = (kept, ours) => inOneOrder(frames(kept), frames(ours)).map(({ cmid }) => cmid).join("");
  for (const [kept, ours, both] of [
    ["", "", ""], ["12", "", "12"], ["", "12", "12"], ["12", "12", "12"], ["123", "3", "123"], ["12", "3", "312"],
    ["23", "12", "123"], ["13", "123", "123"], ["21", "12", "21"], ["1x2y", "1a2b", "1ax2by"],
  ]) assert.equal(order(kept, ours), both, `${kept} and ${ours}`);
});

test("what others keep goes out before what is written later, and what they settled does not", () => {
  const state = new DeskState();
  state.send(T, "ours", { cmid: "m" });
  assert.deepEqual(state.share([{ cmid: "a" }, { cmid: "b" }, { cmid: "m" }], []), [{ type: "outbox" }]);
  assert.deepEqual([...state.outbox.keys()], ["a", "b", "m"]);
  assert.deepEqual(state.share([{ cmid: "b" }, { cmid: "m" }], ["a"]), [{ type: "outbox" }]);
  assert.deepEqual(state.connected({ t: "welcome", epoch: "e" }).map(({ frame }) => frame.cmid), ["b", "m"]);
  // Under way: its answer says what became of it.
  assert.deepEqual(state.share([], ["b"]), []);
  assert.deepEqual([...state.outbox.keys()], ["b", "m"]);
});

test("a mark is not said while a later sub waits for its answer, nor before a reset", () => {
  const state = connected();
  const [{ frame: first }] = state.subscribe(T);
  const [{ frame: second }] = state.subscribe(T);
  state.read(T, 1);
  const reads = (actions) => actions.filter(({ frame }) => frame?.t === "read").map(({ frame }) => frame.seq);
  const answer = (re, seq) => state.received({ t: "ok", re, subs: [{ ticket: T, last_seq: seq }] });
  assert.deepEqual(reads(answer(first.id, 0)), []);
  assert.deepEqual(reads(answer(second.id, 0)), [1]);
  for (const seq of [1, 2]) state.received({ t: "ev", ticket: T, seq, kind: "x", from: { id: "w" }, data: {}, at: "now" });
  const [{ frame: again }] = state.connected({ t: "welcome", epoch: "e" });
  assert.equal(again.subs[0].after, 2);
  assert.deepEqual(reads(answer(again.id, 1)), []);
});

test("what hello said is of one connection", () => {
  const state = new DeskState();
  state.hello({});
  state.presence("idle");
  const welcome = { t: "welcome", epoch: "e" };
  assert.deepEqual(state.connected(welcome).map(({ frame }) => frame), [{ t: "presence", state: "idle" }]);
  state.disconnected();
  assert.deepEqual(state.connected(welcome), []);
});
