import { Worker } from 'node:worker_threads'
import { pollingThresholds } from '@rounds/methods'
import { type ComputedResult, type ResultInput, computeResult } from './compute-result.ts'

/** How often it is said that a computation goes on, in milliseconds. */
const beatMs = 60_000

/** A computation ended without a result; the cause says how. */
export class NotComputed extends Error {
  override name = 'NotComputed'
}

/**
 * Computes a result beside the server's thread, however long it takes: its steps are bounded, so it ends, later on a busy
 * machine. Where too few took part for groups it is computed at once: that takes a few milliseconds, and starting a
 * thread hundreds.
 *
 * @param beat called every minute while it goes on
 * @throws {NotComputed} when it fails, for instance for want of memory
 */
export async function computeInWorker(
  input: ResultInput,
  beat: () => void = () => undefined,
): Promise<ComputedResult> {
  if (input.table.participants.length < pollingThresholds.minimumVoters) return computeResult(input)
  const beating = setInterval(beat, beatMs)
  try {
    return await new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./compute-worker.ts', import.meta.url), {
        workerData: input,
        execArgv: [],
      })
      worker.once('message', resolve)
      worker.once('error', (cause) => reject(new NotComputed('the result could not be computed', { cause })))
      worker.once('exit', () => reject(new NotComputed('the computation ended without a result')))
    })
  } finally {
    clearInterval(beating)
  }
}
