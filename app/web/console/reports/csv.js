// @ts-check
/** Lines as a file for spreadsheets. */

/** What a spreadsheet would run when it opens a file. */
const FORMULA = /^[=+\-@\t\r]/;

/** @param {unknown} value @returns {string} */
function cell(value) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {Record<string, unknown>[]} lines @returns {string} The fields of the first one are the columns. */
export function csvOf(lines) {
  const names = Object.keys(lines[0] ?? {});
  return [names, ...lines.map((line) => names.map((name) => line[name]))].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
