/** The scenarios of `docs/protocol/vectors.json`, and how the JavaScript state machine runs through one. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Backoff, DeskState, isFinal } from "../../../app/web/client/desk.js";

const path = new URL("../../../docs/protocol/vectors.json", import.meta.url);
export const { scenarios, waits } = JSON.parse(readFileSync(path, "utf8"));

/** The waits between connections: the shell's part, without its clock. */
export function wait(scenario) {
  const backoff = new Backoff([1_000, 30_000]);
  for (const { ended: { lived_ms: lived = null, stay_away_ms: atLeast = 0 }, wait_ms: wanted } of scenario.steps) {
    const { failures } = backoff;
    const found = [0, 1].map((chance) => {
      // The same end of the same connection, with the smallest and the largest chance.
      backoff.failures = failures;
      backoff.ended(lived);
      return backoff.wait(atLeast, chance);
    });
    assert.deepEqual(found, wanted);
  }
}

export function run(scenario) {
  let state = new DeskState();
  const names = new Map();
  const named = (frame) => Object.fromEntries(Object.entries(frame).map(
    ([key, value]) => [key, ["id", "re"].includes(key) && typeof value === "string" ? names.get(value) : value]));

  for (const step of scenario.steps) {
    const actions = act(step);
    const sends = actions.filter(({ type }) => type === "tell").map(({ frame }) => JSON.parse(JSON.stringify(frame)));
    const tells = actions.filter(({ type }) => type !== "tell");
    const { sends: wantedSends = [], tells: wantedTells = [] } = step;
    const where = JSON.stringify(step);
    assert.equal(sends.length, wantedSends.length, `${where} sends ${JSON.stringify(sends)}`);
    wantedSends.forEach((wanted, place) => {
      if (wanted.id) names.set(wanted.id, sends[place].id);
      assert.deepEqual(sends[place], named(wanted), where);
    });
    assert.equal(tells.length, wantedTells.length, `${where} tells ${JSON.stringify(tells)}`);
    wantedTells.forEach((wanted, place) => {
      for (const key of Object.keys(wanted)) assert.deepEqual(tells[place][key], wanted[key], `${where} ${key}`);
    });
  }

  function act(step) {
    if (step.program) return ask(step.program);
    if (step.welcome) return state.connected(step.welcome);
    if (step.frame) return state.received(named(step.frame));
    if (step.closed) {
      assert.equal(isFinal(step.closed), !step.comes_back);
      if ("not_before_ms" in step) assert.equal(state.stayAwayMs, step.not_before_ms, JSON.stringify(step));
      state.disconnected();
    } else {
      assert.deepEqual(step, { restarted: true });
      state = new DeskState(JSON.parse(JSON.stringify(state.snapshot())));
    }
    return [];
  }

  function ask({ ask: what, room, ticket, body, after, on, visibility, seq, who, token, state: seen, ...more }) {
    switch (what) {
      case "hello": return state.hello(more);
      case "subscribe": return state.subscribe(room, after);
      case "unsubscribe": return state.unsubscribe(room);
      case "send": return state.send(ticket, body, { ...more, ...(visibility && { visibility }) });
      case "typing": return state.typing(ticket, on, visibility);
      case "typing expired": return state.typingExpired(ticket, who);
      case "read": return state.read(ticket, seq);
      case "presence": return state.presence(seen);
      case "auth": return state.auth(token);
      default: throw new Error(`nobody can ask ${what}`);
    }
  }
}
