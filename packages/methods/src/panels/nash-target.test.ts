import { beforeAll, describe, expect, it } from 'vitest'
import { highsSolver } from '../../../../app/src/platform/linear-program/highs-solver.ts'
import type { LinearProgramSolver } from '../linear-program/linear-program.ts'
import { nashTarget, settledBy } from './nash-target.ts'
import { panelPool } from './panel-pool.ts'

let solver: LinearProgramSolver
beforeAll(async () => {
  solver = await highsSolver()
})

describe('the largest product over a relaxation', () => {
  const quota = (category: string, feature: string, seats: number) => ({
    category,
    feature,
    min: seats,
    max: seats,
  })
  const person = (gender: string, party: string) => ({ gender, party })
  // by hand: 6/7 for four who are male and liberal, 4/7, 4/7, 3/7
  const pool = panelPool({
    size: 5,
    quotas: [
      quota('gender', 'female', 1),
      quota('gender', 'male', 4),
      quota('party', 'liberal', 4),
      quota('party', 'conservative', 1),
    ],
    people: [
      ...Array.from({ length: 4 }, () => person('male', 'liberal')),
      person('female', 'liberal'),
      person('male', 'conservative'),
      person('female', 'conservative'),
    ],
  })
  const relaxation = { pool, most: pool.sizes, cuts: [] }
  const best = [24 / 7, 4 / 7, 4 / 7, 3 / 7]
  const limits = (secondsLeft = Infinity) => ({ solver, secondsLeft: () => secondsLeft })

  it('is settled where the point is best, whoever found it', () => {
    expect(nashTarget(relaxation, limits()).unsettled).toBeNull()
    expect(settledBy(relaxation, Float64Array.from(best), limits()).unsettled).toBeNull()
  })

  it('is not settled by a point that is not best: nobody’s best is above the ceiling told instead', () => {
    for (const female of [0.3, 0.5, 0.55, 0.5714, 0.6, 0.9]) {
      const point = Float64Array.of(4 - female, female, female, 1 - female)
      const { unsettled, ceiling } = settledBy(relaxation, point, limits())
      expect(unsettled).toBe('precision')
      for (const [profile, seats] of best.entries()) {
        expect(ceiling[profile]!).toBeGreaterThanOrEqual(seats)
        expect(ceiling[profile]!).toBeLessThanOrEqual(pool.sizes[profile]!)
      }
    }
    const near = settledBy(relaxation, Float64Array.of(4 - 0.5714, 0.5714, 0.5714, 0.4286), limits())
    expect(near.ceiling[1]! - 0.5714).toBeLessThan(0.05)
  })

  it('tells a ceiling that is near where little is missing', () => {
    const one = panelPool({
      size: 1,
      quotas: ['x', 'y'].map((feature) => ({ category: 'kind', feature, min: 0, max: 1 })),
      people: [{ kind: 'x' }, ...Array.from({ length: 99 }, () => ({ kind: 'y' }))],
    })
    const cuts = [{ coefficients: Float64Array.of(1, 0), most: 0.01 }]
    const { ceiling } = settledBy(
      { pool: one, most: one.sizes, cuts },
      Float64Array.of(0.0095, 0.9905),
      limits(),
    )
    // by hand: a hundredth is best
    expect(ceiling[0]).toBeGreaterThanOrEqual(0.01)
    expect(ceiling[0]).toBeLessThan(0.0103)
  })

  it('is not settled in no time', () => {
    const { point, unsettled, ceiling } = nashTarget(relaxation, limits(0))
    expect([point, unsettled]).toEqual([null, 'time'])
    expect(ceiling[1]).toBe(1)
  })

  it('gives all of a profile their seats, and none of another, where every panel does', () => {
    const kinds = { x: [2, 2], y: [0, 1], z: [0, 0] } as const
    const some = panelPool({
      size: 3,
      quotas: Object.entries(kinds).map(([feature, [min, max]]) => ({ category: 'kind', feature, min, max })),
      people: Array.from('xxyyyz', (kind) => ({ kind })),
    })
    const settled = nashTarget({ pool: some, most: some.sizes, cuts: [] }, limits())
    expect([settled.unsettled, ...settled.point!.map((seats) => Number(seats.toFixed(6)))]).toEqual([
      null,
      2,
      1,
      0,
    ])
    const none = settledBy({ pool: some, most: some.sizes, cuts: [] }, Float64Array.of(2, 1, 0), limits(0))
    expect([none.unsettled, ...none.ceiling]).toEqual(['time', 2, 3, 0])
  })

  describe('beside an inequality that leaves little', () => {
    const two = panelPool({
      size: 2,
      quotas: ['x', 'y'].map((feature) => ({ category: 'kind', feature, min: 0, max: 2 })),
      people: Array.from('xxyy', (kind) => ({ kind })),
    })
    const beside = (coefficient: number, most: number, given = solver) =>
      nashTarget(
        { pool: two, most: two.sizes, cuts: [{ coefficients: Float64Array.of(0, coefficient), most }] },
        { ...limits(), solver: given },
      )

    it.each([
      [0.5, 0.25, 0.5],
      [1, 1e-4, 1e-4],
    ])('of scale %s and %s, gives all that it leaves', (coefficient, most, seats) => {
      const { point, unsettled } = beside(coefficient, most)
      expect([unsettled, ...point!.map((one) => Number(one.toFixed(7)))]).toEqual([null, 2 - seats, seats])
    })

    it('calls nobody impossible where the solver stops at any of its programs', () => {
      for (let programs = 0; programs < 4; programs++) {
        let solved = 0
        const stops: LinearProgramSolver = {
          ...solver,
          open: (program) => {
            const open = solver.open(program)
            const solve: typeof open.solve = (given) =>
              solved++ < programs
                ? open.solve(given)
                : { status: 'stopped', reason: 'numerical', best: null, bound: Infinity }
            return { ...open, solve }
          },
        }
        const { ceiling, unsettled } = beside(1, 1e-4, stops)
        expect([unsettled, ceiling[0]! > 1.99, ceiling[1]! > 0.99e-4]).toEqual([
          solved > programs ? 'precision' : null,
          true,
          true,
        ])
      }
    })
  })
})
