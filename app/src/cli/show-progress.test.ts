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
  stop('done')
  vi.advanceTimersByTime(2000)
  return text
}

it('tells a terminal how far it is, in one line that goes', () => {
  const cleared = '\r\u001B[2K'
  expect(written(true, true)).toBe(`${cleared}1 s${cleared}1 s${cleared}2 s${cleared}2 s${cleared}done\n`)
})

it('writes nothing on a pipe, and nothing between rows that go to the terminal', () => {
  expect(written(false, true)).toBe('')
  expect(written(true, false)).toBe('')
})
