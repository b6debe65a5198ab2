import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DataError } from '../data-error.ts'
import { openEngine } from '../engine.ts'
import { planView } from '../plan/plan-view.ts'
import { writeView } from '../run-view.ts'
import { duckdb } from '../sql/duckdb.ts'
import { writeSql } from '../sql/write-sql.ts'
import type { View } from '../view.ts'
import { ViewError } from '../view-error.ts'
import type { Part, Snapshot, ViewTable } from './snapshot.ts'
import { partPath } from './snapshot.ts'

/**
 * Writes the rows of views over a snapshot that is being made, one Parquet file each. A table whose view and data are
 * those of the snapshot before is kept; a view of a type that is not there has no rows; one that fails on the data has
 * no table.
 *
 * @returns the tables, and by name of its view why one is not there
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
    const source = {
      kind: 'parquet',
      files: parts.map((part) => partPath(directory, part)),
      mixed: false,
    } as const
    const made = [writeSql(plan, { ...source, files: [] }, duckdb), ...parts.map(({ file }) => file)]
    const origin = createHash('sha256').update(made.join('\n')).digest('hex')
    const known = before[view.name]
    if (known?.origin === origin) {
      tables[view.name] = known
      continue
    }
    const file = `tables/${snapshotId}-${view.name}.parquet`
    mkdirSync(join(directory, 'parts', 'tables'), { recursive: true })
    const engine = await openEngine({ threads: 1, memory, temporary: join(directory, 'staging', 'tables') })
    try {
      const rows = await writeView(engine, plan, source, {
        file: join(directory, 'parts', file),
        format: 'parquet',
      })
      tables[view.name] = { part: { file, rows } satisfies Part, origin }
    } catch (error) {
      if (!(error instanceof ViewError || error instanceof DataError)) throw error
      failedViews[view.name] = error.message
    } finally {
      engine.close()
    }
  }
  return { tables, failedViews }
}
