import { parentPort } from 'node:worker_threads'
import { fairLottery, panelPool } from '@rounds/methods'
import { highsSolver } from '../linear-program/highs-solver.ts'
import { seededStream } from './committed-seed.ts'
import { searchSeconds } from './fair-lottery-in-worker.ts'
import type { LotteryTask } from './fair-lottery-in-worker.ts'

const solver = await highsSolver()
parentPort!.on('message', ({ request, objective, seed, seconds, given }: LotteryTask) => {
  const end = performance.now() + 1000 * searchSeconds(seconds, (Date.now() - given) / 1000)
  const lottery = fairLottery(panelPool(request), objective, {
    solver,
    random: seededStream(seed, 'search'),
    secondsLeft: () => (end - performance.now()) / 1000,
  })
  parentPort!.postMessage(lottery)
})
