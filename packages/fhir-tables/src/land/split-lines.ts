import { Buffer, isUtf8 } from 'node:buffer'

/** Bytes that a line may have; a longer one is rejected alone and never held in memory. */
export const longestLine = 16 * 1024 * 1024

/** What a line is handed to, with its number in the file from 1. */
export type LineReceiver = {
  /** The line stands from `start` to `end`, where there is a line feed; `isText`: it is valid UTF-8. */
  readonly line: (bytes: Buffer, start: number, end: number, number: number, isText: boolean) => void
  readonly tooLong: (number: number) => void
}

/** Cuts the bytes of one file into lines. The last line needs no line feed; a byte order mark is left out. */
export function lineSplitter(receiver: LineReceiver): { push: (chunk: Buffer) => void; end: () => void } {
  let number = 1
  let pending: Buffer[] = []
  let pendingLength = 0
  let skipping = false

  const keep = (rest: Buffer): void => {
    if (skipping || rest.length === 0) return
    if (pendingLength + rest.length > longestLine) {
      skipping = true
      pending = []
      pendingLength = 0
      return
    }
    pending.push(Buffer.from(rest))
    pendingLength += rest.length
  }
  const hand = (bytes: Buffer, start: number, end: number, isText: boolean): void => {
    const marked =
      number === 1 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf
    receiver.line(bytes, marked ? start + 3 : start, end, number, isText)
    number++
  }
  const finish = (tail: Buffer): void => {
    if (!skipping && pendingLength + tail.length > longestLine + 1) skipping = true
    if (skipping) receiver.tooLong(number++)
    else {
      const whole = Buffer.concat([...pending, tail])
      hand(whole, 0, whole.length - 1, isUtf8(whole))
    }
    pending = []
    pendingLength = 0
    skipping = false
  }

  return {
    push: (chunk) => {
      let start = 0
      if (skipping || pendingLength > 0) {
        const first = chunk.indexOf(10)
        if (first < 0) return keep(chunk)
        finish(chunk.subarray(0, first + 1))
        start = first + 1
      }
      const last = chunk.lastIndexOf(10)
      if (last >= start) {
        const areText = isUtf8(chunk.subarray(start, last))
        while (start <= last) {
          const end = chunk.indexOf(10, start)
          hand(chunk, start, end, areText || isUtf8(chunk.subarray(start, end)))
          start = end + 1
        }
      }
      keep(chunk.subarray(start))
    },
    end: () => {
      if (skipping || pendingLength > 0) finish(Buffer.from('\n'))
    },
  }
}
