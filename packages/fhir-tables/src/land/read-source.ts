import type { Buffer } from 'node:buffer'
import { DataError } from '../data-error.ts'
import type { BulkOutput, SourceFile } from './bulk-output.ts'
import { readChunks } from './read-chunks.ts'
import { reasonOf } from './reason-of.ts'
import type { RejectedLine, ScannedLines } from './scan-lines.ts'
import type { ScannedChunk, ScanPool } from './scan-pool.ts'
import { longestLine } from './split-lines.ts'

/** Where the lines of a source go, in order; those of `scanned` are rejected with their number in the file. */
export type SourceReceiver = {
  readonly scanned: (bytes: Buffer, found: ScannedLines) => void
  readonly rejected: (line: RejectedLine) => void
  /** Told how many bytes of lines have been dealt with since it was told last. */
  readonly read: (bytes: number) => void
  readonly ready: () => Promise<void>
}

const lineTooLong: ScannedLines = {
  lines: 1,
  types: [],
  resources: new Int32Array(0),
  times: new Uint8Array(0),
  misshapen: {},
  deletions: [],
  rejected: [{ line: 1, column: null, reason: `expected at most ${longestLine} bytes in a line`, text: '' }],
}

/**
 * Makes the function that reads the files of one export; a bad line is rejected alone.
 *
 * @throws {DataError} from that function, for a file of which the rest cannot be read (nobody knows how many lines that
 * are)
 * @throws {Error} from that function, with the place, where scanning failed: no line makes it do so
 */
export function sourceReader(
  { hasHeaders }: BulkOutput,
  receiver: SourceReceiver,
  pool: ScanPool,
): (source: SourceFile) => Promise<void> {
  return async ({ path, holds, type }) => {
    const rules = { holds, type, hasHeaders }
    const scanning: { readonly length: number; readonly scanned: Promise<ScannedChunk | null> }[] = []
    let last = 0
    const takeFirst = async (): Promise<void> => {
      const { length, scanned } = scanning.shift()!
      const chunk = await scanned.catch((error: unknown) => {
        throw new Error(`${path}, line ${last + 1}: scanning failed, ${reasonOf(error)}`, { cause: error })
      })
      const found = chunk?.found ?? lineTooLong
      if (chunk !== null) {
        receiver.scanned(chunk.bytes, found)
        pool.giveBack(chunk)
      }
      for (const rejected of found.rejected) receiver.rejected({ ...rejected, line: last + rejected.line })
      last += found.lines
      receiver.read(length)
      await receiver.ready()
    }
    const end = await readChunks(path, pool.empty, async (lines) => {
      const scanned = lines === null ? Promise.resolve(null) : pool.scan(lines, rules)
      scanned.catch(() => undefined)
      scanning.push({ length: lines === null ? 0 : lines.end - lines.start, scanned })
      if (scanning.length > pool.enough) await takeFirst()
    })
    while (scanning.length > 0) await takeFirst()
    if (end !== null) throw new DataError(path, last + 1, `expected ${end}`)
  }
}
