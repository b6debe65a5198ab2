import { closeSync, existsSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { RejectedLine } from './scan-lines.ts'
import type { ToldLines } from './snapshot.ts'

/** The file of the lines that a landing rejects; made with the first of them. */
export type RejectFile = {
  readonly add: (line: RejectedLine & { readonly file: string }) => void
  /** Tells again what an earlier landing told of a file that has not been touched since. */
  readonly repeat: (told: ToldLines) => ToldLines
  /** The lines told since an offset, which `length` gave; absent for none. */
  readonly toldSince: (start: number) => ToldLines | undefined
  readonly length: () => number
  /** Its place in the landed directory; null for none. */
  readonly close: () => string | null
}

export function rejectFile(directory: string, snapshotId: string): RejectFile {
  const path = join('rejects', `${snapshotId}.ndjson`)
  let file: number | null = null
  let length = 0
  const write = (bytes: Buffer): void => {
    file ??= openSync(join(directory, path), 'w')
    for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from)
    length += bytes.length
  }
  const toldSince = (start: number) => (start === length ? undefined : { file: path, start, end: length })
  return {
    add: (line) => write(Buffer.from(`${JSON.stringify(line)}\n`)),
    repeat: (told) => {
      const start = length
      const source = openSync(join(directory, told.file), 'r')
      try {
        const piece = Buffer.alloc(Math.min(told.end - told.start, 64 * 1024))
        for (let at = told.start; at < told.end;) {
          const count = readSync(source, piece, 0, Math.min(piece.length, told.end - at), at)
          if (count === 0) break
          write(piece.subarray(0, count))
          at += count
        }
      } finally {
        closeSync(source)
      }
      return { file: path, start, end: length }
    },
    toldSince,
    length: () => length,
    close: () => {
      if (file === null) return null
      closeSync(file)
      return path
    },
  }
}

/** Whether what a file's rejected lines were told in is there for the next landing to tell it again. */
export function isStillTold(directory: string, told: ToldLines | undefined, rejects: string | null): boolean {
  return told !== undefined && told.file === rejects && existsSync(join(directory, told.file))
}
