// @ts-check
/** What is typed and not saved is not lost by a click: leaving it asks first. */
import { useEffect } from "../../../shared/view.js";
import { confirm } from "../../../shared/parts.js";
import { useGuard } from "../../../shared/router.js";
import { t } from "../../../shared/texts.js";

let unsaved = false;

/** Whether what is open may be left. @returns {Promise<boolean>} */
export async function mayLeave() {
  if (unsaved && !(await confirm(t("resource.leave")))) return false;
  unsaved = false;
  return true;
}

/** It is saved, or gone: nothing is asked. */
export function settled() {
  unsaved = false;
}

function mayGo() {
  // A link of the console around the page cannot wait for an answer: only the browser's own question holds a click.
  return !unsaved || globalThis.confirm(t("resource.leave"));
}

/** While there is something unsaved, whatever leads away asks. @param {boolean} dirty */
export function useUnsaved(dirty) {
  useGuard(mayGo);
  useEffect(() => {
    unsaved = dirty;
    if (!dirty) return undefined;
    const hold = (/** @type {BeforeUnloadEvent} */ event) => event.preventDefault();
    addEventListener("beforeunload", hold);
    return () => {
      unsaved = false;
      removeEventListener("beforeunload", hold);
    };
  }, [dirty]);
}
