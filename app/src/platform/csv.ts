/** What a spreadsheet would take for the beginning of a formula. */
const formula = /^[=+\-@\t\r\n\0|%]/

/**
 * One cell of a CSV file: quoted, and with an apostrophe before what a spreadsheet would run as a formula.
 *
 * A number stays a number.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = value.replaceAll('\0', '')
  const safe = formula.test(value) || formula.test(text.trimStart()) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** A CSV file (RFC 4180, UTF-8 with a mark that spreadsheets need): header, then rows. */
export const csvFile = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  `\uFEFF${[header, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`
