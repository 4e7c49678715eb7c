// Reads a description from standard input; prints what the official parser says about it, as one JSON array.
import { Parser } from "@asyncapi/parser";

let text = "";
for await (const part of process.stdin) text += part;
const { document, diagnostics } = await new Parser().parse(text);
const said = diagnostics.map(({ severity, code, message, path }) => ({ severity, code, message, path: path.join("/") }));
if (!document && said.length === 0) said.push({ severity: 0, code: "none", message: "no document", path: "" });
console.log(JSON.stringify({ said, messages: document ? document.allMessages().all().length : 0 }));
