import { Worker } from 'node:worker_threads'
import { pollingThresholds } from '@rounds/methods'
import { type ComputedResult, type ResultInput, computeResult } from './compute-result.ts'

/** Longest a computation may take, in milliseconds. */
const limitMs = 120_000

/**
 * Computes a result beside the server's thread. Where too few took part for groups it is computed at once: that takes a few
 * milliseconds, and starting a thread hundreds.
 *
 * @throws Error when it takes longer than two minutes
 */
export async function computeInWorker(input: ResultInput): Promise<ComputedResult> {
  if (input.table.participants.length < pollingThresholds.minimumVoters) return computeResult(input)
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./compute-worker.ts', import.meta.url), {
      workerData: input,
      execArgv: [],
    })
    const timer = setTimeout(() => {
      void worker.terminate()
      reject(new Error('the result took longer than two minutes to compute'))
    }, limitMs)
    worker.once('message', (result: ComputedResult) => {
      clearTimeout(timer)
      resolve(result)
    })
    worker.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
  })
}
