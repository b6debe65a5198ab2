import { Worker } from 'node:worker_threads'
import type { FairLottery, PanelObjective, PanelRequest } from '@rounds/methods'

export type LotteryTask = Readonly<{
  request: PanelRequest
  objective: PanelObjective
  seed: string
  /** After so many seconds the best answer found is given, with its gap. */
  seconds: number
}>

/** `fairLottery` in a thread of its own: it computes for seconds, and nobody else waits for it. */
export function fairLotteryInWorker(task: LotteryTask): Promise<FairLottery> {
  const worker = new Worker(new URL('./fair-lottery-worker.ts', import.meta.url), { workerData: task })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`the worker ended with code ${code} and no lottery`)))
  })
}
