import { beforeAll, describe, expect, it } from 'vitest'
import { highsSolver } from '../../../../app/src/platform/linear-program/highs-solver.ts'
import type { LinearProgramSolver } from '../linear-program/linear-program.ts'
import { leximinTarget } from './leximin-target.ts'
import { panelPool } from './panel-pool.ts'

let solver: LinearProgramSolver
beforeAll(async () => {
  solver = await highsSolver()
})

describe('leximin over a relaxation whose later stages are hurt by rounding', () => {
  /** Four of x for at most one seat, two of y, two of z; three seats: x a quarter each, then y and z a half. */
  const pool = panelPool({
    size: 3,
    quotas: [
      { category: 'kind', feature: 'x', min: 0, max: 1 },
      { category: 'kind', feature: 'y', min: 1, max: 2 },
      { category: 'kind', feature: 'z', min: 0, max: 2 },
    ],
    people: Array.from('xxxxyyzz', (kind) => ({ kind })),
  })
  const relaxation = { pool, most: pool.sizes, cuts: [] }

  /** Answers no stage after the first until what is fixed is at least so much below what the first fixed. */
  const wanting = (slack: number): LinearProgramSolver => ({
    ...solver,
    open: (program) => {
      const open = solver.open(program)
      const fixed: number[] = []
      let letDown = 0
      let solved = 0
      return {
        ...open,
        setVariableBounds: (variable, lower, upper) => {
          if (fixed[variable] === undefined) fixed[variable] = lower
          letDown = fixed[variable] - lower
          open.setVariableBounds(variable, lower, upper)
        },
        solve: (limits) =>
          solved++ === 0 || letDown >= slack * 0.99 ? open.solve(limits) : { status: 'infeasible' },
      }
    },
  })
  const target = (given: LinearProgramSolver) =>
    leximinTarget(relaxation, { solver: given, secondsLeft: () => Infinity }, 'all')

  it('settles all where what is fixed can be let down a little', () => {
    for (const slack of [0, 1e-9, 1e-8, 1e-7]) {
      const { floor, unsettled } = target(wanting(slack))
      expect(unsettled).toBeNull()
      for (const [profile, seats] of [1, 1, 1].entries()) expect(floor[profile]).toBeCloseTo(seats, 6)
    }
  })

  it('is not settled where more than rounding would be let down: what is settled then stands', () => {
    const { floor, ceiling, unsettled } = target(wanting(1e-5))
    expect(unsettled).toBe('precision')
    expect([...floor].map((seats) => Number(seats.toFixed(6)))).toEqual([1, 0.5, 0.5])
    expect([...ceiling].map((seats) => Number(seats.toFixed(6)))).toEqual([1, 1.5, 1.5])
  })

  it('takes four fifths of the time that is left, all stages together', () => {
    const given: (number | undefined)[] = []
    const asked: LinearProgramSolver = {
      ...solver,
      open: (program) => {
        const open = solver.open(program)
        const solve: typeof open.solve = (limits) => {
          given.push(limits?.seconds)
          return open.solve(limits)
        }
        return { ...open, solve }
      },
    }
    const left = [100, 100, 60]
    leximinTarget(relaxation, { solver: asked, secondsLeft: () => left.shift() ?? Infinity }, 'all')
    expect(given.slice(0, 2)).toEqual([80, 40].map((seconds) => expect.closeTo(seconds, 9)))
    given.length = 0
    leximinTarget(relaxation, { solver: asked, secondsLeft: () => Infinity }, 'all')
    expect(new Set(given)).toEqual(new Set([Infinity]))
  })
})
