import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'

/** A file from outside that is not as expected: where, and what was expected. One line, for a person. */
export class InputError extends Error {
  constructor(
    file: string,
    place: { readonly line: number; readonly column: string } | null,
    problem: string,
  ) {
    const where = place === null ? '' : `, line ${place.line}, column ${place.column}`
    super(`${file}${where}: ${problem}`.replaceAll(/\s*[\r\n]+\s*/g, ' '))
    this.name = 'InputError'
  }
}

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
 * @throws {InputError} if the file cannot be read, is not CSV, or a record has another number of fields
 */
export function readLocatedCsv(
  file: string,
  header: (record: CsvRecord) => void,
  record: (record: CsvRecord) => void,
): void {
  let names: readonly string[] | undefined
  let line = 1
  const onRecord = ({ record: fields, info }: { record: string[]; info: { lines: number } }) => {
    const at = line
    line = info.lines + 1
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
      header(located)
      names = fields
    } else if (fields.length !== names.length) {
      const column = Math.min(fields.length, names.length)
      throw located.expected(column, `${names.length} fields as in the header`, `${fields.length} fields`)
    } else {
      record(located)
    }
    return null
  }
  try {
    parse(contents(file), {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: onRecord as never,
    })
  } catch (error) {
    throw error instanceof CsvError ? notCsv(file, error, line) : error
  }
  if (names === undefined) {
    throw new InputError(file, { line: 1, column: '1' }, 'expected a header, found an empty file')
  }
}

function contents(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    throw new InputError(file, null, `expected a file that can be read, found ${code} (${basename(file)})`)
  }
}

function notCsv(file: string, error: CsvError, line: number): InputError {
  const column = typeof error['column'] === 'number' ? error['column'] + 1 : 1
  return new InputError(file, { line, column: String(column) }, `expected CSV, found: ${error.message}`)
}

function named(column: number, names: readonly string[] | undefined): string {
  const name = names?.[column]
  return name === undefined || name === '' ? String(column + 1) : `${column + 1} (${name})`
}

function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return / fields$/.test(text) ? short : JSON.stringify(short)
}
