// What the pages use of it.
export function useState<T>(initial: T | (() => T)): [T, (next: T | ((before: T) => T)) => void];
export function useReducer<S, A>(reducer: (state: S, action: A) => S, initial: any, init?: (value: any) => S): [S, (action: A) => void];
export function useEffect(run: () => void | undefined | (() => void), inputs?: unknown[]): void;
export function useLayoutEffect(run: () => void | undefined | (() => void), inputs?: unknown[]): void;
export function useMemo<T>(make: () => T, inputs: unknown[]): T;
export function useCallback<T extends (...args: any[]) => any>(callback: T, inputs: unknown[]): T;
export function useRef<T>(initial: T): { current: T };
export function useContext(context: any): any;
export function useId(): string;
export function useErrorBoundary(): [any, () => void];
