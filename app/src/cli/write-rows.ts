import { once } from 'node:events'
import type { Row } from '@rounds/fhir-tables'
import { showProgress } from './show-progress.ts'

/**
 * Writes rows as NDJSON to standard output as fast as it is read; a terminal is told how many there are.
 *
 * @param share  what to say before that, as how much is read
 */
export async function writeRows(
  all: AsyncGenerator<readonly Row[]>,
  share: () => string = () => '',
): Promise<void> {
  let written = 0
  const stop = showProgress((seconds) => `${share()}${written} rows, ${seconds} s`)
  try {
    for await (const rows of all) {
      const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
      written += rows.length
      if (!process.stdout.write(text)) await once(process.stdout, 'drain')
    }
  } finally {
    stop()
  }
}
