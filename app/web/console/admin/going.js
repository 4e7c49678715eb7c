// @ts-check
/** What goes on in the background is looked at again until it is over. */

import { useEffect, useRef } from "../../shared/view.js";

const EVERY_MS = 1_500;

/** @param {boolean} going @param {() => unknown} look reads it again; the next look waits for its end */
export function useWhile(going, look) {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    if (!going) return undefined;
    let here = true;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const turn = async () => {
      await latest.current();
      if (here) timer = setTimeout(turn, EVERY_MS);
    };
    timer = setTimeout(turn, EVERY_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [going]);
}
