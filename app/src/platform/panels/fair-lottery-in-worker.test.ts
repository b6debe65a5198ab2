import type { Worker } from 'node:worker_threads'
import { afterAll, expect, it } from 'vitest'
import { fairLotteryInWorker, searchSeconds } from './fair-lottery-in-worker.ts'

let started: Worker[] = []
const note = (worker: Worker) => void started.push(worker)
process.on('worker', note)
afterAll(() => void process.off('worker', note))

const exit = (worker: Worker) =>
  new Promise<Worker>((resolve) => void worker.once('exit', () => resolve(worker)))

async function minimum(size = 1) {
  const quotas = [{ category: 'site', feature: 'north', min: size, max: size }]
  const people = [{ site: 'north' }, { site: 'north' }]
  const request = { size, quotas, people }
  const lottery = await fairLotteryInWorker({ request, objective: 'leximin', seed: 'a', seconds: 60 })
  return lottery.kind === 'lottery' ? lottery.minimum : lottery.kind
}

it('keeps one worker for the next lottery, and starts another where that has ended since', async () => {
  await expect(minimum(0)).rejects.toThrow('size')
  started = []
  expect(await Promise.all([minimum(), minimum()])).toEqual([0.5, 0.5])
  const both = [...started]
  const ended = await Promise.race(both.map(exit))
  const [idle, ...others] = both.filter((worker) => worker !== ended)
  expect(others).toEqual([])
  await idle!.terminate()
  expect(await minimum()).toBe(0.5)
  expect(started).toHaveLength(3)
  expect(() => started[2]!.emit('error', new Error('out of memory'))).not.toThrow()
  await started[2]!.terminate()
})

it('searches so long that the answer is made within the limit, or half of a short one', () => {
  expect(searchSeconds(120, 1)).toBe(114.5)
  expect(searchSeconds(20, 0.5)).toBe(17.5)
  expect(searchSeconds(2, 1)).toBe(1)
  expect(searchSeconds(0.1, 9)).toBe(0.05)
})
