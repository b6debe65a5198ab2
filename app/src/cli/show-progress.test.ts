import { afterEach, expect, it, vi } from 'vitest'
import { showProgress } from './show-progress.ts'

const wasTerminal = process.stderr.isTTY
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  process.stderr.isTTY = wasTerminal
})

function written(isTerminal: boolean, isOutputElsewhere: boolean): string {
  vi.useFakeTimers()
  let text = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((some) => ((text += String(some)), true))
  process.stderr.isTTY = isTerminal
  const stop = showProgress((seconds) => `${seconds} s`, isOutputElsewhere)
  vi.advanceTimersByTime(2100)
  stop()
  vi.advanceTimersByTime(2000)
  return text
}

it('tells a terminal how far it is, in one line that goes', () => {
  expect(written(true, true)).toBe(
    `${[1, 1, 2, 2].map((seconds) => `\r${seconds} s\u001B[K`).join('')}\r\u001B[K`,
  )
})

it('writes nothing on a pipe, and nothing between rows that go to the terminal', () => {
  expect(written(false, true)).toBe('')
  expect(written(true, false)).toBe('')
})
