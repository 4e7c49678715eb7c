// @ts-check
/** Whether something has come near the window: what nobody scrolls to is not asked for. */
import { useEffect, useState } from "../../shared/view.js";

/** @param {{ current: Element | null }} box @returns {boolean} */
export function useSeen(box) {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!box.current || seen) return undefined;
    const watch = new IntersectionObserver((entries) => entries.some((each) => each.isIntersecting) && setSeen(true), {
      rootMargin: "300px",
    });
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [seen]);
  return seen;
}
