import { expect, test } from 'vitest'
import { killTrials } from './kill-trials.ts'

test('200 kills: every acknowledged answer is there exactly once', { timeout: 420_000 }, async () => {
  const seed = Math.floor(Math.random() * 2 ** 32)
  const report = await killTrials({
    trials: 200,
    seed,
    durable: false,
    chances: { app: 2, backend: 17, postmaster: 1 },
  })
  expect(report.violations, `seed ${seed}`).toEqual([])
  expect(report.acknowledged).toBe(200 * 8 * 6)
  expect(report.retried).toBeGreaterThan(0)
})
