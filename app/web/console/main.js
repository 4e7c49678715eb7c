// @ts-check
/** The console of agents: who is signed in, the socket, the texts, and the shell around every page. */
import { live } from "../shared/live.js";
import { Caller } from "../shared/parts.js";
import * as texts from "../shared/texts.js";
import { html, render } from "../shared/view.js";
import { api, session } from "./caller.js";
import { preferences } from "./preferences.js";
import { Shell } from "./shell.js";

async function begin() {
  preferences.apply();
  await texts.load([
    "common", "refusals", "console", "account", "inbox", "thread", "admin", "resource", "conditions", "setup", "reports", "reviews",
  ]);
  document.documentElement.lang = texts.locale();
  document.documentElement.dir = texts.dir();
  const place = document.getElementById("app");
  if (!place) throw new Error("There is no place for the console");
  render(html`<${Caller.Provider} value=${api}><${Shell} ...${{ api, session, live }} /><//>`, place);
}

void begin();
