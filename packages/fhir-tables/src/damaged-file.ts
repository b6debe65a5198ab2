import { DataError } from './data-error.ts'
import { fileToRead } from './sql/quoted.ts'

/**
 * What DuckDB says of a Parquet file that it cannot read, or that is not there, as an error with the file; null for
 * anything else.
 *
 * Of a damaged head of a page it names no file. Then the first that cannot be read by itself is the one.
 *
 * @param read  reads a file, or what of it was to be read
 */
export async function damagedFile(
  error: unknown,
  files: readonly string[],
  read: (file: string) => Promise<unknown>,
): Promise<DataError | null> {
  if (!(error instanceof Error)) return null
  const [problem = ''] = error.message.split('\n')
  const named = files.find((one) => error.message.includes(one))
  const file = named ?? (problem.startsWith(OF_NO_KIND) ? await firstUnreadable(files, read) : undefined)
  return file === undefined
    ? null
    : new DataError(file, null, `expected a whole Parquet file, found ${problem}`)
}

/** SQL that reads all of a Parquet file. */
export const readAll = (file: string): string =>
  `SELECT sum(hash(one)) FROM read_parquet(${fileToRead(file)}) AS one`

/** How DuckDB begins what its reader of Parquet says of bytes that mean nothing; it says so of no SQL. */
const OF_NO_KIND = 'Invalid Error: '

async function firstUnreadable(
  files: readonly string[],
  read: (file: string) => Promise<unknown>,
): Promise<string | undefined> {
  for (const file of files) {
    const isRead = await read(file).then(
      () => true,
      () => false,
    )
    if (!isRead) return file
  }
  return undefined
}
