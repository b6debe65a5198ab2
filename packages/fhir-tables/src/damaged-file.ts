import { DataError } from './data-error.ts'

/** What DuckDB says of a Parquet file that it cannot read, or that is not there, as an error with the file; null for anything else. */
export function damagedFile(error: unknown, files: readonly string[]): DataError | null {
  if (!(error instanceof Error)) return null
  const file = files.find((one) => error.message.includes(one))
  if (file === undefined) return null
  return new DataError(file, null, `expected a whole Parquet file, found ${error.message.split('\n')[0]}`)
}
