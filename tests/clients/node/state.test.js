/** The state machine: every published scenario, and what JSON cannot say. */
import assert from "node:assert/strict";
import test from "node:test";
import { DeskState } from "../../../app/web/client/desk.js";
import { run, scenarios } from "./vectors.js";

for (const scenario of scenarios) test(`vector: ${scenario.name}`, () => run(scenario));

test("half a character is replaced before it is sent", () => {
  const state = new DeskState();
  state.connected({ t: "welcome", epoch: "e" });
  const [{ frame }] = state.send("t", "a\ud83d b \ud83d\ude00", { cmid: "c" });
  assert.equal(frame.body, "a\ufffd b \ud83d\ude00");
});

test("more than 200 rooms are asked for in several frames", () => {
  const state = new DeskState();
  for (let n = 0; n < 450; n += 1) state.subscribe(`t${n}`);
  const frames = state.connected({ t: "welcome", epoch: "e" }).map(({ frame }) => frame);
  assert.deepEqual(frames.map(({ subs }) => subs.length), [200, 200, 50]);
});
