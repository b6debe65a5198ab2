import { Buffer } from 'node:buffer'
import { DataError } from './data-error.ts'
import { openBytes } from './land/open-bytes.ts'
import { packingOf } from './ndjson-file.ts'
import type { Source } from './sql/dialect.ts'

const CHUNK = 2 ** 20

/**
 * Refuses a packed file that is cut short or damaged. DuckDB takes what it can unpack, and looks at no checksum.
 *
 * @throws {DataError} with the file
 */
export async function expectWhole({ files }: Source): Promise<void> {
  const chunk = Buffer.allocUnsafe(CHUNK)
  for (const file of files.filter((one) => packingOf(one) !== 'none')) {
    const bytes = await openBytes(file)
    try {
      while ((await bytes.read(chunk, 0, CHUNK)) === CHUNK);
    } finally {
      await bytes.close()
    }
    const end = bytes.end()
    if (end !== null) throw new DataError(file, null, `expected ${end}`)
  }
}
