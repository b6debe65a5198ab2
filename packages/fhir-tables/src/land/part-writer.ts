import { Buffer } from 'node:buffer'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { text } from '../sql/duckdb-words.ts'
import type { ResourceKey } from './resource-line.ts'
import type { Part } from './snapshot.ts'
import { partPath } from './snapshot.ts'

/**
 * Bytes of lines that become one Parquet file, and that one of its row groups holds about. DuckDB takes 2048 rows at
 * a time: with long lines a file is small, so that those fit into its memory.
 */
const partBytes = 128 * 1024 * 1024
const partBytesOfLongLines = 32 * 1024 * 1024
const longLine = partBytesOfLongLines / 2048
const rowGroupBytes = 16 * 1024 * 1024
const bufferBytes = 256 * 1024

/** No valid JSON has this byte, so it parts the columns of a batch. */
const separator = 1

/** How many batches may wait for DuckDB before reading does. */
const mostWaiting = 2

type Batch = {
  readonly number: string
  readonly path: string
  readonly file: number
  readonly buffer: Buffer
  used: number
  bytes: number
  rows: number
  longest: number
}

/** Turns lines into Parquet files, type by type, in the order in which they come. */
export type PartWriter = {
  readonly add: (key: ResourceKey, bytes: Buffer, start: number, end: number) => void
  /** Resolves when DuckDB has caught up so far that reading may go on. */
  readonly ready: () => Promise<void>
  /** Resolves when DuckDB has come to an end with what it has, even if it fails. */
  readonly settled: () => Promise<void>
  /** The parts of each type, once all are written. */
  readonly finish: () => Promise<ReadonlyMap<string, readonly Part[]>>
}

/**
 * Makes the writer of the parts of one landing: lines are collected in batches on disk, and DuckDB turns a batch
 * into Parquet while the next one is read. Nothing of it is seen before the snapshot names it.
 */
export function partWriter(connection: DuckDBConnection, directory: string, snapshotId: string): PartWriter {
  const open = new Map<string, Batch>()
  const parts = new Map<string, Part[]>()
  let batches = 0
  let waiting = 0
  let last: Promise<void> = Promise.resolve()
  const nextReturn = returnFinder()

  const begin = (type: string): Batch => {
    const number = String(++batches).padStart(4, '0')
    const path = join(directory, 'staging', `${type}-${number}`)
    const batch: Batch = {
      number,
      path,
      file: openSync(path, 'w'),
      buffer: Buffer.allocUnsafe(bufferBytes),
      used: 0,
      bytes: 0,
      rows: 0,
      longest: 0,
    }
    open.set(type, batch)
    return batch
  }
  const converted = async (before: Promise<void>, batch: Batch, target: string): Promise<void> => {
    await before
    const [copied] = (await connection.runAndReadAll(copyOf(batch, target))).getRows()
    if (Number(copied?.[0]) !== batch.rows) {
      throw new Error(`${batch.path}: ${batch.rows} lines written, ${String(copied?.[0])} read`)
    }
    rmSync(batch.path)
    waiting--
  }
  const close = (type: string, batch: Batch): void => {
    writeSync(batch.file, batch.buffer, 0, batch.used)
    closeSync(batch.file)
    open.delete(type)
    const part: Part = { file: `${type}/${snapshotId}-${batch.number}.parquet`, rows: batch.rows }
    parts.set(type, [...(parts.get(type) ?? []), part])
    mkdirSync(join(directory, 'parts', type), { recursive: true })
    waiting++
    last = converted(last, batch, partPath(directory, part))
    last.catch(() => undefined)
  }

  return {
    add: ({ type, id, lastUpdated }, bytes, start, end) => {
      const batch = open.get(type) ?? begin(type)
      const length = id.end - id.start + lastUpdated.length + end - start + 3
      if (batch.used + length > bufferBytes) {
        writeSync(batch.file, batch.buffer, 0, batch.used)
        batch.used = 0
      }
      const target = length > bufferBytes ? Buffer.allocUnsafe(length) : batch.buffer
      let at = target === batch.buffer ? batch.used : 0
      at += bytes.copy(target, at, id.start, id.end)
      target[at++] = separator
      at += lastUpdated.copy(target, at)
      target[at++] = separator
      for (let found = nextReturn(bytes, start); found < end; found = nextReturn(bytes, found + 1))
        bytes[found] = 0x20
      at += bytes.copy(target, at, start, end)
      target[at++] = 10
      if (target === batch.buffer) batch.used = at
      else writeSync(batch.file, target, 0, at)
      batch.rows++
      batch.bytes += length
      batch.longest = Math.max(batch.longest, length)
      if (batch.bytes >= (batch.longest > longLine ? partBytesOfLongLines : partBytes)) close(type, batch)
    },
    ready: async () => {
      if (waiting >= mostWaiting) await last
    },
    settled: () => last.catch(() => undefined),
    finish: async () => {
      for (const [type, batch] of open) close(type, batch)
      await last
      return parts
    },
  }
}

/**
 * Makes a function that tells where the next carriage return stands. Between the values of a resource it is a space
 * like others, and DuckDB would take it for the end of a line.
 */
function returnFinder(): (bytes: Buffer, from: number) => number {
  let known: Buffer | null = null
  let at = -1
  return (bytes, from) => {
    if (bytes !== known || at < from) {
      known = bytes
      at = bytes.indexOf(0x0d, from)
      if (at < 0) at = Number.POSITIVE_INFINITY
    }
    return at
  }
}

/** `parallel = false`: otherwise DuckDB 1.5.6 loses lines of some megabytes where its buffers meet, silently. */
function copyOf({ path, bytes, rows, longest }: Batch, target: string): string {
  const perGroup = Math.floor(rowGroupBytes / (bytes / rows) / 2048) * 2048
  const lines = `read_csv(${text(path)}, auto_detect = false, header = false, delim = chr(${separator}), new_line = '\\n',
    columns = {'id': 'VARCHAR', 'last_updated': 'VARCHAR', 'resource': 'VARCHAR'}, quote = '', escape = '', comment = '',
    max_line_size = ${longest + 1}, buffer_size = ${Math.max(8 * 1024 * 1024, 2 * longest)}, parallel = false)`
  return `COPY (FROM ${lines}) TO ${text(target)} (${parquet}, ROW_GROUP_SIZE ${Math.max(2048, perGroup)})`
}

/** How landed Parquet is written: the least effort of zstd, which on FHIR loses little to higher ones. */
export const parquet = 'FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1'
