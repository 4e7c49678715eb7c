// A ticket's first minutes, through the types that were made from openapi.json: what compiles here works there.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { argv: string[] };
const [baseUrl = "", token = ""] = process.argv.slice(2);
const desk = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } });

function must<T>(found: { data?: T; error?: components["schemas"]["Problem"]; response: Response }): T {
  if (found.data === undefined) throw new Error(`${found.response.status}: ${found.error?.detail}`);
  return found.data;
}

const body: components["schemas"]["TicketIn"] = {
  subject: "The invoice is wrong",
  body: "It shows the old address.",
  requester: { email: "vera@example.com" },
};
const once = { params: { header: { "Idempotency-Key": "typescript-1" } }, body };
const made = must(await desk.POST("/v1/tickets", once));
const again = must(await desk.POST("/v1/tickets", once));
if (again.id !== made.id) throw new Error("a retry made another ticket");

const path = { ticket_id: made.id };
must(await desk.POST("/v1/tickets/{ticket_id}/messages", { params: { path }, body: { body: "I have sent it again." } }));
const page = must(await desk.GET("/v1/tickets", { params: { query: { limit: 10 } } }));
if (!page.items.some((each) => each.id === made.id)) throw new Error("the ticket is not listed");

const read = await desk.GET("/v1/tickets/{ticket_id}", { params: { path } });
const version = read.response.headers.get("etag") ?? "";
const change = { params: { path, header: { "if-match": version } }, body: { priority: "high" as const } };
const changed = must(await desk.PATCH("/v1/tickets/{ticket_id}", change));
const stale = await desk.PATCH("/v1/tickets/{ticket_id}", change);
console.log(JSON.stringify({ id: made.id, priority: changed.priority, stale: stale.error?.code }));
