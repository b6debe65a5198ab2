import { Buffer } from 'node:buffer'
import { closeSync, fsync, openSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import type { ColumnWriter, Page } from './parquet-column.ts'
import { columnWriter } from './parquet-column.ts'
import type { PageCompressor } from './page-compressor.ts'
import type { Thrift } from './thrift.ts'
import { thriftBytes } from './thrift.ts'

/** Bytes of resources that a row group holds about: DuckDB reads a group at a time. */
const rowGroupBytes = 16 * 1024 * 1024

const columns = [
  { name: 'id', isOptional: false },
  { name: 'last_updated', isOptional: true },
  { name: 'resource', isOptional: false },
] as const

/** A Parquet file of resources that is being written. */
export type ParquetFile = {
  /** The columns, in the order in which they stand: `id`, `last_updated`, `resource`. */
  readonly columns: readonly [ColumnWriter, ColumnWriter, ColumnWriter]
  /** To be called when each column has been given the value of a row, or none. */
  readonly endRow: () => void
  /** Resolves when the file is whole and on disk; to be called even if it is not wanted, because it closes it. */
  readonly close: () => Promise<void>
}

const onDisk = promisify(fsync)

type Chunk = { readonly at: number; readonly length: number; readonly plainLength: number }
type Group = { readonly rows: number; readonly chunks: readonly Chunk[] }

/**
 * Begins a Parquet file of landed resources: texts without a dictionary, in pages that are compressed beside the caller.
 *
 * @param path        the file, which must not be there
 * @param compressor  of its pages
 * @param fail        called with why a part of it could not be written, while others are still added
 *
 * Source: https://github.com/apache/parquet-format. Checked: DuckDB reads it (parquet-file.test.ts).
 */
export function parquetFile(
  path: string,
  compressor: PageCompressor,
  fail: (reason: unknown) => void = () => undefined,
): ParquetFile {
  const file = openSync(path, 'wx')
  const writers = columns.map(({ isOptional }) => columnWriter(isOptional, compressor))
  const groups: Group[] = []
  let written = writeSync(file, 'PAR1')
  let rows = 0
  let last: Promise<void> = Promise.resolve()

  const append = (bytes: Buffer): void => {
    for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from)
    written += bytes.length
  }
  const writeGroup = async (
    before: Promise<void>,
    taken: Promise<readonly (readonly Page[])[]>,
    held: number,
  ): Promise<void> => {
    await before
    const chunks: Chunk[] = []
    for (const pages of await taken) {
      const at = written
      for (const { header, compressed } of pages) {
        append(header)
        append(compressed)
      }
      chunks.push({
        at,
        length: written - at,
        plainLength: sum(pages.map(({ plainLength }) => plainLength)),
      })
    }
    groups.push({ rows: held, chunks })
  }
  const endGroup = (): void => {
    const taken = Promise.all(writers.map((writer) => writer.take()))
    taken.catch(() => undefined)
    last = writeGroup(last, taken, rows)
    last.catch(fail)
    rows = 0
  }

  return {
    columns: [writers[0]!, writers[1]!, writers[2]!],
    endRow: () => {
      rows++
      if (writers[2]!.held() >= rowGroupBytes) endGroup()
    },
    close: async () => {
      if (rows > 0) endGroup()
      try {
        await last
        const footer = thriftBytes(metadataOf(groups))
        const end = Buffer.alloc(8)
        end.writeUInt32LE(footer.length)
        end.write('PAR1', 4)
        append(Buffer.concat([footer, end]))
        await onDisk(file)
      } finally {
        closeSync(file)
      }
    },
  }
}

/* The numbers of types, encodings and codecs are those of parquet.thrift. */
const byteArray = { i32: 6 }
const utf8 = { i32: 0 }
const zstd = { i32: 6 }
const plainAndLevels = { list: [{ i32: 0 }, { i32: 3 }] }

function metadataOf(groups: readonly Group[]): Readonly<Record<number, Thrift>> {
  const leaves = columns.map(({ name, isOptional }) => ({
    struct: { 1: byteArray, 3: { i32: isOptional ? 1 : 0 }, 4: { text: name }, 6: utf8 },
  }))
  const root = { struct: { 4: { text: 'schema' }, 5: { i32: columns.length } } }
  return {
    1: { i32: 1 },
    2: { list: [root, ...leaves] },
    3: { i64: sum(groups.map(({ rows }) => rows)) },
    4: {
      list: groups.map((group) => ({
        struct: {
          1: { list: group.chunks.map((chunk, index) => chunkOf(columns[index]!.name, group.rows, chunk)) },
          2: { i64: sum(group.chunks.map(({ plainLength }) => plainLength)) },
          3: { i64: group.rows },
        },
      })),
    },
    6: { text: 'rounds' },
  }
}

function chunkOf(name: string, rows: number, { at, length, plainLength }: Chunk): Thrift {
  const metadata = {
    1: byteArray,
    2: plainAndLevels,
    3: { list: [{ text: name }] },
    4: zstd,
    5: { i64: rows },
    6: { i64: plainLength },
    7: { i64: length },
    9: { i64: at },
  }
  return { struct: { 2: { i64: at }, 3: { struct: metadata } } }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
