// What the pages use of it.
export const marked: { parse(text: string, options?: any): string };
