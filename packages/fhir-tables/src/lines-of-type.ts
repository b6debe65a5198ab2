import { Buffer } from 'node:buffer'
import fs from 'node:fs'
import path from 'node:path'
import { DataError } from './data-error.ts'
import type { Engine } from './engine.ts'
import { openBytes } from './land/open-bytes.ts'
import { packingOf } from './ndjson-file.ts'
import type { Source } from './sql/dialect.ts'
import { copyLinesSql } from './sql/duckdb-lines.ts'

/**
 * What DuckDB reads in place of files that it does not take as they are. One that begins with a byte order mark, or
 * tells in capitals that it is packed, is copied without either. Of files of several types the lines of one are copied,
 * and scanned for shapes, since typed reading says nothing of some and to look in SQL takes longer; where all are well,
 * the copy is read as a file of one type.
 *
 * @param folder  a folder for the copies, which is made where there are some; whoever gives it removes it
 * @throws {DataError} for a packed file that cannot be unpacked to its end
 */
export async function linesOfType(
  { connection }: Engine,
  resource: string,
  source: Source,
  folder: string,
): Promise<Source> {
  if (source.kind === 'parquet') return source
  const files: string[] = []
  for (const file of source.files) {
    const copy = path.join(folder, `${files.length}.ndjson`)
    files.push((await isCopied(file, copy)) ? copy : file)
  }
  if (!source.mixed) return { ...source, files }
  const lines = path.join(folder, 'lines.ndjson')
  fs.mkdirSync(folder, { recursive: true })
  await connection.run(copyLinesSql(resource, files, lines))
  const { misshapenLines } = await import('./land/misshapen-lines.ts')
  const misshapen = await misshapenLines(lines, resource)
  const mixed = misshapen === null || Object.keys(misshapen).length > 0
  return { kind: 'ndjson', files: [lines], mixed, misshapen }
}

const MARK = Buffer.from('\uFEFF')
const CHUNK = 2 ** 20

/**
 * Whether DuckDB does not take a file, which then has a copy that it takes. What cannot be opened DuckDB says; a pipe can
 * be read once.
 */
async function isCopied(file: string, copy: string): Promise<boolean> {
  if (fs.statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false
  const bytes = await openBytes(file).catch(() => null)
  if (bytes === null) return false
  const chunk = Buffer.allocUnsafe(CHUNK)
  let to: number | null = null
  try {
    let count = await bytes.read(chunk, 0, MARK.length)
    const isMarked = count === MARK.length && chunk.subarray(0, count).equals(MARK)
    if (!isMarked && (packingOf(file) === 'none' || /\.(gz|zst)$/.test(file))) return false
    fs.mkdirSync(path.dirname(copy), { recursive: true })
    to = fs.openSync(copy, 'w')
    if (isMarked) count = 0
    while (count > 0 || bytes.end() === null) {
      fs.writeFileSync(to, chunk.subarray(0, count))
      count = await bytes.read(chunk, 0, CHUNK)
      if (count === 0) break
    }
    const end = bytes.end()
    if (end !== null) throw new DataError(file, null, `expected ${end}`)
    return true
  } finally {
    if (to !== null) fs.closeSync(to)
    await bytes.close()
  }
}
