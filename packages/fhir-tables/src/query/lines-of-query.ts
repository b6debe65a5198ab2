import { DataError } from '../data-error.ts'
import { openEngine } from '../engine.ts'
import { expectWhole } from '../expect-whole.ts'
import type { QueryJob } from '../jobs/job.ts'
import { locatedError } from '../located-error.ts'
import { duckdb } from '../sql/duckdb.ts'
import { writeSql } from '../sql/write-sql.ts'

/**
 * Refuses packed files of a query's views that are cut short or damaged.
 *
 * @throws {DataError} with the file
 */
export async function expectWholeLines({ views }: QueryJob): Promise<void> {
  for (const { source } of views) await expectWhole(source)
}

/** What DuckDB says of a file of NDJSON, as an error with file and line; null for anything else. */
export async function lineAtFault(
  error: Error,
  { views, engine: options }: QueryJob,
): Promise<DataError | null> {
  const isOf = (file: string) => error.message.includes(file)
  for (const { plan, source } of views) {
    if (!source.files.some(isOf) && !error.message.startsWith('IO Error')) continue
    // that of the query may read no other file
    const engine = await openEngine(options)
    try {
      const over = (some: readonly string[]) =>
        engine.connection.run(writeSql(plan, { ...source, files: some }, duckdb))
      const located = await locatedError(error, source, over)
      if (located instanceof DataError) return located
    } finally {
      engine.close()
    }
  }
  return null
}
