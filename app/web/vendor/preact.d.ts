// What the pages use of it.
export const h: (...args: any[]) => any;
export const render: (node: any, place: Element) => void;
export const Fragment: any;
export const createContext: (value: any) => any;
