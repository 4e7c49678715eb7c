// @ts-check
/** A file in the thread: a picture is shown, everything else is to be had. */
import { html, useEffect, useState } from "../shared/view.js";
import { bytes, t } from "../shared/texts.js";
import { Icon } from "./parts.js";

/** @param {{ widget: import("./main.js").Widget, file: any }} props */
export function Attached({ widget, file }) {
  const [link, setLink] = useState("");
  const { talk, options } = widget;
  const open = ["clean", "unscanned"].includes(file.state);
  const picture = open && /^image\/(png|jpeg|gif|webp)$/.test(file.content_type);
  // A link is good for minutes, so it is asked for when it is needed.
  const linkTo = async () => {
    const found = await talk.ask("GET", `/v1/attachments/${file.id}`);
    return found?.url ? new URL(found.url.slice(1), options.desk).href : "";
  };
  useEffect(() => {
    if (picture) void linkTo().then((found) => setLink(found && `${found}&inline=true`));
  }, [picture]);
  const save = async () => {
    const href = await linkTo();
    if (href) Object.assign(document.createElement("a"), { href, download: file.name, rel: "noopener" }).click();
  };
  if (!open) return html`<p class="bubble file"><${Icon} name="file" />${file.name} · ${t(`widget_more.file_${file.state}`)}</p>`;
  return html`<button type="button" class="bubble file" onClick=${save}>
    ${picture && link ? html`<img src=${link} alt=${t("widget_more.save", { name: file.name })} />`
      : html`<${Icon} name="file" /><span class="sr">${t("widget_more.save", { name: "" })}</span><span dir="auto">${file.name}</span>
        <small>${bytes(file.size)}</small>`}
  </button>`;
}
