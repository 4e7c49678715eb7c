/** A network cable: connections to it are passed on to the desk, until it is pulled out. */
import { connect, createServer } from "node:net";
import { once } from "node:events";

export class Cable {
  constructor(url) {
    this.to = { host: new URL(url).hostname, port: Number(new URL(url).port) };
    this.plugged = true;
    this.ends = new Set();
  }

  async start() {
    this.server = createServer((near) => {
      if (!this.plugged) {
        near.destroy();
        return;
      }
      const far = connect(this.to);
      for (const [end, other] of [[near, far], [far, near]]) {
        this.ends.add(end);
        end.pipe(other);
        end.on("error", () => {});
        end.on("close", () => { this.ends.delete(end); other.destroy(); });
      }
    });
    await once(this.server.listen(0, "127.0.0.1"), "listening");
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  pull() {
    this.plugged = false;
    for (const end of this.ends) end.destroy();
  }

  plug() {
    this.plugged = true;
  }
}
