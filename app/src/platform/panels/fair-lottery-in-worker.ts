import { Worker } from 'node:worker_threads'
import type { FairLottery, PanelObjective, PanelRequest } from '@rounds/methods'

export type LotteryTask = Readonly<{
  request: PanelRequest
  objective: PanelObjective
  seed: string
  /** When the task was given, in milliseconds of `Date.now()`. */
  given: number
  /** So many seconds after that the best answer found is there, with its gap; see `searchSeconds`. */
  seconds: number
}>

/**
 * Seconds that a search may take of those that a task allows, so that the lottery is made of what was found within them.
 * What happened before the search counts, but the search has half of them at least: a limit of a second or two is exceeded.
 *
 * @param waited  seconds since the task was given
 */
export function searchSeconds(seconds: number, waited: number): number {
  return Math.max(seconds / 2, seconds - waited - seconds / 40 - 1.5)
}

/** A worker without a task: starting one takes longer than most searches. */
let waiting: Worker | null = null

/** `fairLottery` in a thread of its own: it computes for seconds, and nobody else waits for it. */
export function fairLotteryInWorker(task: LotteryTask): Promise<FairLottery> {
  const worker = waiting ?? startWorker()
  waiting = null
  worker.ref()
  return new Promise((resolve, reject) => {
    const ended = (code: number) => reject(new Error(`the worker ended with code ${code} and no lottery`))
    worker.once('error', reject)
    worker.once('exit', ended)
    worker.once('message', (lottery: FairLottery) => {
      worker.off('error', reject)
      worker.off('exit', ended)
      if (waiting === null) {
        worker.unref()
        waiting = worker
      } else void worker.terminate()
      resolve(lottery)
    })
    worker.postMessage(task)
  })
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./fair-lottery-worker.ts', import.meta.url))
  const forget = () => {
    if (waiting === worker) waiting = null
  }
  worker.on('error', forget)
  worker.on('exit', forget)
  return worker
}
