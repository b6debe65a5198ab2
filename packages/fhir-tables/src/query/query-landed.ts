import { resolve } from 'node:path'
import { DataError } from '../data-error.ts'
import { resourceTypes } from '../definitions/elements.ts'
import { expectOwnNames } from '../expect-own-names.ts'
import type { QueryJob } from '../jobs/job.ts'
import { landedSource } from '../land/landed-source.ts'
import { partPath, readSnapshot } from '../land/snapshot.ts'
import type { Row } from '../stream-rows.ts'
import type { Source } from '../sql/dialect.ts'
import { fileToRead, identifier } from '../sql/quoted.ts'
import type { View } from '../view.ts'
import { bindQuery } from './bind-value.ts'
import { queryFromProcess, type QueryLimits } from './query-from-process.ts'

/** What a query over a landed directory is given. */
export type LandedQuery = QueryLimits & {
  readonly sql: string
  readonly parameters: Readonly<Record<string, string>>
  /** Views that the query may name, besides the resource types. */
  readonly views: readonly View[]
}

/**
 * The rows of one SELECT over the snapshot that a landed directory holds when it begins.
 *
 * Its relations: every resource type (`id`, `last_updated`, `resource` as JSON), of which nothing may have landed, the
 * tables of views that were landed with them, and the given views; of one name the last of these stands. It reads the
 * parts of the snapshot and nothing else.
 *
 * @throws {DataError} if nothing has landed there, or a part that the query reads is damaged
 * @throws {ViewError} for what `queryFromProcess` and `bindQuery` refuse, and for views of the same name
 */
export async function* queryLanded(
  directory: string,
  query: LandedQuery,
): AsyncGenerator<readonly Row[], number | null> {
  return yield* queryFromProcess(await landedJob(directory, query), query)
}

/** The same as a job. */
export async function landedJob(directory: string, query: LandedQuery): Promise<QueryJob> {
  const snapshot = readSnapshot(directory)
  if (snapshot === null)
    throw new DataError(directory, null, 'expected a directory with landed data, found none')
  expectOwnNames(query.views)
  const sourceOf = (type: string) => landedSource(resolve(directory), snapshot.types[type] ?? [])
  const tables = Object.entries(snapshot.tables).map(
    ([name, { part }]) => [name, resolve(partPath(directory, part))] as const,
  )
  const files = [
    ...Object.keys(snapshot.types).flatMap((type) => sourceOf(type).files),
    ...tables.map(([, file]) => file),
  ]
  const relations = new Map(
    [
      ...resourceTypes().map((type) => [type, typeSql(sourceOf(type).files)] as const),
      ...tables.map(([name, file]) => [name, `FROM read_parquet(${fileToRead(file)})`] as const),
      ...(await viewRelations(query.views, sourceOf)),
    ].map(([name, sql]) => [name.toLowerCase(), sql]),
  )
  return {
    kind: 'query',
    engine: { memory: '1GB', ...query.engine },
    ...bindQuery(query.sql, query.parameters),
    rows: query.limits.rows,
    files,
    relations: [...relations].map(([name, sql]) => ({
      name,
      create: `CREATE TEMP VIEW ${identifier(name)} AS ${sql}`,
    })),
    libraries: [],
    labels: [],
    views: [],
  }
}

function typeSql(files: readonly string[]): string {
  return files.length === 0
    ? 'SELECT NULL::VARCHAR AS id, NULL::VARCHAR AS last_updated, NULL::JSON AS resource WHERE false'
    : `SELECT id, last_updated, resource::JSON AS resource FROM read_parquet([${files.map(fileToRead).join(', ')}])`
}

/** What plans and writes views is loaded where there are some. */
async function viewRelations(
  views: readonly View[],
  sourceOf: (type: string) => Source,
): Promise<readonly (readonly [name: string, sql: string])[]> {
  if (views.length === 0) return []
  const { planView } = await import('../plan/plan-view.ts')
  const { duckdb } = await import('../sql/duckdb.ts')
  const { writeSql } = await import('../sql/write-sql.ts')
  return views.map((view) => {
    const plan = planView(view)
    return [view.name, writeSql(plan, sourceOf(plan.resource), duckdb)]
  })
}
