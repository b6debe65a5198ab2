import { afterEach, expect, it } from 'vitest'
import { untilTold } from './until-told.ts'

afterEach(() => {
  process.exitCode = undefined
})

it.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('ends at %s with the code %d, and listens no more', async (signal, code) => {
  const listening = process.listenerCount(signal)
  const running = untilTold(async (told) => {
    await new Promise((_, reject) => told.addEventListener('abort', () => reject(told.reason as Error)))
  })
  process.emit(signal, signal)
  await running
  expect([process.exitCode, process.listenerCount(signal)]).toEqual([code, listening])
})

it('lets other errors through, and no signal is no code', async () => {
  await expect(untilTold(() => Promise.reject(new Error('x')))).rejects.toThrow('x')
  expect(process.exitCode).toBeUndefined()
})
