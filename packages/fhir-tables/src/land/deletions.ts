import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { fileToRead, text } from '../sql/duckdb-words.ts'
import { parquet } from './part-writer.ts'
import type { Part } from './snapshot.ts'
import { partPath } from './snapshot.ts'

/**
 * Makes the table `deletion(type, id, deleted_at, fresh)` of what was ever deleted, `fresh` being what this landing
 * adds or dates later.
 *
 * @returns how many are fresh
 */
export async function gatherDeletions(
  connection: DuckDBConnection,
  directory: string,
  known: Part | null,
  found: ReadonlyMap<string, string>,
): Promise<number> {
  await connection.run('CREATE OR REPLACE TEMP TABLE found (type VARCHAR, id VARCHAR, deleted_at VARCHAR)')
  const appender = await connection.createAppender('found')
  for (const [reference, deletedAt] of found) {
    const [type = '', id = ''] = reference.split('/')
    for (const value of [type, id, deletedAt]) appender.appendVarchar(value)
    appender.endRow()
  }
  appender.closeSync()
  const before =
    known === null
      ? 'SELECT * FROM found WHERE false'
      : `FROM read_parquet(${fileToRead(partPath(directory, known))})`
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE deletion AS
    SELECT type, id, greatest(before.deleted_at, found.deleted_at) AS deleted_at,
      found.id IS NOT NULL AND (before.id IS NULL OR found.deleted_at > before.deleted_at) AS fresh
    FROM (${before}) AS before FULL JOIN found USING (type, id)`)
  const [row] = (await connection.runAndReadAll('SELECT count(*) FROM deletion WHERE fresh')).getRows()
  return Number(row?.[0])
}

/** Writes the deletions of a snapshot. */
export async function writeDeletions(
  connection: DuckDBConnection,
  directory: string,
  snapshotId: string,
): Promise<Part> {
  const [row] = (await connection.runAndReadAll('SELECT count(*) FROM deletion')).getRows()
  const part: Part = { file: `deletions/${snapshotId}-deletions.parquet`, rows: Number(row?.[0]) }
  mkdirSync(join(directory, 'parts', 'deletions'), { recursive: true })
  await connection.run(
    `COPY (SELECT type, id, deleted_at FROM deletion ORDER BY ALL) TO ${text(partPath(directory, part))} (${parquet})`,
  )
  return part
}
