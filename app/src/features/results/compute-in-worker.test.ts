import { afterEach, expect, test } from 'vitest'
import { voteTable } from '@rounds/methods'
import { computeInWorker } from './compute-in-worker.ts'

let threads = 0
const note = () => void (threads += 1)
process.on('worker', note)
afterEach(() => void process.off('worker', note))

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
