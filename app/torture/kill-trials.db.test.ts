import { expect, test } from 'vitest'
import { killTrials } from './kill-trials.ts'

test('200 kills: every acknowledged answer is there exactly once', { timeout: 600_000 }, async () => {
  const seed = Math.floor(Math.random() * 2 ** 32)
  const report = await killTrials({
    kills: 200,
    seed,
    durable: false,
    chances: { app: 2, backend: 17, postmaster: 1 },
  })
  expect(report.violations, `seed ${seed}`).toEqual([])
  expect(report.acknowledged).toBe(report.people * 6)
  expect(report.retried).toBeGreaterThan(0)
})

test('an answer acknowledged before it was written is found missing', async () => {
  const report = await killTrials({
    kills: 25,
    seed: 1,
    durable: false,
    flush: false,
    chances: { app: 0, backend: 1, postmaster: 0 },
  })
  expect(report.violations.length).toBeGreaterThan(0)
})
