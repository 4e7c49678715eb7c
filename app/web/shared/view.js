// @ts-check
/** Everything that a component needs to be drawn: Preact with its hooks, and templates as `html` strings. */
import { Fragment, createContext, h, render } from "../vendor/preact.js";
import htm from "../vendor/htm.js";

export {
  useCallback, useContext, useEffect, useErrorBoundary, useId, useLayoutEffect, useMemo, useReducer, useRef, useState,
} from "../vendor/preact-hooks.js";
export { Fragment, createContext, h, render };

/**
 * A template as elements: `html\`<p class="muted">${text}</p>\``. What is put in becomes text or an attribute, never markup.
 * @type {(strings: TemplateStringsArray, ...values: any[]) => any}
 */
export const html = htm.bind(h);
