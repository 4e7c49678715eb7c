// @ts-check
/** The portal of a brand's customers: their requests, and nobody else's. */
import { Caller } from "../shared/parts.js";
import * as texts from "../shared/texts.js";
import { html, render } from "../shared/view.js";
import { anybody, api, brand, home } from "./caller.js";
import { Shell } from "./shell.js";

async function begin() {
  await texts.load(["common", "portal"]);
  document.documentElement.lang = texts.locale();
  document.documentElement.dir = texts.dir();
  const place = document.getElementById("app");
  if (!place) throw new Error("There is no place for the portal");
  if (brand !== "-") {
    const look = document.createElement("link");
    look.rel = "stylesheet";
    look.href = `/help/${encodeURIComponent(brand)}/look.css`;
    document.head.append(look);
  }
  const whose = await anybody.get("/v1/widget/appearance", { brand: brand === "-" ? null : brand, locale: texts.locale() })
    .catch((error) => ({ error }));
  document.title = `${texts.t("portal.title")} · ${whose.name ?? "Otklik"}`;
  render(html`<${Caller.Provider} value=${api}><${Shell} whose=${whose} home=${home} /><//>`, place);
}

void begin();
