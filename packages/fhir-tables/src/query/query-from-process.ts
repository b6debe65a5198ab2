import type { EngineOptions } from '../engine.ts'
import { fromProcess, ProcessEnded } from '../jobs/from-process.ts'
import type { JobProcess } from '../jobs/start-process.ts'
import type { QueryJob } from '../jobs/job.ts'
import type { Row } from '../stream-rows.ts'
import { ViewError } from '../view-error.ts'

export type QueryLimits = {
  /** Rows that may come, and seconds that it may take, the start of its process included. */
  readonly limits: { readonly rows: number; readonly seconds: number }
  /** `1GB` of memory unless given; what does not fit goes to a temporary folder. */
  readonly engine?: EngineOptions
  /** Is given the names of the columns before the rows. */
  readonly columns?: (names: readonly string[]) => void
  /** Is told now and then how many rows are written to the output of `process`. */
  readonly written?: (rows: number) => void
  /** Ends the query with its reason. */
  readonly signal?: AbortSignal
  /** The one that does it, where it was started before. */
  readonly process?: JobProcess
}

/**
 * The rows of a query that runs in a process of its own (see `fromProcess`), so that it ends at its limits and when it
 * is told to, whatever it does.
 *
 * @throws {ViewError} for what `queryRows` refuses, at a limit, and where its process ended without a word
 */
export async function* queryFromProcess(
  job: QueryJob,
  { limits: { seconds }, columns, written, signal, process }: QueryLimits,
): AsyncGenerator<readonly Row[], number | null> {
  try {
    return yield* fromProcess(job, { seconds, columns, written, signal, process })
  } catch (error) {
    if (error instanceof ProcessEnded) throw new ViewError('invalid', 'the query', error.message)
    throw error
  }
}
