import { Buffer } from 'node:buffer'
import { randomFillSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, it } from 'vitest'
import { pageBytes, pageCompressor } from './page-compressor.ts'
import { parquetFile } from './parquet-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'parquet-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Row = readonly [id: string, lastUpdated: string | null, resource: string]

async function readBack(name: string, rows: readonly Row[]) {
  const path = join(folder, name)
  const compressor = pageCompressor()
  const file = parquetFile(path, compressor)
  for (const row of rows) {
    for (const [index, value] of row.entries()) {
      if (value === null) file.columns[index]!.addNull()
      else file.columns[index]!.add(Buffer.from(`-${value}-`), 1, 1 + Buffer.byteLength(value))
    }
    file.endRow()
    if (rows.length > 1000) await compressor.ready()
  }
  await file.close()
  compressor.close()
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const all = async (sql: string) => (await connection.runAndReadAll(sql)).getRows()
  try {
    return {
      schema: await all(`SELECT name, type, converted_type FROM parquet_schema('${path}') OFFSET 1`),
      groups: Number((await all(`SELECT num_row_groups FROM parquet_file_metadata('${path}')`))[0]![0]),
      rows: await all(`SELECT id, last_updated, resource FROM '${path}'`),
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

describe('parquetFile', () => {
  it('holds three columns of text that DuckDB reads as they were given', async () => {
    const rows: readonly Row[] = [
      ['a', null, '{}'],
      ['b', null, ''],
      ['c', '2026', 'Ünïcode 😀 \r\u0000'],
      ['d', null, 'd'],
    ]
    const text = (name: string) => [name, 'BYTE_ARRAY', 'UTF8']
    expect(await readBack('few.parquet', rows)).toEqual({
      schema: ['id', 'last_updated', 'resource'].map(text),
      groups: 1,
      rows,
    })
    expect(await readBack('none.parquet', [])).toMatchObject({ groups: 0, rows: [] })
  })

  it('has pages and row groups as they become full, and values of any length', async () => {
    const noise = randomFillSync(Buffer.alloc(pageBytes)).toString('base64')
    const lengths = [1, pageBytes - 4, pageBytes - 3, 33 * pageBytes, 0, 5, pageBytes / 2, pageBytes / 2]
    const rows = lengths.map((length, n): Row => [
      `id-${n}`,
      n % 3 === 0 ? null : String(n),
      noise.repeat(30).slice(0, length),
    ])
    const read = await readBack('long.parquet', rows)
    expect(read.groups).toBe(2)
    expect(read.rows).toEqual(rows)
  })

  it('tells runs of times and of none apart, however long', async () => {
    const rows = Array.from({ length: 3000 }, (_, n): Row => [
      `${n}`,
      n < 1000 || (n < 1500 && n % 2 === 0) ? null : `t${n}`,
      `{"n":${n}}`,
    ])
    expect((await readBack('runs.parquet', rows)).rows).toEqual(rows)
  })
})
