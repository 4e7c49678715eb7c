// @ts-check
/** Putting words into the clipboard, also on pages without TLS, which browsers give none. */
import { t } from "../texts.js";
import { toast } from "./toasts.js";

/** The way that there was before; it asks for no TLS. @param {string} text @returns {boolean} */
function asEver(text) {
  const put = (/** @type {ClipboardEvent} */ event) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
  };
  document.addEventListener("copy", put);
  try {
    return document.execCommand("copy");
  } finally {
    document.removeEventListener("copy", put);
  }
}

/** Copy it and say so; where that cannot be, people can still mark it. @param {string} text @param {{ seen?: boolean }} [options] `seen`: it stands on the page */
export async function copy(text, { seen = true } = {}) {
  const clipboard = /** @type {Clipboard | undefined} */ (navigator.clipboard);
  const done = await (clipboard?.writeText(text).then(() => true, () => asEver(text)) ?? asEver(text));
  if (done) toast(t("common.copied"), { tone: "ok" });
  else toast(seen ? t("common.copy_by_hand") : `${t("common.copy_by_hand")}: ${text}`);
}
