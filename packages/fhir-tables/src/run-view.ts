import type { EngineOptions } from './engine.ts'
import { fromProcess, ProcessEnded } from './jobs/from-process.ts'
import type { JobProcess } from './jobs/start-process.ts'
import type { Plan } from './plan/plan.ts'
import type { Source } from './sql/dialect.ts'
import type { Row } from './stream-rows.ts'
import { unfinished } from './unfinished.ts'
import type { OutputFormat } from './view-rows.ts'

export type ViewRun = {
  readonly engine?: EngineOptions
  /** The file to write instead of giving rows. */
  readonly to?: { readonly file: string; readonly format: OutputFormat }
  /** Is told now and then how much of the files is read, 0 to 1; null where DuckDB can't say. */
  readonly share?: (share: number | null) => void
  /** Is told now and then how many rows are written to the output of `process`. */
  readonly written?: (rows: number) => void
  /** Ends the run with its reason. */
  readonly signal?: AbortSignal
  /** The one that does it, where it was started before. */
  readonly process?: JobProcess
}

/**
 * The rows of a view, or a file of them, from a process of its own (see `fromProcess`).
 *
 * @returns how many rows were written to the file; null without one, or how many went to the
 * output of the process
 * @throws what `viewRows` and `writeView` do
 */
export async function* runView(
  plan: Plan,
  source: Source,
  { engine = {}, to, ...told }: ViewRun = {},
): AsyncGenerator<readonly Row[], number | null> {
  const whole = to && { ...to, part: unfinished(to.file) }
  const job = { kind: 'view', engine, plan, source, to: whole ?? null } as const
  const leftovers = whole === undefined ? [] : [whole.part]
  try {
    return yield* fromProcess(job, { leftovers, ...told })
  } catch (error) {
    if (!(error instanceof ProcessEnded) || error.limit !== 'memory') throw error
    throw new Error(`Out of Memory Error: ${error.message}`, { cause: error })
  }
}
