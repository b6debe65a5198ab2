import { type Locale, languageOf } from './i18n/locale.ts'

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

/** What a spreadsheet set to a language takes for a new cell and for a decimal; of another one it makes a single column, or a date of 1.6. */
const dialects = { en: { separator: ',', decimal: '.' }, fr: { separator: ';', decimal: ',' } } as const

/**
 * A CSV file (RFC 4180, UTF-8 with a mark that spreadsheets need) for a reader's spreadsheet: header, then rows.
 *
 * @param locale whose separators it has: in French semicolons and decimal commas
 */
export function csvFile(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  locale: Locale,
): string {
  const { separator, decimal } = dialects[languageOf(locale)]
  const cell = (value: string | number): string =>
    typeof value === 'number' ? String(value).replace('.', decimal) : csvCell(value)
  return `\uFEFF${[header, ...rows].map((row) => `${row.map(cell).join(separator)}\r\n`).join('')}`
}
