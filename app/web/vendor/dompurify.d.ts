// What the pages use of it.
declare const purify: { sanitize(dirty: string, options: any): any; addHook(name: string, run: (node: any) => void): void };
export default purify;
