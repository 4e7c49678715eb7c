// @ts-check
/** Lists that open beside something: over everything, and where there is room. */
import { useEffect } from "../view.js";

const GAP = 4;
const EDGE = 8;

/**
 * Show a list while it is open, under what it belongs to, or above where there is more room. Inside of what scrolls, or
 * contains its layout, it would be cut off; a thread may move by itself while somebody chooses, and it goes along.
 * @param {boolean} open @param {{ current: HTMLElement | null }} place what it belongs to
 * @param {{ current: HTMLElement | null }} list with `popover="manual"`
 * @param {{ end?: boolean, wide?: boolean, gone?: () => void, changes?: unknown }} [options] `end`: flush with its end;
 *   `wide`: as wide as its place; `gone`: what it belongs to is out of sight; `changes`: what its size depends on
 */
export function usePlaced(open, place, list, { end = false, wide = false, gone, changes } = {}) {
  useEffect(() => {
    const shown = list.current;
    if (!open || !place.current || !shown) return undefined;
    shown.showPopover();
    const stand = () => {
      if (!place.current) return;
      const { top, bottom, left, right, width } = place.current.getBoundingClientRect();
      if (bottom < 0 || top > innerHeight) gone?.();
      const { style } = shown;
      if (wide) style.width = `${width}px`;
      const { offsetHeight, offsetWidth } = shown;
      style.top = `${bottom + offsetHeight + EDGE > innerHeight && top > offsetHeight ? top - offsetHeight - GAP : bottom + GAP}px`;
      const from = end ? right - offsetWidth : left;
      style.left = `${Math.max(EDGE, Math.min(from, innerWidth - offsetWidth - EDGE))}px`;
    };
    stand();
    addEventListener("scroll", stand, true);
    addEventListener("resize", stand);
    return () => {
      removeEventListener("scroll", stand, true);
      removeEventListener("resize", stand);
      if (shown.isConnected) shown.hidePopover();
    };
  }, [open, changes]);
}
