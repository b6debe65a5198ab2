import { setImmediate } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { afterAll, expect, it } from 'vitest'
import type * as InWorker from './fair-lottery-in-worker.ts'

// Of its own: a worker that another test file left waiting would take the first lottery.
const alone = './fair-lottery-in-worker.ts?alone'
const { fairLotteryInWorker, searchSeconds } = (await import(alone)) as typeof InWorker

let started: Worker[] = []
const note = (worker: Worker) => void started.push(worker)
process.on('worker', note)
afterAll(() => void process.off('worker', note))

const exit = (worker: Worker) =>
  new Promise<Worker>((resolve) => void worker.once('exit', () => resolve(worker)))

async function minimum() {
  const quotas = [{ category: 'site', feature: 'north', min: 1, max: 1 }]
  const people = [{ site: 'north' }, { site: 'north' }]
  const request = { size: 1, quotas, people }
  const lottery = await fairLotteryInWorker({
    request,
    objective: 'leximin',
    seed: 'a',
    seconds: 60,
    given: Date.now(),
  })
  return lottery.kind === 'lottery' ? lottery.minimum : lottery.kind
}

it('fails where its worker fails or ends', async () => {
  const failing = minimum()
  await setImmediate()
  started[0]!.emit('error', new Error('broken'))
  await expect(failing).rejects.toThrow('broken')
  await started[0]!.terminate()
  const ending = minimum()
  await setImmediate()
  await started[1]!.terminate()
  await expect(ending).rejects.toThrow(/^the worker ended with code \d and no lottery$/)
})

it('keeps one worker for the next lottery, and starts another where that has ended since', async () => {
  started = []
  expect(await Promise.all([minimum(), minimum()])).toEqual([0.5, 0.5])
  const both = [...started]
  const ended = await Promise.race(both.map(exit))
  const [idle, ...others] = both.filter((worker) => worker !== ended)
  expect(others).toEqual([])
  expect(await minimum()).toBe(0.5)
  expect(started).toHaveLength(2)
  expect(() => idle!.emit('error', new Error('out of memory'))).not.toThrow()
  await idle!.terminate()
  const next = minimum()
  await setImmediate()
  await started[2]!.terminate()
  await expect(next).rejects.toThrow('no lottery')
})

it('searches so long that the answer is made within the limit, or half of a short one', () => {
  expect(searchSeconds(120, 1)).toBe(114.5)
  expect(searchSeconds(20, 0.5)).toBe(17.5)
  expect(searchSeconds(2, 1)).toBe(1)
  expect(searchSeconds(0.1, 9)).toBe(0.05)
})
