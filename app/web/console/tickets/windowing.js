// @ts-check
/** Which rows of a long list are in front of the user, so that only those are in the page. */
import { useCallback, useLayoutEffect, useRef, useState } from "../../shared/view.js";

// Rows above and below what is seen: somebody who scrolls sees rows and not their absence.
const SPARE = 8;

/**
 * Rows of one height in an element that scrolls. Give `ref` to that element, and let the rows take `total` px,
 * those from `first` to before `last` at `first * height`.
 * @param {number} count @param {number} height
 */
export function useWindow(count, height) {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  const [place, setPlace] = useState({ top: 0, room: 800 });

  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null) return undefined;
    let asked = 0;
    const measure = () => {
      asked = 0;
      setPlace((was) => (was.top === box.scrollTop && was.room === box.clientHeight
        ? was : { top: box.scrollTop, room: box.clientHeight }));
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
    first: Math.max(0, seenFirst - SPARE),
    last: Math.min(count, seenLast + SPARE),
    total: count * height,
  };
}

/** Whether the window is as narrow as a phone's, as it changes. @param {string} query of media */
export function useMedia(query) {
  const [fits, setFits] = useState(() => matchMedia(query).matches);
  useLayoutEffect(() => {
    const media = matchMedia(query);
    const changed = () => setFits(media.matches);
    changed();
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, [query]);
  return fits;
}
