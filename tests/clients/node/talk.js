/**
 * Two people talk over a real desk while their connections are cut.
 * Environment: DESK (its address), CUSTOMER and AGENT (tokens), TICKET, MESSAGES. Prints what each has shown, as JSON.
 */
import { WebSocket } from "ws";
import { DeskClient, memoryStorage } from "../../../app/web/client/desk.js";

const { DESK, CUSTOMER, AGENT, TICKET } = process.env;
const messages = Number(process.env.MESSAGES);

function person(token) {
  const desk = new DeskClient({ url: DESK, token: () => token, WebSocket, storage: memoryStorage(), backoff: [20, 100] });
  const heard = { shown: [], acks: [], failed: [], reads: 0, typing: 0 };
  let opened = 0;
  desk.on("update", ({ seq, data }) => heard.shown.push([seq, data.message?.body ?? null]));
  desk.on("ack", ({ seq, cmid }) => heard.acks.push([seq, cmid]));
  desk.on("failed", ({ code }) => heard.failed.push(code));
  desk.on("read", () => { heard.reads += 1; });
  desk.on("typing", ({ on }) => { heard.typing += on ? 1 : 0; });
  desk.on("state", ({ state }) => { opened += state === "open" ? 1 : 0; });
  desk.subscribe(TICKET);
  desk.start();
  return { desk, heard, opened: () => opened };
}

const said = ({ shown }) => shown.filter(([, body]) => body !== null).length;
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
async function until(holds) {
  while (!holds()) await sleep(10);
}

const people = { customer: person(CUSTOMER), agent: person(AGENT) };
const both = Object.values(people);
await until(() => both.every(({ heard }) => heard.shown.length > 0));
// Nobody tells it again to whoever was cut off meanwhile.
await until(() => {
  people.customer.desk.typing(TICKET);
  return people.agent.heard.typing > 0;
});
for (let n = 0; n < messages; n += 1) {
  const { desk } = both[n % 2];
  desk.send(TICKET, `${n}`, { cmid: `c${n}` });
  // Now and then somebody's connection breaks: sometimes just after a message went out, sometimes before.
  if (n % 7 === 3) desk._ws?.terminate();
  if (n % 11 === 5) both[(n + 1) % 2].desk._ws?.terminate();
  await sleep(n % 3 ? 0 : 15);
}
await until(() => both.every(({ desk, heard }) => desk.outbox.length === 0 && said(heard) > messages));
people.customer.desk.read(TICKET, people.customer.heard.shown.length);
await until(() => people.agent.heard.reads > 0);
for (const { desk } of both) desk.stop();
const told = Object.entries(people).map(([name, { heard, opened }]) => [name, { ...heard, opened: opened() }]);
console.log(JSON.stringify(Object.fromEntries(told)));
