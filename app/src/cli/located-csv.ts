import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { CsvError, parse } from 'csv-parse/sync'
import { InputError } from './input-error.ts'

/** One record of a CSV file, which knows where it stands. */
export type CsvRecord = {
  readonly fields: readonly string[]
  /** Line of the file on which the record begins, from 1. */
  readonly line: number
  /** The error to throw for a field; `found` is quoted. */
  readonly expected: (column: number, what: string, found?: string) => InputError
}

/**
 * Reads a CSV file (RFC 4180, UTF-8, header in the first line) record by record.
 *
 * @param file    path, named as given in errors
 * @param header  called with the first record
 * @param record  called with each further one, which has as many fields as the header
 * @throws {InputError} if the file cannot be read, is not CSV in UTF-8, a column name has spaces around it, or a
 * record has another number of fields
 */
export function readLocatedCsv(
  file: string,
  header: (record: CsvRecord) => void,
  record: (record: CsvRecord) => void,
): void {
  let names: readonly string[] | undefined
  const onFields = (fields: readonly string[], at: number) => {
    const located: CsvRecord = {
      fields,
      line: at,
      expected: (column, what, found = fields[column] ?? '') =>
        new InputError(
          file,
          { line: at, column: named(column, names) },
          `expected ${what}, found ${quoted(found)}`,
        ),
    }
    if (names === undefined) {
      const spaced = fields.findIndex((name) => name !== name.trim())
      if (spaced >= 0) throw located.expected(spaced, 'a column name without spaces around it')
      header(located)
      names = fields
    } else if (fields.length !== names.length) {
      const column = Math.min(fields.length, names.length)
      throw located.expected(column, `${names.length} fields as in the header`, `${fields.length} fields`)
    } else {
      record(located)
    }
  }
  const text = contents(file)
  if (text.includes('\r') && !text.includes('\n')) {
    throw new InputError(
      file,
      { line: 1, column: '1' },
      'expected lines that end in LF or CRLF, found CR alone',
    )
  }
  if (text.includes('"')) eachQuotedRecord(file, text, onFields)
  else eachPlainRecord(text, onFields)
  if (names === undefined) {
    throw new InputError(file, { line: 1, column: '1' }, 'expected a header, found an empty file')
  }
}

function eachQuotedRecord(
  file: string,
  text: string,
  onFields: (fields: readonly string[], line: number) => void,
): void {
  const onRecord = ({ record, info }: { record: string[]; info: { lines: number } }) => {
    const within = record.reduce((count, field) => count + field.split('\n').length - 1, 0)
    onFields(record, info.lines - within)
    return null
  }
  try {
    // csv-parse 7.0.3 counts a CRLF within quotes as two lines
    parse(text.replaceAll('\r\n', '\n'), {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: onRecord as never,
    })
  } catch (error) {
    throw error instanceof CsvError ? notCsv(file, error) : error
  }
}

/** Without a quote a record is a line and a field is what stands between commas: several times faster. */
function eachPlainRecord(text: string, onFields: (fields: readonly string[], line: number) => void): void {
  let line = 0
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    const last = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end
    line++
    if (last > start) onFields(text.slice(start, last).split(','), line)
    start = end + 1
  }
}

function contents(file: string): string {
  try {
    const bytes = readFileSync(file)
    if (!isUtf8(bytes)) throw notUtf8(file, bytes)
    const text = bytes.toString('utf8')
    const zero = text.indexOf('\0')
    if (zero >= 0) throw hasZero(file, text.slice(0, zero))
    return text.startsWith('\uFEFF') ? text.slice(1) : text
  } catch (error) {
    if (error instanceof InputError) throw error
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    throw new InputError(file, null, `expected a file that can be read, found ${code}`)
  }
}

/** Two ids that differ in a damaged letter alone would otherwise become one. */
function notUtf8(file: string, bytes: Buffer): InputError {
  let start = 0
  for (
    let end = bytes.indexOf(10);
    end >= 0 && isUtf8(bytes.subarray(start, end));
    end = bytes.indexOf(10, start)
  ) {
    start = end + 1
  }
  const [read] = bytes.subarray(start).toString('utf8').split('\uFFFD', 1)
  const place = placeAfter(`${bytes.subarray(0, start).toString('utf8')}${read}`)
  return new InputError(file, place, 'expected UTF-8, found other bytes')
}

/** A text in UTF-16, or a file that is no text; a label with a zero in it looks like one without. */
function hasZero(file: string, before: string): InputError {
  return new InputError(file, placeAfter(before), 'expected text in UTF-8, found a zero byte')
}

/** Where a text ends: the column only where no quote can stand around its commas. */
function placeAfter(text: string): Readonly<{ line: number; column?: string }> {
  const start = text.lastIndexOf('\n') + 1
  const line = text.split('\n').length
  const isWithinQuotes = text.split('"').length % 2 === 0
  return isWithinQuotes || text.includes('"', start)
    ? { line }
    : { line, column: String(text.slice(start).split(',').length) }
}

function notCsv(file: string, error: CsvError): InputError {
  const line = typeof error['lines'] === 'number' ? error['lines'] : 1
  const column = typeof error['column'] === 'number' ? error['column'] + 1 : 1
  return new InputError(
    file,
    { line, column: String(column) },
    `expected CSV with quotes closed, found: ${error.message}`,
  )
}

function named(column: number, names: readonly string[] | undefined): string {
  const name = names?.[column]
  return name === undefined || name === '' ? String(column + 1) : `${column + 1} (${name})`
}

function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return text.endsWith(' fields') ? short : JSON.stringify(short)
}
