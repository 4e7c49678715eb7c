/** A desk and its clients over a network that loses, doubles, reorders and cuts; the test makes every choice. */
import assert from "node:assert/strict";
import { DeskState } from "../../../app/web/client/desk.js";

const IN_FLIGHT = 4;

/** Tickets with a log each, an exact memory of cmids, and a window of events per subscription. */
export class Desk {
  constructor(tickets, window) {
    this.logs = new Map(tickets.map((ticket) => [ticket, []]));
    this.stored = new Map();
    this.window = window;
    this.epoch = "e1";
    /** How far each has read, by ticket and name. */
    this.marks = new Map();
    this.clients = [];
  }

  event(ticket, seq) {
    const { who, cmid, body } = this.logs.get(ticket)[seq - 1];
    return { t: "ev", ticket, seq, kind: "message.created", from: { id: who }, cmid, data: { body }, at: "now" };
  }

  store(who, { ticket, cmid, body }) {
    const key = `${ticket} ${who} ${cmid}`;
    if (this.stored.has(key)) return [this.stored.get(key), true];
    const log = this.logs.get(ticket);
    log.push({ who, cmid, body });
    this.stored.set(key, log.length);
    for (const client of this.clients) {
      // Only the very next one is sent, as the hub does.
      if (client.cursors.get(ticket) !== log.length - 1) continue;
      client.cursors.set(ticket, log.length);
      client.toClient.push(this.event(ticket, log.length));
    }
    return [log.length, false];
  }

  answer(client, frame) {
    if (frame.t === "send") {
      const [seq, dup] = this.store(client.name, frame);
      client.toClient.push({ t: "ack", re: frame.id, cmid: frame.cmid, message: "m", seq, at: "now", dup });
      return;
    }
    if (frame.t === "read") {
      assert(client.cursors.has(frame.ticket), "not_following");
      const key = `${frame.ticket} ${client.name}`;
      this.marks.set(key, Math.max(frame.seq, this.marks.get(key) ?? 0));
      return;
    }
    const subs = frame.subs.map(({ ticket }) => ({ ticket, last_seq: this.logs.get(ticket).length }));
    client.toClient.push({ t: "ok", re: frame.id, subs });
    for (const { ticket, after } of frame.subs) this.follow(client, ticket, after, frame.epoch === this.epoch);
  }

  follow(client, ticket, after, same) {
    client.cursors.delete(ticket);
    const { length } = this.logs.get(ticket);
    if (after > length || (after > 0 && !same)) {
      client.toClient.push({ t: "reset", ticket, reason: same ? "ahead" : "epoch" });
      return;
    }
    const upto = Math.min(length, after + this.window);
    for (let seq = after + 1; seq <= upto; seq += 1) client.toClient.push(this.event(ticket, seq));
    if (upto < length) client.toClient.push({ t: "more", ticket, next_after: upto });
    else client.cursors.set(ticket, upto);
  }

  /** The database is another one now: shorter logs, another epoch, and every connection ends. */
  restoreBackup(keep) {
    this.epoch += "'";
    for (const log of this.logs.values()) log.length = Math.min(log.length, keep);
    for (const [key, seq] of this.stored) if (seq > keep) this.stored.delete(key);
    for (const client of this.clients) client.connect();
  }
}

/** The state machine, its connection, and what it has shown and told its user. */
export class Client {
  constructor(desk, name) {
    this.desk = desk;
    this.name = name;
    this.state = new DeskState();
    this.shown = new Map([...desk.logs.keys()].map((ticket) => [ticket, []]));
    this.written = new Map([...desk.logs.keys()].map((ticket) => [ticket, []]));
    this.acks = new Map();
    this.marks = new Map();
    desk.clients.push(this);
    for (const ticket of desk.logs.keys()) this.state.subscribe(ticket);
    this.connect();
  }

  act(actions) {
    let underWay = 0;
    for (const action of actions) {
      if (action.type === "tell") this.toServer.push(action.frame);
      else if (action.type === "update") this.shown.get(action.ticket).push(action);
      else if (action.type === "reset") this.shown.set(action.ticket, []);
      else if (action.type === "leave") return this.connect();
      else if (action.type === "ack") {
        assert(!this.acks.has(action.cmid), "a message was reported twice");
        this.acks.set(action.cmid, action);
      }
    }
    for (const { t } of this.toServer) underWay += t === "send" ? 1 : 0;
    return assert(underWay <= IN_FLIGHT);
  }

  connect() {
    this.toServer = [];
    this.toClient = [];
    // Where the desk's side of this connection has got; and whether it has hung up, and does nothing more.
    this.cursors = new Map();
    this.hungUp = false;
    this.state.disconnected();
    this.act(this.state.connected({ t: "welcome", epoch: this.desk.epoch, limits: { in_flight: IN_FLIGHT } }));
  }

  /** The program ends and starts again with what it has kept. */
  restart() {
    this.state = new DeskState(JSON.parse(JSON.stringify(this.state.snapshot())));
    // Marks of reading are not kept.
    this.marks.clear();
    for (const ticket of this.desk.logs.keys()) this.state.subscribe(ticket);
    this.connect();
  }

  write(ticket) {
    const cmid = `${this.name}-${ticket}-${this.written.get(ticket).length}`;
    this.written.get(ticket).push(cmid);
    this.act(this.state.send(ticket, cmid, { cmid }));
  }

  /** The user has read what is shown. */
  read(ticket) {
    const { length } = this.shown.get(ticket);
    if (length > 0) this.marks.set(ticket, Math.max(length, this.marks.get(ticket) ?? 0));
    this.act(this.state.read(ticket, length));
  }

  /** The next message meets a database that goes away, before or after it was stored; the desk hangs up. */
  fail(stored) {
    if (this.toServer[0]?.t !== "send" || this.hungUp) return;
    const frame = this.toServer.shift();
    if (stored) this.desk.store(this.name, frame);
    this.hungUp = true;
    this.cursors.clear();
    this.toClient.push({ t: "err", re: frame.id, code: "x", detail: "", temporary: true });
  }

  serverStep() {
    if (this.toServer.length > 0 && !this.hungUp) this.desk.answer(this, this.toServer.shift());
  }

  clientStep() {
    if (this.toClient.length > 0) this.act(this.state.received(this.toClient.shift()));
  }

  do(step, ticket) {
    const event = this.toClient[0]?.t === "ev";
    switch (step) {
      case "write": return this.write(ticket);
      case "read": return this.read(ticket);
      case "server": return this.serverStep();
      case "client": return this.clientStep();
      case "cut": return this.connect();
      case "fail": return this.fail(false);
      case "fail stored": return this.fail(true);
      case "goaway": return this.toClient.push({ t: "goaway", reconnect_in_ms: 1 });
      case "restart": return this.restart();
      // Answers are safe on their connection; only events come to harm.
      case "double": return event && this.toClient.unshift(this.toClient[0]);
      case "lose": return event && this.toClient.shift();
      case "swap": return event && this.toClient.length > 1 && this.toClient.splice(1, 0, this.toClient.shift());
      default: throw new Error(step);
    }
  }

  /** One more connection, and nothing goes wrong on it. */
  settle() {
    this.connect();
    while (this.toServer.length > 0 || this.toClient.length > 0) {
      this.serverStep();
      this.clientStep();
    }
  }
}
