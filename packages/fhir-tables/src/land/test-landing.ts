import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { fileToRead } from '../sql/duckdb-words.ts'
import type { Landing } from './land-bulk-data.ts'
import { landBulkData } from './land-bulk-data.ts'
import { partPath, readSnapshot } from './snapshot.ts'

/** A line of NDJSON: an Observation or other resource, `lastUpdated` left out where null. */
export function resourceLine(
  type: string,
  id: string,
  lastUpdated: string | null,
  elements: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    resourceType: type,
    id,
    ...(lastUpdated === null ? {} : { meta: { lastUpdated } }),
    ...elements,
  })
}

/** Writes files into a folder; lines are joined, bytes are written as they are. */
export function writeFiles(
  folder: string,
  files: Readonly<Record<string, readonly string[] | Uint8Array | object>>,
): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    if (content instanceof Uint8Array) writeFileSync(path, content)
    else
      writeFileSync(
        path,
        Array.isArray(content) ? content.map((line) => `${line}\n`).join('') : JSON.stringify(content),
      )
  }
  return folder
}

/** Lands as of a time at which files that were just written count as settled. */
export function landLater(from: string, to: string, mostRejected = 1): Promise<Landing> {
  return landBulkData({ from, to, now: new Date(Date.now() + 10_000), mostRejected })
}

/** What a landed directory holds: `Type/id@lastUpdated` and the resource, in order. */
export async function landedRows(directory: string): Promise<readonly (readonly [string, string])[]> {
  const snapshot = readSnapshot(directory)
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    const rows: [string, string][] = []
    for (const [type, parts] of Object.entries(snapshot?.types ?? {})) {
      const files = parts.map((part) => fileToRead(partPath(directory, part))).join(', ')
      const read = await connection.runAndReadAll(
        `SELECT id, last_updated, resource FROM read_parquet([${files}])`,
      )
      for (const [id, lastUpdated, resource] of read.getRows()) {
        rows.push([
          `${type}/${String(id)}@${lastUpdated === null ? '' : String(lastUpdated)}`,
          String(resource),
        ])
      }
      const counted = parts.reduce((sum, part) => sum + part.rows, 0)
      if (counted !== read.currentRowCount)
        throw new Error(`${type}: ${counted} rows told, ${read.currentRowCount} held`)
    }
    return rows.toSorted(([a], [b]) => (a < b ? -1 : 1))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** The rejected lines of a landing, as `file:line:column reason`. */
export function rejectedLines(directory: string, file: string | null): readonly string[] {
  if (file === null) return []
  const lines = readFileSync(join(directory, file), 'utf8').trimEnd().split('\n')
  return lines.map((text) => {
    const {
      file: name,
      line,
      column,
      reason,
    } = JSON.parse(text) as {
      readonly file: string
      readonly line: number
      readonly column: number | null
      readonly reason: string
    }
    return `${name}:${line}:${column ?? ''} ${reason}`
  })
}
