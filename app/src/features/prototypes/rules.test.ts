import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayDerive } from './object.ts'
import { creditFor, needsReason, showingProblems } from './outcome-rules.ts'
import { cellsOf, middleOf, rowsFor } from './picture-grid.ts'
import { type Placed, placesOf, pointOf } from './place.ts'

const picture: Placed = { mediaType: 'image/png', width: 1080, height: 1920, sections: [] }

test('a place of a picture is a letter and a number, and lies inside it', () => {
  expect(rowsFor(1080, 1920)).toBe(8)
  expect(rowsFor(1920, 1080)).toBe(3)
  expect(rowsFor(3000, 100)).toBe(1)
  expect(cellsOf(2)).toEqual(['A1', 'B1', 'C1', 'D1', 'E1', 'F1', 'A2', 'B2', 'C2', 'D2', 'E2', 'F2'])
  expect(placesOf(picture)).toHaveLength(49)
  expect(pointOf(picture, 'A1')).toEqual({ x: 1 / 12, y: 1 / 16 })
  for (const bad of ['', 'G1', 'A9', 'A0', 'A10', 'a1', 'A1 ', 'section-1'])
    expect(pointOf(picture, bad)).toBeNull()
  expect(middleOf('A5', 4)).toBeNull()
})

test('every place has a point of its own inside the picture', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16_000 }), fc.integer({ min: 1, max: 16_000 }), (width, height) => {
      const points = cellsOf(rowsFor(width, height)).map((cell) => middleOf(cell, rowsFor(width, height)))
      expect(new Set(points.map((point) => `${point?.x} ${point?.y}`)).size).toBe(points.length)
      for (const point of points) {
        expect(point?.x).toBeGreaterThan(0)
        expect(point?.x).toBeLessThan(1)
        expect(point?.y).toBeGreaterThan(0)
        expect(point?.y).toBeLessThan(1)
      }
    }),
  )
})

test('things come out of what stands before them, never the other way', () => {
  expect(mayDerive('concept', 'narrative')).toBe(true)
  expect(mayDerive('form', 'screen')).toBe(true)
  expect(mayDerive('narrative', 'concept')).toBe(false)
  expect(mayDerive('concept', 'form')).toBe(false)
})

test('only taking a proposal as it is needs no reason', () => {
  expect(needsReason('taken')).toBe(false)
  expect(needsReason('taken-in-part')).toBe(true)
  expect(needsReason('not-taken')).toBe(true)
})

test('a later version is shown when every proposal has an outcome and each change is marked', () => {
  const said = [
    { id: 'a', kind: 'proposal', outcome: 'taken', mergedInto: null },
    { id: 'b', kind: 'proposal', outcome: null, mergedInto: null },
    { id: 'c', kind: 'proposal', outcome: null, mergedInto: 'a' },
    { id: 'd', kind: 'comment', outcome: null, mergedInto: null },
  ] as const
  expect(showingProblems(said, [], { openRounds: 1 })).toEqual([
    { kind: 'round-open' },
    { kind: 'undecided', count: 1 },
    { kind: 'unmarked', count: 1 },
    { kind: 'no-changes' },
  ])
  const decided = said.map((one) => (one.id === 'b' ? { ...one, outcome: 'not-taken' as const } : one))
  expect(showingProblems(decided, [null], { openRounds: 0 })).toEqual([{ kind: 'unmarked', count: 1 }])
  expect(showingProblems(decided, ['a'], { openRounds: 0 })).toEqual([])
})

test('nobody is named at level C, and at level B only who asked for it', () => {
  const asked = { kind: 'asked' }
  const named = { kind: 'name', name: 'Ada Roy' }
  const credit = (level: 'A' | 'B' | 'C', wantsCredit: boolean) =>
    creditFor({ level, name: 'Ada Roy', wantsCredit })
  expect(credit('A', false)).toEqual(named)
  expect(credit('B', true)).toEqual(named)
  expect(credit('B', false)).toEqual(asked)
  expect(credit('C', true)).toEqual(asked)
  expect(creditFor({ level: 'A', name: null, wantsCredit: true })).toEqual(asked)
})
