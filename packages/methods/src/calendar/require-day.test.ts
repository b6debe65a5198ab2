import { expect, test } from 'vitest'
import { isDay, requireDay } from './require-day.ts'

test.each(['2026-11-26', '2024-02-29', '2000-02-29', '1900-02-28', '2026-12-31', '0001-01-01'])(
  '%s is a day',
  (day) => {
    expect(() => requireDay('date', day)).not.toThrow()
  },
)

test.each([
  'banana',
  '',
  '2026-2-1',
  '2026-02-29',
  '1900-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-04-31',
  '2026-04-00',
  '0000-01-01',
  '2026-04-01T00:00',
])('%j is none', (day) => {
  expect(() => requireDay('date', day)).toThrow(
    `date must be a day of the calendar as 2026-11-26, received ${day}`,
  )
})

test('each month ends where the calendar ends it', () => {
  for (const [index, last] of [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].entries()) {
    const month = `2026-${String(index + 1).padStart(2, '0')}`
    expect([isDay(`${month}-${last}`), isDay(`${month}-${last + 1}`)], month).toEqual([true, false])
  }
})
