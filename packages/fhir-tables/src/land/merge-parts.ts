import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { fileToRead, text } from '../sql/duckdb-words.ts'
import { parquet } from './part-writer.ts'
import type { Part } from './snapshot.ts'
import { partPath } from './snapshot.ts'

/** What became of the new rows of one type. */
export type MergedType = {
  readonly parts: readonly Part[]
  readonly loaded: number
  readonly unchanged: number
}

type Merge = {
  readonly directory: string
  readonly snapshotId: string
  readonly type: string
  readonly old: readonly Part[]
  readonly fresh: readonly Part[]
  /** Whether an id may stand twice in the fresh parts. */
  readonly mayRepeat: boolean
}

/**
 * Leaves of every resource of a type its newest version, and none of what was deleted.
 *
 * Newest is the greatest `last_updated`; of equal ones the row that was there first, so that landing again changes
 * nothing. Of rows without `last_updated` the one landed last holds; it replaces none that has one. A row is
 * deleted by a deletion at its `last_updated` or later; one without, by a deletion that comes with it or after it. Only
 * files that hold a row to be left out are written again.
 *
 * Expects a table `deletion(type, id, deleted_at, fresh)`.
 */
export async function mergeParts(connection: DuckDBConnection, merge: Merge): Promise<MergedType> {
  const { directory, old, fresh, type, mayRepeat } = merge
  const paths = [...old, ...fresh].map((part) => partPath(directory, part))
  if (paths.length === 0) return { parts: [], loaded: 0, unchanged: 0 }
  const idsOf = (parts: readonly Part[]): string =>
    `(SELECT id FROM read_parquet(${listToRead(parts.map((part) => partPath(directory, part)))}))`
  const mayLose = [`SELECT id FROM deletion WHERE type = ${text(type)}`]
  if (fresh.length > 0 && mayRepeat)
    mayLose.push(`SELECT id FROM ${idsOf(fresh)} GROUP BY id HAVING count(*) > 1`)
  if (fresh.length > 0 && old.length > 0)
    mayLose.push(`SELECT id FROM ${idsOf(fresh)} SEMI JOIN ${idsOf(old)} USING (id)`)
  await connection.run(`CREATE OR REPLACE TEMP TABLE candidate AS ${mayLose.join(' UNION ')}`)
  const [candidates] = (await connection.runAndReadAll('SELECT count(*) FROM candidate')).getRows()
  if (Number(candidates?.[0]) === 0) return { parts: [...old, ...fresh], loaded: rowsIn(fresh), unchanged: 0 }
  const [undated] = (
    await connection.runAndReadAll(`
      SELECT count(*) FROM read_parquet(${listToRead(paths)}) SEMI JOIN candidate USING (id) WHERE last_updated IS NULL`)
  ).getRows()
  const digest =
    Number(undated?.[0]) === 0 ? 'NULL::VARCHAR' : 'CASE WHEN last_updated IS NULL THEN md5(resource) END'
  const places = paths.map((path, index) => `(${text(path)}, ${index})`).join(', ')
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE versions AS
    SELECT id, version, part, row, digest
    FROM (
      SELECT id, coalesce(last_updated, '') AS version, filename, file_row_number AS row, ${digest} AS digest
      FROM read_parquet(${listToRead(paths)}, filename = true, file_row_number = true)
    )
    JOIN (VALUES ${places}) AS place(filename, part) USING (filename)
    SEMI JOIN candidate USING (id)`)
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE loser AS
    WITH newest AS (SELECT id, max(version) AS version FROM versions GROUP BY id),
    last AS (
      SELECT id, version, arg_max(digest, (part, row)) AS digest
      FROM versions JOIN newest USING (id, version) GROUP BY id, version
    ),
    winner AS (
      SELECT versions.id, min((part, row)) AS place
      FROM versions JOIN last ON versions.id = last.id AND versions.version = last.version
        AND versions.digest IS NOT DISTINCT FROM last.digest
      GROUP BY versions.id
    ),
    kept AS (
      SELECT versions.part, versions.row FROM versions
      JOIN winner ON versions.id = winner.id AND winner.place = (versions.part, versions.row)
      LEFT JOIN deletion ON deletion.type = ${text(type)} AND deletion.id = versions.id
      WHERE deletion.id IS NULL
        OR CASE WHEN version = '' THEN NOT deletion.fresh ELSE version > deleted_at END
    )
    SELECT part, row FROM versions ANTI JOIN kept USING (part, row)`)
  const counted = await connection.runAndReadAll(
    'SELECT part, count(*) FROM loser GROUP BY part ORDER BY part',
  )
  const losers = new Map(counted.getRows().map(([part, count]) => [Number(part), Number(count)]))
  const parts: Part[] = []
  const all = [...old, ...fresh]
  for (const [index, part] of all.entries()) {
    const lost = losers.get(index) ?? 0
    if (lost === 0) parts.push(part)
    else if (lost < part.rows)
      parts.push(await withoutLosers(connection, merge, part, index, part.rows - lost))
    if (lost > 0 && index >= old.length) rmSync(partPath(directory, part))
  }
  const unchanged = [...losers].reduce((sum, [index, lost]) => sum + (index >= old.length ? lost : 0), 0)
  return { parts, loaded: rowsIn(fresh) - unchanged, unchanged }
}

const listToRead = (files: readonly string[]) => `[${files.map(fileToRead).join(', ')}]`

const rowsIn = (parts: readonly Part[]) => parts.reduce((sum, part) => sum + part.rows, 0)

async function withoutLosers(
  connection: DuckDBConnection,
  { directory, snapshotId, type }: Merge,
  part: Part,
  index: number,
  rows: number,
): Promise<Part> {
  const rewritten: Part = { ...part, file: `${type}/${snapshotId}-kept-${index}.parquet`, rows }
  mkdirSync(join(directory, 'parts', type), { recursive: true })
  await connection.run(`
    COPY (
      SELECT id, last_updated, resource
      FROM read_parquet(${fileToRead(partPath(directory, part))}, file_row_number = true) AS source
      ANTI JOIN loser ON loser.part = ${index} AND loser.row = source.file_row_number
    ) TO ${text(partPath(directory, rewritten))} (${parquet}, ROW_GROUP_SIZE 20480)`)
  return rewritten
}
