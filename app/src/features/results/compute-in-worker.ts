import { Worker } from 'node:worker_threads'
import type { ComputedResult, ResultInput } from './compute-result.ts'

/** Longest a computation may take, in milliseconds. */
const limitMs = 120_000

/** Computes a result beside the server's thread. @throws Error when it takes longer than two minutes */
export function computeInWorker(input: ResultInput): Promise<ComputedResult> {
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
