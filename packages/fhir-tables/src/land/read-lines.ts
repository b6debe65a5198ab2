import { Buffer } from 'node:buffer'
import type { ReadingEnd } from './open-bytes.ts'
import { chunkBytes, readChunks } from './read-chunks.ts'
import { splitLines } from './split-lines.ts'

/** What a line is handed to, with its number in the file from 1. */
export type LineReceiver = {
  /** The line stands from `start` to `end`, where there is a line feed; `isText`: it is valid UTF-8. */
  readonly line: (bytes: Buffer, start: number, end: number, number: number, isText: boolean) => void
  readonly tooLong: (number: number) => void
}

/**
 * Reads the single lines of one NDJSON file, as `readChunks` reads it.
 *
 * @param path      the file
 * @param receiver  called for each line, in order
 * @param ready     awaited between chunks, so that what follows can keep up
 */
export async function readLines(
  path: string,
  receiver: LineReceiver,
  ready: () => Promise<void>,
): Promise<ReadingEnd> {
  let number = 0
  return await readChunks(
    path,
    () => Buffer.allocUnsafe(chunkBytes),
    async (lines) => {
      if (lines === null) receiver.tooLong(++number)
      else {
        const { bytes, start, end } = lines
        splitLines(bytes, start, end, (from, to, isText) => receiver.line(bytes, from, to, ++number, isText))
      }
      await ready()
    },
  )
}
