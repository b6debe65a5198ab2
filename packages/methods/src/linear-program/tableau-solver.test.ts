import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import type { LinearProgram } from './linear-program.ts'
import { tableauSolver } from './tableau-solver.ts'

const free = { lower: 0, upper: Infinity }

describe('tableauSolver', () => {
  it('finds the optimum of the textbook, and again after a change', () => {
    // Hillier and Lieberman's Wyndor Glass: 36 at (2, 6)
    const open = tableauSolver.open({
      sense: 'maximize',
      variables: [
        { cost: 3, ...free },
        { cost: 5, ...free },
      ],
      constraints: [
        { lower: -Infinity, upper: 4, terms: [[0, 1]] },
        { lower: -Infinity, upper: 12, terms: [[1, 2]] },
        {
          lower: -Infinity,
          upper: 18,
          terms: [
            [0, 3],
            [1, 2],
          ],
        },
      ],
    })
    expect(open.solve()).toMatchObject({ status: 'optimal', objective: 36, values: Float64Array.of(2, 6) })
    open.setConstraintBounds(1, -Infinity, 14)
    expect(open.solve()).toMatchObject({ objective: 39 })
    open.setCosts([1, 0])
    open.setVariableBounds(0, 0, 3)
    expect(open.solve()).toMatchObject({ objective: 3 })
    open.addVariable({ cost: 10, ...free }, [[2, 6]])
    open.addConstraint({ lower: -Infinity, upper: 1, terms: [[2, 1]] })
    expect(open.solve()).toMatchObject({ objective: 13 })
  })

  it('says where there is no point, and no end', () => {
    const one = { cost: 1, ...free }
    const none: LinearProgram = {
      sense: 'minimize',
      variables: [one],
      constraints: [
        { lower: 3, upper: 3, terms: [[0, 1]] },
        { lower: 4, upper: 4, terms: [[0, 1]] },
      ],
    }
    expect(tableauSolver.solve(none).status).toBe('infeasible')
    expect(tableauSolver.solve({ sense: 'maximize', variables: [one], constraints: [] }).status).toBe(
      'unbounded',
    )
  })

  it('is at a point that meets all constraints, and no vertex is better', () => {
    const small = fc.integer({ min: -4, max: 4 })
    const rows = fc.array(fc.record({ a: small, b: small, most: fc.nat(9) }), { maxLength: 4 })
    fc.assert(
      fc.property(small, small, rows, (p, q, given) => {
        const lines = [...given, { a: 1, b: 0, most: 7 }, { a: 0, b: 1, most: 7 }]
        const answer = tableauSolver.solve({
          sense: 'maximize',
          variables: [
            { cost: p, ...free },
            { cost: q, ...free },
          ],
          constraints: lines.map(({ a, b, most }) => ({
            lower: -Infinity,
            upper: most,
            terms: [
              [0, a],
              [1, b],
            ],
          })),
        })
        const all = [...lines, { a: -1, b: 0, most: 0 }, { a: 0, b: -1, most: 0 }]
        const inside = (x: number, y: number) => all.every(({ a, b, most }) => a * x + b * y <= most + 1e-7)
        const corners = all.flatMap((one) =>
          all.flatMap((other) => {
            const cross = one.a * other.b - one.b * other.a
            if (cross === 0) return []
            const x = (one.most * other.b - one.b * other.most) / cross
            const y = (one.a * other.most - one.most * other.a) / cross
            return inside(x, y) ? [p * x + q * y] : []
          }),
        )
        if (answer.status !== 'optimal') throw new Error(answer.status)
        expect(inside(answer.values[0]!, answer.values[1]!)).toBe(true)
        expect(answer.objective).toBeCloseTo(Math.max(...corners), 7)
      }),
      { seed: 2 },
    )
  })

  it('refuses what it cannot solve', () => {
    const program = (variable: object): LinearProgram => ({
      sense: 'minimize',
      variables: [{ cost: 1, ...free, ...variable }],
      constraints: [],
    })
    expect(() => tableauSolver.solve(program({ lower: -Infinity }))).toThrow(InvalidInput)
    expect(() => tableauSolver.solve(program({ whole: true }))).toThrow('bounded below and not whole')
  })
})
