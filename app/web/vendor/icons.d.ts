// What the pages use of it.
export const ICONS: Record<string, [string, Record<string, string>][]>;
