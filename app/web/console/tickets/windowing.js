// @ts-check
/** Which rows of a long list are in front of the user, so that only those are in the page. */
import { useCallback, useLayoutEffect, useRef, useState } from "../../shared/view.js";

// Rows above and below what is seen: somebody who scrolls sees rows and not their absence.
const SPARE = 8;

/**
 * Rows of one height in an element that scrolls. Give `ref` to that element, and let the rows take `total` px,
 * those from `first` to before `last` at `first * height`.
 * @param {number} count @param {(width: number) => number} heightAt how high a row is where there is so much room
 */
export function useWindow(count, heightAt) {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const [place, setPlace] = useState({ top: 0, room: 800, width: 1200 });

  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null) return undefined;
    let asked = 0;
    const measure = () => {
      asked = 0;
      const next = { top: box.scrollTop, room: box.clientHeight, width: box.clientWidth };
      setPlace((was) => (was.top === next.top && was.room === next.room && was.width === next.width ? was : next));
    };
    const soon = () => { if (asked === 0) asked = requestAnimationFrame(measure); };
    measure();
    box.addEventListener("scroll", soon, { passive: true });
    const sizes = new ResizeObserver(soon);
    sizes.observe(box);
    return () => {
      cancelAnimationFrame(asked);
      box.removeEventListener("scroll", soon);
      sizes.disconnect();
    };
  }, []);

  const height = heightAt(place.width);

  /** Bring a row into sight, if it is not. */
  const reveal = useCallback((/** @type {number} */ index) => {
    const box = ref.current;
    if (box === null) return;
    const top = index * height;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight;
  }, [height]);

  const seenFirst = Math.min(count, Math.floor(place.top / height));
  const seenLast = Math.min(count, Math.ceil((place.top + place.room) / height));
  return {
    ref, reveal, seenFirst, seenLast,
    height, width: place.width,
    first: Math.max(0, seenFirst - SPARE),
    last: Math.min(count, seenLast + SPARE),
    total: count * height,
  };
}
