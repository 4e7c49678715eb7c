// @ts-check
/** What was chosen last, while changes of it are on their way: what the first of several made is not what the last one wants. */
import { useEffect, useRef, useState } from "../shared/view.js";

/**
 * @template T
 * @param {T} value as the desk has it @param {(next: T) => Promise<unknown>} save
 * @returns {[T, (next: T) => Promise<void>]}
 */
export function useChosen(value, save) {
  const [chosen, choose] = useState(value);
  const latest = useRef(value);
  latest.current = value;
  const onTheWay = useRef(0);
  useEffect(() => {
    if (!onTheWay.current) choose(value);
  }, [JSON.stringify(value)]);
  const put = async (/** @type {T} */ next) => {
    choose(next);
    onTheWay.current += 1;
    await save(next);
    onTheWay.current -= 1;
    if (!onTheWay.current) choose(latest.current);
  };
  return [chosen, put];
}
