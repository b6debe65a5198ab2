import { resolve } from 'node:path'
import { DataError } from '../data-error.ts'
import { resourceTypes } from '../definitions/elements.ts'
import { openEngine } from '../engine.ts'
import { partPath, readSnapshot } from '../land/snapshot.ts'
import { planView } from '../plan/plan-view.ts'
import type { Row } from '../stream-rows.ts'
import { duckdb } from '../sql/duckdb.ts'
import { text } from '../sql/duckdb-words.ts'
import { writeSql } from '../sql/write-sql.ts'
import type { View } from '../view.ts'
import { ViewError } from '../view-error.ts'
import type { SqlLimits } from './run-sql.ts'
import { lockEngine, sqlRows } from './run-sql.ts'

/** What a query over a landed directory is given. */
export type LandedQuery = {
  readonly sql: string
  readonly parameters: Readonly<Record<string, string>>
  /** Views that the query may name, besides the resource types. */
  readonly views: readonly View[]
  readonly limits: SqlLimits
  readonly threads?: number
  /** `1GB` unless given; what does not fit goes to a temporary folder. */
  readonly memory?: string
  /** Ends the query with its reason. */
  readonly signal?: AbortSignal
}

/**
 * The rows of one SELECT over the snapshot that a landed directory holds when it begins.
 *
 * Its relations: every resource type (`id`, `last_updated`, `resource` as JSON), of which nothing may have landed, the
 * tables of views that were landed with them, and the given views; of one name the last of these stands. It reads the
 * parts of the snapshot and nothing else.
 *
 * @throws {DataError} if nothing has landed there
 * @throws {ViewError} for what `sqlRows` refuses, and for views of the same name
 */
export async function* queryLanded(directory: string, query: LandedQuery): AsyncGenerator<readonly Row[]> {
  const snapshot = readSnapshot(directory)
  if (snapshot === null)
    throw new DataError(directory, null, 'expected a directory with landed data, found none')
  const engine = await openEngine({ memory: '1GB', ...query })
  try {
    const filesOf = (type: string) =>
      (snapshot.types[type] ?? []).map((part) => resolve(partPath(directory, part)))
    const tables = Object.entries(snapshot.tables).map(
      ([name, { part }]) => [name, resolve(partPath(directory, part))] as const,
    )
    const relations = [
      ...resourceTypes().map((type) => typeSql(type, filesOf(type))),
      ...tables.map(([name, file]) => tableSql(name, file)),
    ]
    await engine.connection.run(relations.join(';\n'))
    for (const [index, view] of query.views.entries()) {
      const isNamed = (other: View) => other.name.toLowerCase() === view.name.toLowerCase()
      if (query.views.findIndex(isNamed) < index) {
        throw new ViewError(
          'invalid',
          '$.name',
          `expected each view under a name of its own, found ${view.name} again`,
        )
      }
      const plan = planView(view)
      const source = { kind: 'parquet', files: filesOf(plan.resource), mixed: false } as const
      const name = duckdb.identifier(view.name)
      await engine.connection.run(`CREATE OR REPLACE TEMP VIEW ${name} AS ${writeSql(plan, source, duckdb)}`)
    }
    await lockEngine(engine, [
      ...Object.keys(snapshot.types).flatMap(filesOf),
      ...tables.map(([, file]) => file),
    ])
    const { sql, parameters, limits, signal } = query
    yield* sqlRows(engine, sql, parameters, limits, { signal })
  } finally {
    engine.close()
  }
}

function tableSql(name: string, file: string): string {
  return `CREATE OR REPLACE TEMP VIEW ${duckdb.identifier(name)} AS FROM read_parquet(${text(file)})`
}

function typeSql(type: string, files: readonly string[]): string {
  const rows =
    files.length === 0
      ? 'SELECT NULL::VARCHAR AS id, NULL::VARCHAR AS last_updated, NULL::JSON AS resource WHERE false'
      : `SELECT id, last_updated, resource::JSON AS resource FROM read_parquet([${files.map(text).join(', ')}])`
  return `CREATE TEMP VIEW ${duckdb.identifier(type)} AS ${rows}`
}
