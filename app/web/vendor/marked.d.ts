// What the pages use of it.
export const marked: {
  parse(text: string, options?: any): string;
  use(extension: { renderer?: { html?: (token: { text: string }) => string } }): void;
};
