import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayShowTakingPart } from './taking-part.ts'

const levels = fc.constantFrom('B' as const, 'C' as const)

test('after the end it is hidden under five on either side, nobody and everybody included', () => {
  const shown = (tookPart: number, invited: number) =>
    mayShowTakingPart('C', 'closed', { tookPart, invited }).tookPart
  expect([shown(0, 40), shown(4, 40), shown(36, 40), shown(40, 40)]).toEqual([null, null, null, null])
  expect([shown(5, 40), shown(31, 48), shown(35, 40)]).toEqual([5, 31, 35])
})

test('while it runs it moves in steps of five and stops five below those invited', () => {
  const shown = (tookPart: number) => mayShowTakingPart('C', 'open', { tookPart, invited: 48 }).tookPart
  expect([0, 4, 5, 9, 10, 31, 43, 44, 48].map(shown)).toEqual([null, null, 5, 5, 10, 30, 40, 40, 40])
})

test('at level A it is exact', () => {
  const counts = { tookPart: 1, invited: 2 }
  expect(mayShowTakingPart('A', 'open', counts)).toEqual({ ...counts, atLeast: false })
})

test('no number that is shown after the end tells of fewer than five', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), levels, (took, more, level) => {
      const { tookPart, invited } = mayShowTakingPart(level, 'published', {
        tookPart: took,
        invited: took + more,
      })
      expect(tookPart === null || (tookPart >= 5 && invited - tookPart >= 5)).toBe(true)
    }),
  )
})

test('while it runs, one more who answers is seen at most once in five, and never as one of the last five', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), levels, (invited, level) => {
      const seen = Array.from(
        { length: invited + 1 },
        (_, tookPart) => mayShowTakingPart(level, 'open', { tookPart, invited }).tookPart ?? 0,
      )
      for (const [tookPart, shown] of seen.entries()) {
        expect(shown % 5 === 0 && shown <= tookPart && shown <= Math.max(0, invited - 5)).toBe(true)
        expect(shown).toBeGreaterThanOrEqual(seen[tookPart - 1] ?? 0)
      }
    }),
  )
})
