import { Buffer } from 'node:buffer'
import type { PageCompressor } from './page-compressor.ts'
import { pageBytes } from './page-compressor.ts'
import { thriftBytes, varint } from './thrift.ts'

/** Bytes of the buffer that a column begins with: most types have few resources. */
const leastBytes = 16 * 1024

/** Bytes that are copied sooner here than by a call of `copy`. */
const shortText = 48

/** A compressed page after its header; `plainLength` is their length before it was compressed. */
export type Page = { readonly header: Buffer; readonly compressed: Buffer; readonly plainLength: number }

/** Takes the texts of one column of a Parquet file, row by row. */
export type ColumnWriter = {
  /** Adds the bytes from `start` to `end`: UTF-8. */
  readonly add: (bytes: Buffer, start: number, end: number) => void
  /** Adds NULL, to an optional column. */
  readonly addNull: () => void
  /** Bytes of values since the last `take`. */
  readonly held: () => number
  /** What was added since the last `take`, once it is compressed. */
  readonly take: () => Promise<readonly Page[]>
}

/**
 * Makes the writer of one column.
 *
 * @param isOptional  whether it may have NULL
 * @param compressor  of its pages
 */
export function columnWriter(isOptional: boolean, compressor: PageCompressor): ColumnWriter {
  let buffer: Buffer = Buffer.allocUnsafe(leastBytes)
  let used = 0
  let levels: number[] = []
  let run = { isValue: true, length: 0 }
  let rows = 0
  let taken = 0
  let pages: Promise<Page>[] = []

  const endRun = (): void => {
    if (run.length === 0) return
    varint(levels, 2 * run.length)
    levels.push(run.isValue ? 1 : 0)
  }
  const level = (isValue: boolean): void => {
    rows++
    if (run.isValue === isValue) {
      run.length++
      return
    }
    endRun()
    run = { isValue, length: 1 }
  }
  const endPage = (): void => {
    if (rows === 0) return
    endRun()
    const made = pageOf(rows, isOptional ? levels : null, buffer, used, compressor)
    made.catch(() => undefined)
    pages.push(made)
    taken += used
    buffer = buffer.length < pageBytes ? Buffer.allocUnsafe(leastBytes) : compressor.empty()
    used = rows = 0
    levels = []
    run = { isValue: true, length: 0 }
  }

  return {
    add: (source, start, end) => {
      const length = end - start
      if (used + 4 + length > pageBytes) endPage()
      if (used + 4 + length > buffer.length) {
        const larger = used + 4 + length > pageBytes ? Buffer.allocUnsafe(4 + length) : compressor.empty()
        buffer.copy(larger, 0, 0, used)
        buffer = larger
      }
      const into = buffer
      let to = used
      into[to++] = length
      into[to++] = length >> 8
      into[to++] = length >> 16
      into[to++] = length >> 24
      if (length > shortText) to += source.copy(into, to, start, end)
      else for (let at = start; at < end; at++) into[to++] = source[at]!
      used = to
      level(true)
    },
    addNull: () => level(false),
    held: () => taken + used,
    take: async () => {
      endPage()
      const all = Promise.all(pages)
      pages = []
      taken = 0
      return await all
    },
  }
}

/** A data page of the first version: levels in runs where the column is optional, plain values. */
async function pageOf(
  rows: number,
  levels: readonly number[] | null,
  buffer: Buffer,
  used: number,
  compressor: PageCompressor,
): Promise<Page> {
  const before = levels === null ? undefined : levelBytes(levels)
  const length = (before?.length ?? 0) + used
  const compressed = await compressor.compress(buffer, used, before)
  const plain = { i32: 0 }
  const runs = { i32: 3 }
  const header = thriftBytes({
    1: { i32: 0 },
    2: { i32: length },
    3: { i32: compressed.length },
    5: { struct: { 1: { i32: rows }, 2: plain, 3: runs, 4: runs } },
  })
  return { header, compressed, plainLength: header.length + length }
}

/** Levels after their length. */
function levelBytes(levels: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + levels.length)
  bytes.writeUInt32LE(levels.length)
  bytes.set(levels, 4)
  return bytes
}
