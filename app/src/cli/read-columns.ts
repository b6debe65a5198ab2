import { isDay } from '@rounds/methods'
import { InputError } from './input-error.ts'
import { type CsvRecord, readLocatedCsv } from './located-csv.ts'
import { parseDecimal } from './option-values.ts'

/** A line of a CSV file, read by the names of its columns. */
export type NamedRow = Readonly<{
  /** Line of the file, from 1, the header counted. */
  line: number
  /** What stands in a column; empty where nothing does, or where an optional column is absent. */
  text: (column: string) => string
  /** A column's number, 0 or of a size from 1e-50 to 1e50. Throws a located error for anything else, empty included. */
  number: (column: string, range?: Readonly<{ least?: number; most?: number; whole?: boolean }>) => number
  /** A column's day, `2026-11-26`. Throws a located error for anything else. */
  day: (column: string) => string
  /** The error to throw for a column. */
  expected: (column: string, what: string) => InputError
}>

/**
 * Reads the named columns of a CSV file; others are ignored.
 *
 * @param columns.required  a file without one of them is refused, naming what its header holds
 * @throws {InputError} with line and column; for a file without a record, line 2
 */
export function readColumns(
  file: string,
  columns: Readonly<{ required: readonly string[]; optional?: readonly string[] }>,
): Readonly<{ has: (column: string) => boolean; header: readonly string[]; rows: readonly NamedRow[] }> {
  let header: readonly string[] = []
  const at = new Map<string, number>()
  const rows: NamedRow[] = []
  const known = new Set([...columns.required, ...(columns.optional ?? [])])
  readLocatedCsv(
    file,
    (record) => {
      header = record.fields
      for (const [index, name] of header.entries()) {
        if (at.has(name) && known.has(name)) throw record.expected(index, 'each column once')
        if (!at.has(name)) at.set(name, index)
      }
      const missing = columns.required.find((name) => !at.has(name))
      if (missing !== undefined) throw record.expected(0, `a column "${missing}"`, header.join(','))
    },
    (record) => rows.push(namedRow(record, at)),
  )
  if (rows.length === 0) {
    throw new InputError(file, { line: 2, column: '1' }, 'expected at least one line, found none')
  }
  return { has: (column) => at.has(column), header, rows }
}

function namedRow(record: CsvRecord, at: ReadonlyMap<string, number>): NamedRow {
  const text = (column: string) => record.fields[at.get(column) ?? -1] ?? ''
  const expected = (column: string, what: string) => record.expected(at.get(column) ?? 0, what)
  return {
    line: record.line,
    text,
    expected,
    number: (column, { least = -Infinity, most = Infinity, whole = false } = {}) => {
      const number = parseDecimal(text(column))
      const fits =
        number !== null && number >= least && number <= most && (!whole || Number.isInteger(number))
      if (fits && isComputable(number)) return number
      if (fits) throw expected(column, `0 or a number of a size from ${smallest} to ${largest}`)
      throw expected(column, `${whole ? 'a whole number' : 'a number'}${inRange(least, most)}`)
    },
    day: (column) => {
      const day = text(column)
      if (isDay(day)) return day
      throw expected(column, 'a day as 2026-11-26')
    },
  }
}

/** Sizes whose squares, products and quotients stay numbers. */
const smallest = 1e-50
const largest = 1e50

function isComputable(number: number): boolean {
  return number === 0 || (Math.abs(number) >= smallest && Math.abs(number) <= largest)
}

function inRange(least: number, most: number): string {
  if (least === -Infinity && most === Infinity) return ''
  if (most === Infinity) return ` from ${least}`
  return least === -Infinity ? ` up to ${most}` : ` in [${least}, ${most}]`
}
