import { Buffer } from 'node:buffer'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Misshapen } from '../misshapen.ts'
import { misshapenIn, misshapenOf } from '../misshapen.ts'
import { pageCompressor } from './page-compressor.ts'
import type { ColumnWriter } from './parquet-column.ts'
import type { ParquetFile } from './parquet-file.ts'
import { parquetFile } from './parquet-file.ts'
import { repeatedIds } from './repeated-ids.ts'
import type { ScannedLines } from './scan-lines.ts'
import { resourceLength } from './scan-lines.ts'
import type { Part } from './snapshot.ts'
import { partPath } from './snapshot.ts'
import { utcLength } from './utc-instant.ts'

/**
 * Bytes of lines that become one Parquet file. DuckDB takes 2048 rows at a time: with long lines a file is small, so
 * that those fit into its memory.
 */
const partBytes = 128 * 1024 * 1024
export const partBytesOfLongLines = 32 * 1024 * 1024
const longLine = partBytesOfLongLines / 2048

/** Bytes that a part may have whose lines have so many. */
export function mostBytesOf(line: number): number {
  return line > longLine ? partBytesOfLongLines : partBytes
}

type OpenPart = {
  readonly part: Part
  readonly file: ParquetFile
  readonly ids: ColumnWriter
  readonly updates: ColumnWriter
  readonly texts: ColumnWriter
  bytes: number
  rows: number
  longest: number
  misshapen: Misshapen
}

/** Turns lines into Parquet files, type by type, in the order in which they come. */
export type PartWriter = {
  readonly add: (bytes: Buffer, lines: ScannedLines) => void
  /** Resolves when what was added is compressed so far that reading may go on; rejects once any of it is lost. */
  readonly ready: () => Promise<void>
  /** The parts of each type, once all are written; to be called even if they are not wanted, because it closes them. */
  readonly finish: () => Promise<ReadonlyMap<string, readonly Part[]>>
  /** Whether an id may stand twice in the parts of a type. */
  readonly mayRepeat: (type: string) => boolean
}

/** Makes the writer of the parts of one landing. Nothing of it is seen before the snapshot names it. */
export function partWriter(directory: string, snapshotId: string): PartWriter {
  const open = new Map<string, OpenPart>()
  const parts = new Map<string, Part[]>()
  const closings: Promise<void>[] = []
  const compressor = pageCompressor()
  const repeated = repeatedIds()
  let count = 0
  let failure: { readonly reason: unknown } | null = null
  const fail = (reason: unknown): void => {
    failure ??= { reason }
  }

  const begin = (type: string, misshapen: Misshapen): OpenPart => {
    const name = `${type}/${snapshotId}-${String(++count).padStart(4, '0')}.parquet`
    const part: Part = { file: name, rows: 0 }
    mkdirSync(join(directory, 'parts', type), { recursive: true })
    const file = parquetFile(partPath(directory, part), compressor, fail)
    const [ids, updates, texts] = file.columns
    const begun = { part, file, ids, updates, texts, bytes: 0, rows: 0, longest: 0, misshapen }
    open.set(type, begun)
    return begun
  }
  const end = (type: string, { part, file, rows, misshapen }: OpenPart): void => {
    open.delete(type)
    parts.set(type, [...(parts.get(type) ?? []), { ...part, rows, misshapen }])
    const closing = file.close()
    closing.catch(fail)
    closings.push(closing)
  }

  return {
    add: (bytes, { types, resources, times, misshapen }) => {
      for (const [type, places] of Object.entries(misshapen)) {
        const part = open.get(type)
        if (part !== undefined) part.misshapen = misshapenOf([part.misshapen, places])
      }
      const dated = Buffer.from(times.buffer, times.byteOffset, times.length)
      let time = 0
      let number = -1
      let type = ''
      let part: OpenPart | undefined
      for (let at = 0; at < resources.length; at += resourceLength) {
        if (resources[at] !== number) {
          number = resources[at]!
          type = types[number]!
          part = open.get(type)
        }
        part ??= begin(type, misshapenIn(misshapen, type))
        const start = resources[at + 1]!
        const stop = resources[at + 2]!
        repeated.add(type, bytes, resources[at + 3]!, resources[at + 4]!)
        part.ids.add(bytes, resources[at + 3]!, resources[at + 4]!)
        if (resources[at + 5] === 0) part.updates.addNull()
        else part.updates.add(dated, time, (time += utcLength))
        part.texts.add(bytes, start, stop)
        part.file.endRow()
        part.rows++
        part.bytes += stop - start
        part.longest = Math.max(part.longest, stop - start)
        if (part.bytes >= mostBytesOf(part.longest)) {
          end(type, part)
          part = undefined
        }
      }
    },
    ready: async () => {
      await compressor.ready()
      if (failure !== null) throw failure.reason
    },
    finish: async () => {
      for (const [type, part] of open) end(type, part)
      await Promise.allSettled(closings)
      compressor.close()
      if (failure !== null) throw failure.reason
      return parts
    },
    mayRepeat: repeated.mayHave,
  }
}

/** How DuckDB writes the Parquet of a landing: with the effort of `pageCompressor`. */
export const parquet = 'FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1'
