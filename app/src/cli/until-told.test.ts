import { afterEach, expect, test, vi } from 'vitest'
import { untilTold } from './until-told.ts'

afterEach(() => {
  vi.useRealTimers()
  process.exitCode = undefined
})

test('a signal that comes twice at once is one, and half a second later another is not held up', async () => {
  vi.useFakeTimers()
  const before = process.listenerCount('SIGTERM')
  const listening = () => process.listenerCount('SIGTERM') - before
  const seen: number[] = []
  await untilTold((told) => {
    for (const wait of [0, 400, 200]) {
      vi.advanceTimersByTime(wait)
      process.emit('SIGTERM', 'SIGTERM')
      seen.push(listening())
    }
    return Promise.reject(told.reason as Error)
  })
  expect(seen).toEqual([1, 1, 0])
  expect([process.exitCode, listening()]).toEqual([143, 0])
})
