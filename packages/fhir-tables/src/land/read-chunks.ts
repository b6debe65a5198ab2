import { Buffer } from 'node:buffer'
import type { ReadingEnd } from './open-bytes.ts'
import { openBytes } from './open-bytes.ts'
import { longestLine } from './split-lines.ts'

/** Bytes of the buffers into which lines are read; those that hold a longer line have more. */
export const chunkBytes = 1024 * 1024

/** Bytes that stand after the last line feed in a chunk, of no meaning: who looks at four at a time reads them. */
const slack = 4

/** Whole lines, each with its line feed, of one file. */
export type LineChunk = { readonly bytes: Buffer; readonly start: number; readonly end: number }

/**
 * Reads one NDJSON file as whole lines: plain, `.gz` or `.zst` by its name. The last line needs no line feed; a byte
 * order mark is left out.
 *
 * @param path   the file
 * @param empty  gives buffers of one size, `chunkBytes`
 * @param take   called with the lines in order, null standing for one line of more than `longestLine` bytes; the next
 * are read once it resolves, and the buffer is its own
 * @returns why the rest of a file cannot be read (a disk that fails, a compressed file that is cut short, damaged or
 * expands without end), the lines before it having been handed over; null for a whole file
 */
export async function readChunks(
  path: string,
  empty: () => Buffer,
  take: (lines: LineChunk | null) => Promise<void>,
): Promise<ReadingEnd> {
  const source = await openBytes(path)
  try {
    let bytes = empty()
    const size = bytes.length
    let start = 0
    let filled = 0
    let isFirst = true
    let skipping = false
    const carryOver = (from: number): void => {
      const rest = filled - from
      const isRoomy = 2 * rest + slack <= size
      const larger = isRoomy ? empty() : Buffer.allocUnsafeSlow(Math.min(2 * rest, longestLine + 1) + slack)
      bytes.copy(larger, 0, from, filled)
      bytes = larger
      start = 0
      filled = rest
    }
    for (;;) {
      const room = bytes.length - slack
      const count = await source.read(bytes, filled, room)
      filled += count
      const isOver = filled < room
      if (isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf && filled > 2) start = 3
      isFirst = false
      if (skipping) {
        start = bytes.subarray(0, filled).indexOf(10) + 1
        skipping = start === 0
        if (skipping) filled = 0
        if (!skipping || (isOver && source.end() === null)) await take(null)
      }
      let end = bytes.subarray(0, filled).lastIndexOf(10) + 1
      if (isOver && source.end() === null && end < filled) {
        bytes[filled++] = 10
        end = filled
      }
      if (end > start) {
        const lines = { bytes, start, end }
        if (!isOver) carryOver(end)
        await take(lines)
      } else if (filled - start > longestLine) {
        skipping = true
        filled = start = 0
      } else if (!isOver && !skipping) carryOver(start)
      if (isOver) return source.end()
    }
  } finally {
    await source.close()
  }
}
