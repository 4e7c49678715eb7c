/** A desk of a few lines on a loopback port: it gives grants, says welcome, stores messages, and does as it is told. */
import { createServer } from "node:http";
import { once } from "node:events";
import { WebSocketServer } from "ws";

export class FakeDesk {
  /** How the next requests for grants are answered: `[status, headers, body]`; grants when it is empty. */
  refusals = [];
  /** What the next connections hear instead of a welcome: texts and frames, and at last perhaps a close code. */
  greetings = [];
  epoch = "e";
  hb = 25;
  authExpiresIn = null;
  answersSends = true;
  log = [];
  /** Every frame of every client, with the number of its connection. */
  frames = [];
  connections = 0;
  bearers = [];

  async start() {
    this.server = createServer((request, response) => {
      this.bearers.push(request.headers.authorization);
      const [status, headers, body] = this.refusals.shift() ?? [201, {}, { grant: "rtg_x", expires_in: 30 }];
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    });
    this.sockets = new WebSocketServer({ server: this.server, path: "/v1/realtime", handleProtocols: () => "desk.v1" });
    this.sockets.on("connection", (ws) => this.speak(ws));
    await once(this.server.listen(0, "127.0.0.1"), "listening");
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  speak(ws) {
    const number = this.connections += 1;
    const tell = (frame) => ws.send(JSON.stringify(frame));
    // For the test: to the newest connection.
    this.tell = tell;
    this.close = (code, reason) => ws.close(code, reason);
    this.cut = () => ws.terminate();
    ws.on("message", (text) => {
      const frame = JSON.parse(text);
      this.frames.push({ number, ...frame });
      if (frame.t === "hello") {
        for (const each of this.greetings.shift() ?? [this.welcome()]) {
          if (typeof each === "number") ws.close(each);
          else if (typeof each === "string") ws.send(each);
          else tell(each);
        }
      }
      if (frame.t === "sub") tell({ t: "ok", re: frame.id, subs: frame.subs.map((each) => ({ ...each, last_seq: each.after })) });
      if (frame.t === "auth") tell({ t: "ok", re: frame.id, auth_expires_in: 900 });
      if (frame.t === "send" && this.answersSends) {
        const dup = this.log.some(({ cmid }) => cmid === frame.cmid);
        if (!dup) this.log.push(frame);
        tell({ t: "ack", re: frame.id, cmid: frame.cmid, message: "m", seq: this.log.length, at: "now", dup });
      }
    });
  }

  welcome() {
    return { t: "welcome", epoch: this.epoch, hb: this.hb, auth_expires_in: this.authExpiresIn, limits: {} };
  }

  of(t) {
    return this.frames.filter((frame) => frame.t === t);
  }

  bodies() {
    return this.log.map(({ body }) => body);
  }

  stop() {
    for (const ws of this.sockets.clients) ws.terminate();
    this.server.close();
    this.server.closeAllConnections();
  }
}
