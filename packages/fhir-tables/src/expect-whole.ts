import { DataError } from './data-error.ts'
import { readLines } from './land/read-lines.ts'
import type { Source } from './sql/dialect.ts'

const ignored = { line: () => undefined, tooLong: () => undefined }

/**
 * Refuses a packed file that is cut short or damaged. DuckDB takes what it can unpack, and looks at no checksum.
 *
 * @throws {DataError} with the file
 */
export async function expectWhole({ files }: Source, signal: AbortSignal | undefined): Promise<void> {
  for (const file of files.filter((one) => /\.(gz|zst)$/.test(one))) {
    const end = await readLines(file, ignored, async () => signal?.throwIfAborted())
    if (end !== null) throw new DataError(file, null, `expected ${end}`)
  }
}
