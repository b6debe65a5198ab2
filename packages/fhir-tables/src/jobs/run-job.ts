import type { Row } from '../stream-rows.ts'
import type { Job, Told } from './job.ts'

/**
 * Does a job in this process, where nothing ends one call inside DuckDB: `fromProcess` is what can be ended.
 *
 * Yields the rows as they come, some two thousand at a time; rows that came before an error stand.
 *
 * @returns how many rows were written to a file, null where none was to be
 */
export async function* runJob(job: Job, told: Told = {}): AsyncGenerator<readonly Row[], number | null> {
  if (job.kind === 'query') {
    const { queryRows } = await import('../query/query-rows.ts')
    yield* queryRows(job, told)
    return null
  }
  const { viewRows, writeView } = await import('../view-rows.ts')
  const { openEngine } = await import('../engine.ts')
  const engine = await openEngine(job.engine)
  const telling = setInterval(() => told.share?.(engine.progress()), EVERY)
  try {
    if (job.to !== null) return await writeView(engine, job.plan, job.source, job.to)
    yield* viewRows(engine, job.plan, job.source)
    return null
  } finally {
    clearInterval(telling)
    engine.close()
  }
}

/** Milliseconds from telling how much is read to telling it again. */
const EVERY = 500
