import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayShowTakingPart } from './taking-part.ts'

test('who took part is hidden under five on either side, nobody and everybody included', () => {
  const shown = (tookPart: number, invited: number) => mayShowTakingPart('C', { tookPart, invited }).tookPart
  expect([shown(0, 40), shown(4, 40), shown(36, 40), shown(40, 40)]).toEqual([null, null, null, null])
  expect([shown(5, 40), shown(31, 48), shown(35, 40)]).toEqual([5, 31, 35])
  expect(mayShowTakingPart('A', { tookPart: 1, invited: 2 }).tookPart).toBe(1)
})

test('no number that is shown tells of fewer than five', () => {
  fc.assert(
    fc.property(
      fc.nat(200),
      fc.nat(200),
      fc.constantFrom('B' as const, 'C' as const),
      (took, more, level) => {
        const { tookPart, invited } = mayShowTakingPart(level, { tookPart: took, invited: took + more })
        expect(tookPart === null || (tookPart >= 5 && invited - tookPart >= 5)).toBe(true)
      },
    ),
  )
})
