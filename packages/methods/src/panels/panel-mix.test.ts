import { beforeAll, describe, expect, it } from 'vitest'
import { highsSolver } from '../../../../app/src/platform/linear-program/highs-solver.ts'
import type { LinearProgramSolver } from '../linear-program/linear-program.ts'
import { openMix, shortfallOf } from './panel-mix.ts'
import { panelPool } from './panel-pool.ts'

let solver: LinearProgramSolver
beforeAll(async () => {
  solver = await highsSolver()
})

/** Two of x and one of y; one seat. */
const pool = panelPool({
  size: 1,
  quotas: ['x', 'y'].map((feature) => ({ category: 'kind', feature, min: 0, max: 1 })),
  people: Array.from('xxy', (kind) => ({ kind })),
})
const ofX = Int32Array.of(1, 0)
const ofY = Int32Array.of(0, 1)
const floor = Float64Array.of(1, 0.5)
const rounded = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toFixed(6)))

describe('a mix of panels', () => {
  it('comes as near to a floor as it can, and prices seats by what they would help', () => {
    const mix = openMix(pool, solver)
    expect([ofX, ofY, ofX].map((panel) => mix.add(panel))).toEqual([true, true, false])
    // by hand: with x in two of three draws each of three people falls short by a sixth
    const { shortfall, weights, prices } = mix.nearest(floor, 60)
    expect(shortfall).toBeCloseTo(1 / 6, 9)
    expect(rounded(weights)).toEqual([0.666667, 0.333333])
    expect(rounded(prices as Float64Array)).toEqual([0.333333, 0.333333])
    expect(mix.nearest(Float64Array.of(2 / 3, 1 / 3), 60).shortfall).toBeCloseTo(0, 9)
    mix.close()
  })

  it('is the last that was known where the solver has no answer, or each panel as often as another', () => {
    let isAnswered = false
    const mix = openMix(pool, {
      ...solver,
      open: (program) => {
        const open = solver.open(program)
        return {
          ...open,
          solve: (limits) =>
            isAnswered
              ? open.solve(limits)
              : { status: 'stopped', reason: 'numerical', best: null, bound: -Infinity },
        }
      },
    })
    mix.add(ofX)
    mix.add(ofY)
    const unknown = mix.nearest(floor, 60)
    expect([unknown.shortfall, [...unknown.weights], unknown.prices]).toEqual([0.25, [0.5, 0.5], 'precision'])
    isAnswered = true
    mix.nearest(floor, 60)
    isAnswered = false
    mix.add(Int32Array.of(0, 0))
    const { weights, shortfall } = mix.nearest(floor, 60)
    expect(rounded(weights)).toEqual([0.666667, 0.333333, 0])
    expect(shortfall).toBeCloseTo(1 / 6, 9)
    mix.close()
  })

  it('falls short by what the one who lacks most lacks, a person and not a profile, or by nothing', () => {
    const even = { panels: [ofX, ofY], weights: Float64Array.of(0.5, 0.5) }
    expect(shortfallOf(pool, even, Float64Array.of(1, 0.5))).toBe(0.25)
    expect(shortfallOf(pool, even, Float64Array.of(1, 1))).toBe(0.5)
    expect(shortfallOf(pool, even, Float64Array.of(0.2, 0.1))).toBe(0)
  })
})
