import type { Buffer } from 'node:buffer'
import { isUtf8 } from 'node:buffer'

/** Bytes that a line may have; a longer one is rejected alone and never held in memory. */
export const longestLine = 16 * 1024 * 1024

/** What is done with a line, which stands from `start` to `end`, where there is a line feed; `isText`: it is UTF-8. */
export type EachLine = (start: number, end: number, isText: boolean) => void

/** Cuts whole lines, each with its line feed, into the single ones. */
export function splitLines(bytes: Buffer, from: number, to: number, each: EachLine): void {
  const areText = isUtf8(bytes.subarray(from, to))
  for (let start = from; start < to;) {
    const end = bytes.indexOf(10, start)
    each(start, end, areText || isUtf8(bytes.subarray(start, end)))
    start = end + 1
  }
}
