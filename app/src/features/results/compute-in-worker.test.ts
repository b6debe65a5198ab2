import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { voteTable } from '@rounds/methods'
import { NotComputed, computeInWorker } from './compute-in-worker.ts'

let threads = 0
const note = () => void (threads += 1)
process.on('worker', note)
beforeEach(() => void (threads = 0))
afterAll(() => void process.off('worker', note))

test('what is counts alone is computed without a thread, which takes longer to start', async () => {
  const votes = [{ participant: 'a', statement: 's', answer: 'agree' }] as const
  const result = await computeInWorker({
    table: voteTable(votes),
    notMyArea: new Map([['s', 2]]),
    excluded: new Set(),
    seed: 1,
    resamples: 100,
  })
  expect(result.statements).toMatchObject([{ id: 's', notMyArea: 2 }])
  expect([result.groups, threads]).toEqual([[], 0])
})

const ofMany = () => ({
  table: voteTable(
    Array.from({ length: 60 }, (_, person) => ({
      participant: `p${person}`,
      statement: 's',
      answer: 'agree' as const,
    })),
  ),
  notMyArea: new Map(),
  excluded: new Set<string>(),
  seed: 1,
  resamples: 1,
})

test('a computation may take longer than two minutes, and says every minute that it goes on', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval'] })
  try {
    let beats = 0
    const computing = computeInWorker(ofMany(), () => void (beats += 1))
    vi.advanceTimersByTime(600_000)
    expect((await computing).n.participants).toBe(60)
    vi.advanceTimersByTime(600_000)
    expect([threads, beats]).toEqual([1, 10])
  } finally {
    vi.useRealTimers()
  }
})

test('a computation that fails ends with its cause', async () => {
  const failed = computeInWorker({ ...ofMany(), resamples: -1 })
  await expect(failed).rejects.toThrow(NotComputed)
  await expect(failed).rejects.toMatchObject({ cause: { name: 'InvalidInput' } })
})
