import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DataError } from '../data-error.ts'
import { openEngine } from '../engine.ts'
import { planView } from '../plan/plan-view.ts'
import { writeView } from '../view-rows.ts'
import { duckdb } from '../sql/duckdb.ts'
import { writeSql } from '../sql/write-sql.ts'
import type { View } from '../view.ts'
import { ViewError } from '../view-error.ts'
import { landedSource } from './landed-source.ts'
import type { Part, Snapshot, ViewTable } from './snapshot.ts'

/**
 * Writes the rows of views over a snapshot that is being made, one Parquet file each. A table whose view and data are
 * those of the snapshot before is kept; a view of a type that is not there has no rows; one that fails on the data, a
 * damaged part among it, or needs more memory than it may take, has no table.
 *
 * @returns the tables, and by name of its view why one is not there
 * @throws what DuckDB or the system says of files that cannot be read or written
 */
export async function writeViewTables(
  directory: string,
  snapshotId: string,
  types: Snapshot['types'],
  {
    views,
    before,
    memory = '256MB',
  }: { readonly views: readonly View[]; readonly before: Snapshot['tables']; readonly memory?: string },
): Promise<{ readonly tables: Snapshot['tables']; readonly failedViews: Readonly<Record<string, string>> }> {
  const tables: Record<string, ViewTable> = {}
  const failedViews: Record<string, string> = {}
  for (const view of views) {
    const plan = planView(view)
    const parts = types[plan.resource] ?? []
    const source = landedSource(directory, parts)
    const made = [writeSql(plan, { ...source, files: [] }, duckdb), ...parts.map(({ file }) => file)]
    const origin = createHash('sha256').update(made.join('\n')).digest('hex')
    const known = before[view.name]
    if (known?.origin === origin) {
      tables[view.name] = known
      continue
    }
    const part = `tables/${snapshotId}-${view.name}.parquet`
    const file = join(directory, 'parts', part)
    mkdirSync(join(directory, 'parts', 'tables'), { recursive: true })
    const engine = await openEngine({ threads: 1, memory, temporary: join(directory, 'staging', 'tables') })
    try {
      const rows = await writeView(engine, plan, source, { file, format: 'parquet' })
      tables[view.name] = { part: { file: part, rows } satisfies Part, origin }
    } catch (error) {
      const reason = reasonOfNoTable(error, file, memory)
      if (reason === null) throw error
      failedViews[view.name] = reason
    } finally {
      engine.close()
    }
  }
  return { tables, failedViews }
}

/** Why a view has no table, where that lies in its data or its memory: the same words each time; null otherwise. */
function reasonOfNoTable(error: unknown, file: string, memory: string): string | null {
  if (error instanceof ViewError) return error.message
  if (error instanceof DataError)
    return error.file === file || error.problem.includes('found IO Error') ? null : error.problem
  if (!(error instanceof Error) || !NOT_ENOUGH_MEMORY.test(error.message)) return null
  return `--memory: expected enough for the view, found ${memory}`
}

/** DuckDB calls it memory, too, that what does not fit into it does not fit on the disk: "failed to offload". */
const NOT_ENOUGH_MEMORY = /Out of Memory Error(?!:\s*failed to offload)/
