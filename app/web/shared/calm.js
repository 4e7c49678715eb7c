// @ts-check
/** Something has to come over what somebody is writing: it waits for the end of a word, whose letters it would take. */
import { useEffect, useState } from "./view.js";

const PAUSE_MS = 1_000;
// Whoever writes on and on is interrupted at last: nothing of it is kept at the desk meanwhile.
const MOST_MS = 30_000;

let typed = -PAUSE_MS;
addEventListener("keydown", () => { typed = performance.now(); }, true);

/** Whether it is wanted and nobody is typing. @param {boolean} wanted @returns {boolean} */
export function useCalm(wanted) {
  const [calm, setCalm] = useState(false);
  useEffect(() => {
    if (!wanted) return undefined;
    const most = performance.now() + MOST_MS;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const look = () => {
      const rest = Math.min(typed + PAUSE_MS, most) - performance.now();
      if (rest <= 0) setCalm(true);
      else timer = setTimeout(look, rest);
    };
    look();
    return () => {
      clearTimeout(timer);
      setCalm(false);
    };
  }, [wanted]);
  return wanted && calm;
}
