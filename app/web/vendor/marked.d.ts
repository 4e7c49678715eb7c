// What the pages use of it.
export const marked: {
  parse(text: string, options?: any): string;
  use(extension: { renderer?: {
    html?: (token: { text: string }) => string;
    image?: (token: { href: string, title: string | null, text: string }) => string;
  } }): void;
};
