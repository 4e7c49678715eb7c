/**
 * Whatever the network does, each event is shown once and in order, each message is stored once and in order, and the
 * desk learns how far somebody has read; it is told of no ticket that it does not follow for them.
 */
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { Client, Desk } from "./simulation.js";

const TICKETS = ["0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e01", "0199b7a0-3c5e-7d10-9f4e-2b1a6c8d9e02"];
const often = (step, weight) => ({ arbitrary: fc.constant(step), weight });
const step = fc.oneof(
  often("write", 4), often("read", 2), often("server", 6), often("client", 8), often("double", 1), often("lose", 1), often("swap", 1),
  often("cut", 1), often("fail", 1), often("fail stored", 1), often("goaway", 1), often("restart", 1),
);
const script = fc.array(fc.tuple(step, fc.nat(1), fc.nat(1)), { minLength: 40, maxLength: 160 });
const places = (shown) => shown.map(({ seq }) => seq);
const upTo = (length) => Array.from({ length }, (_, place) => place + 1);

test("each event is shown once and in order, each message stored once and in order", () => {
  fc.assert(fc.property(script, fc.integer({ min: 1, max: 5 }), (steps, window) => {
    const desk = new Desk(TICKETS, window);
    const clients = [new Client(desk, "anna"), new Client(desk, "vera")];
    for (const [what, who, where] of steps) {
      clients[who].do(what, TICKETS[where]);
      for (const { shown } of clients) for (const each of shown.values()) assert.deepEqual(places(each), upTo(each.length));
    }
    // The first one's last messages are news to the second, and the other way round.
    for (const client of [...clients, ...clients]) client.settle();
    for (const { name, state, shown, written, acks, marks } of clients) {
      for (const [ticket, seq] of marks) assert(desk.marks.get(`${ticket} ${name}`) >= seq);
      assert.equal(state.outbox.size, 0);
      for (const [ticket, log] of desk.logs) {
        assert.deepEqual(shown.get(ticket).map(({ cmid, data }) => [cmid, data.body]), log.map(({ cmid, body }) => [cmid, body]));
        assert.deepEqual(log.filter(({ who }) => who === name).map(({ cmid }) => cmid), written.get(ticket));
        for (const cmid of written.get(ticket)) assert.equal(acks.get(cmid).seq, desk.stored.get(`${ticket} ${name} ${cmid}`));
      }
    }
  }), { numRuns: 200 });
});

test("another history is shown from its beginning", () => {
  fc.assert(fc.property(script, fc.nat(3), (steps, keep) => {
    const desk = new Desk(TICKETS, 3);
    const clients = [new Client(desk, "anna"), new Client(desk, "vera")];
    for (const client of clients) {
      client.write(TICKETS[0]);
      client.settle();
    }
    desk.restoreBackup(keep);
    for (const [what, who, where] of steps) clients[who].do(what, TICKETS[where]);
    for (const client of [...clients, ...clients]) client.settle();
    for (const { shown } of clients) {
      for (const [ticket, log] of desk.logs) assert.deepEqual(shown.get(ticket).map(({ cmid }) => cmid), log.map(({ cmid }) => cmid));
    }
  }), { numRuns: 100 });
});
