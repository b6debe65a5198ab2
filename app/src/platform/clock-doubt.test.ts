import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ClockWatch, lookAtClock, needsPerson } from './clock-doubt.ts'

const start = Date.parse('2027-03-01T12:00:00Z')
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const at = (ms: number) => new Date(start + ms)

/** Looks at the clock at these moments, one after the other, from when it was first believed. */
const looked = (...moments: number[]): ClockWatch => {
  let watch = lookAtClock(null, at(0))
  for (const ms of moments) watch = lookAtClock(watch, at(ms))
  return watch
}
const isSure = (watch: ClockWatch) => watch.steadySince === null
const eachMinute = (from: number, until: number) =>
  Array.from({ length: Math.round((until - from) / minute) + 1 }, (_, index) => from + index * minute)

test('a clock that runs on, and one that is set by a few minutes, is sure', () => {
  expect(isSure(looked(minute, 2 * minute, 30 * minute, 25 * minute))).toBe(true)
})

test.each([
  ['off over a night', 16 * hour],
  ['off over a long weekend', 4 * day],
  ['set back by a day', -day],
])('%s: in doubt, and sure again after an hour', (_what, jump) => {
  const within = eachMinute(jump, jump + hour - minute)
  expect(isSure(looked(jump))).toBe(false)
  expect(needsPerson(looked(jump))).toBe(false)
  expect(isSure(looked(...within))).toBe(false)
  expect(looked(...within, jump + hour)).toEqual({
    sureAt: at(jump + hour),
    seenAt: at(jump + hour),
    steadySince: null,
  })
})

test.each([
  ['off for two months', 61 * day],
  ['a start in 2099', 72 * 365 * day],
  ['a start in 1970', -start],
])('%s: in doubt however long it runs on, until somebody says that it is right', (_what, jump) => {
  const watch = looked(...eachMinute(jump, jump + 3 * day))
  expect(isSure(watch)).toBe(false)
  expect(needsPerson(watch)).toBe(true)
  expect(watch.sureAt).toEqual(at(0))
  expect(isSure(lookAtClock(null, watch.seenAt))).toBe(true)
})

test('set a year ahead for ten minutes: in doubt for as long', () => {
  const ahead = eachMinute(365 * day, 365 * day + 10 * minute)
  expect(isSure(looked(...ahead))).toBe(false)
  expect(isSure(looked(...ahead, 11 * minute))).toBe(true)
})

test('a second jump begins the hour anew, and one that adds up needs somebody', () => {
  expect(isSure(looked(day, day + 50 * minute, 2 * day, 2 * day + 50 * minute))).toBe(false)
  expect(needsPerson(looked(3 * day, 3 * day + minute, 5 * day))).toBe(true)
})

test('whatever a clock shows, it never is sure more than four days beyond what was seen to pass', () => {
  const steps = fc.array(
    fc.record({
      passes: fc.integer({ min: 0, max: 2 * hour }),
      jump: fc.integer({ min: -10 * day, max: 10 * day }),
    }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(steps, (all) => {
      let watch = lookAtClock(null, at(0))
      let shows = 0
      for (const { passes, jump } of all) {
        const before = watch
        shows += passes + jump
        watch = lookAtClock(watch, at(shows))
        const moved = watch.sureAt.getTime() - before.sureAt.getTime()
        if (isSure(before)) expect(moved).toBeLessThanOrEqual(hour)
        if (moved > hour) {
          expect(before.steadySince?.getTime()).toBeLessThanOrEqual(at(shows).getTime() - hour)
          expect((before.steadySince?.getTime() ?? 0) - before.sureAt.getTime()).toBeLessThanOrEqual(4 * day)
        }
      }
    }),
  )
})
