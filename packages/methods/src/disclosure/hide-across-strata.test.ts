import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { tableauSolver } from '../linear-program/tableau-solver.ts'
import { hideAcrossStrata } from './hide-across-strata.ts'
import type { StratumLine } from './hide-across-strata.ts'

const line = (people: number[], took: number, shown: boolean, held = false): StratumLine => ({
  people,
  took,
  shown,
  held,
})

test('a site is no difference between its zone and the other sites', () => {
  // West: hospital (26 people) and clinic (15, of whom 3 took part); east: two sites, one hidden with the clinic.
  const sites = [line([0], 13, true), line([1], 3, false), line([2], 9, false), line([3], 30, true)]
  const zones = [line([0, 1], 16, true), line([2, 3], 39, true)]
  const shown = hideAcrossStrata([26, 15, 20, 60], [...sites, ...zones], 55, tableauSolver)
  const [hospital, clinic, , , west] = shown
  expect(clinic).toBe(false)
  expect(hospital && west).toBe(false)
  expect(shown).toContain(true)
})

test('what a steward holds is no difference either, however many they are', () => {
  const lines = [line([0], 20, true), line([1], 12, false, true), line([0, 1], 32, true)]
  expect(hideAcrossStrata([40, 30, 50], lines, 60, tableauSolver)).not.toEqual([true, false, true])
})

test('what was told before is no difference either, and stays told', () => {
  // A held value was shown together with a small one; released, it would tell the small one.
  const together = { ...line([0, 1], 23, true), told: true }
  const lines = [line([0], 20, true), line([1], 3, false), line([2], 30, true)]
  expect(hideAcrossStrata([40, 30, 50], lines, null, tableauSolver)).toEqual([true, false, true])
  const after = hideAcrossStrata([40, 30, 50], [...lines, together], null, tableauSolver)
  expect(after).toEqual([false, false, true, true])
})

test('nothing more is hidden where nothing is told, and a lie is refused', () => {
  const lines = [line([0], 20, true), line([1], 3, false), line([2], 9, false), line([0, 1, 2], 32, true)]
  expect(hideAcrossStrata([40, 30, 50], lines, 32, tableauSolver)).toEqual([true, false, false, true])
  expect(() => hideAcrossStrata([4], [line([0], 5, true)], null, tableauSolver)).toThrow(InvalidInput)
  expect(() => hideAcrossStrata([4], [line([1], 1, true)], null, tableauSolver)).toThrow(InvalidInput)
})

test('no reader who tries every division of the people finds a small number', () => {
  const minimum = 2
  const kind = fc.record({
    size: fc.integer({ min: 1, max: 3 }),
    of: fc.tuple(fc.nat(2), fc.nat(2)),
    part: fc.nat(3),
  })
  fc.assert(
    fc.property(fc.array(kind, { minLength: 2, maxLength: 5 }), fc.boolean(), (kinds, isKnown) => {
      const sizes = kinds.map(({ size }) => size)
      const took = kinds.map(({ size, part }) => Math.min(size, part))
      const countOf = (division: readonly number[], people: readonly number[]) =>
        people.reduce((sum, index) => sum + division[index]!, 0)
      const lines = [0, 1].flatMap((stratum) =>
        [0, 1, 2].flatMap((value) => {
          const people = [...kinds.keys()].filter((index) => kinds[index]!.of[stratum] === value)
          const count = countOf(took, people)
          const isSmall = Math.min(count, countOf(sizes, people) - count) < minimum
          return people.length === 0 ? [] : [line(people, count, !isSmall)]
        }),
      )
      const all = [...sizes.keys()]
      const known = isKnown ? countOf(took, all) : null
      const shown = hideAcrossStrata(sizes, lines, known, tableauSolver, minimum)
      let divisions: readonly (readonly number[])[] = [[]]
      for (const size of sizes)
        divisions = divisions.flatMap((some) => Array.from({ length: size + 1 }, (_, n) => [...some, n]))
      const possible = divisions.filter(
        (division) =>
          (known === null || countOf(division, all) === known) &&
          lines.every(
            ({ people, took: count }, place) => !shown[place]! || countOf(division, people) === count,
          ),
      )
      for (const [place, { people, took: count, shown: before }] of lines.entries()) {
        expect(shown[place]! && !before).toBe(false)
        if (before) continue
        const invited = countOf(sizes, people)
        const counts = possible.map((division) => countOf(division, people))
        // What the total alone tells can't be hidden.
        if (!shown.includes(true) && isKnown) continue
        expect(new Set(counts).size).toBeGreaterThan(1)
        if (invited < minimum) continue
        if (count < minimum) expect(Math.max(...counts)).toBeGreaterThanOrEqual(minimum)
        if (invited - count < minimum) expect(Math.min(...counts)).toBeLessThanOrEqual(invited - minimum)
      }
    }),
    { seed: 5, numRuns: 60 },
  )
})
