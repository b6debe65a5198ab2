import { afterEach, expect, test, vi } from 'vitest'
import { keepRunning } from './keep-running.ts'

afterEach(() => vi.useRealTimers())

test('a reason is told once however long it lasts, and a night without room fills no log', async () => {
  vi.useFakeTimers()
  const told: string[] = []
  let tries = 0
  let room = false
  let running = false
  const stop = keepRunning(
    () => running,
    async () => {
      tries += 1
      if (!room) throw new Error(`no room for xlogtemp.${7000 + tries}`)
      running = true
    },
    (sentence) => told.push(sentence),
  )
  await vi.advanceTimersByTimeAsync(10_000)
  room = true
  await vi.advanceTimersByTimeAsync(2000)
  stop()
  expect(tries).toBe(11)
  expect(told).toEqual(['no room for xlogtemp.7001', 'the database had ended and runs again'])
})
