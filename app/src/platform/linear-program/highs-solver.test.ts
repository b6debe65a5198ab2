import { InvalidInput } from '@rounds/methods'
import type { LinearAnswer, LinearProgram, LinearProgramSolver } from '@rounds/methods'
import { assert, property, integer, array, constantFrom, record } from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { highsSolver } from './highs-solver.ts'

let solver: LinearProgramSolver
beforeAll(async () => {
  solver = await highsSolver()
})

/** Wyndor Glass, Hillier and Lieberman: 3x + 5y with x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18. Optimum 36 at (2, 6). */
const wyndor: LinearProgram = {
  sense: 'maximize',
  variables: [
    { cost: 3, lower: 0, upper: Infinity },
    { cost: 5, lower: 0, upper: Infinity },
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
}

function optimal(answer: LinearAnswer) {
  if (answer.status !== 'optimal') throw new Error(`expected an optimum, found ${answer.status}`)
  return answer
}

describe('a linear program', () => {
  it('has its optimum with the shadow prices of the textbook, maximised or minimised', () => {
    const answer = optimal(solver.solve(wyndor))
    expect(answer.objective).toBeCloseTo(36, 9)
    expect([...answer.values]).toEqual([2, 6])
    expect([...answer.duals!.constraints]).toEqual([0, 1.5, 1])
    const negated = {
      ...wyndor,
      sense: 'minimize',
      variables: wyndor.variables.map((variable) => ({ ...variable, cost: -variable.cost })),
    } as const
    const minimised = optimal(solver.solve(negated))
    expect(minimised.objective).toBeCloseTo(-36, 9)
    expect([...minimised.duals!.constraints].map((dual) => dual + 0)).toEqual([0, -1.5, -1])
  })

  it('gives as a dual what the objective gains when the binding bound is raised', () => {
    const bounded = (upper: number): LinearProgram => ({
      sense: 'maximize',
      variables: [
        { cost: 2, lower: 0, upper },
        { cost: 1, lower: 1, upper: 9 },
      ],
      constraints: [
        {
          lower: -Infinity,
          upper: 10,
          terms: [
            [0, 1],
            [1, 1],
          ],
        },
      ],
    })
    const at = optimal(solver.solve(bounded(5)))
    const raised = optimal(solver.solve(bounded(6)))
    expect(at.duals!.variables[0]).toBeCloseTo(raised.objective - at.objective, 9)
  })

  it.each([
    ['no feasible point', [{ lower: 1, upper: 1, terms: [[0, 2]] }], 0, 0.4, false, 'infeasible'],
    ['no whole feasible point', [{ lower: 1, upper: 1, terms: [[0, 2]] }], 0, 1, true, 'infeasible'],
    ['no bound', [], 0, Infinity, false, 'unbounded'],
  ] as const)('says that there is %s', (_, constraints, lower, upper, whole, status) => {
    const program = { sense: 'maximize', variables: [{ cost: 1, lower, upper, whole }], constraints } as const
    expect(solver.solve(program).status).toBe(status)
  })
})

describe('an open program', () => {
  it('is changed and solved again as the changed program would be', () => {
    const open = solver.open(wyndor)
    try {
      expect(optimal(open.solve()).objective).toBeCloseTo(36, 9)
      open.setConstraintBounds(1, -Infinity, 14)
      expect(optimal(open.solve()).objective).toBeCloseTo(39, 9)
      open.setCosts([1, 0])
      expect(optimal(open.solve()).objective).toBeCloseTo(4, 9)
      open.setVariableBounds(0, 0, 3)
      expect(optimal(open.solve()).objective).toBeCloseTo(3, 9)
      open.addVariable({ cost: 10, lower: 0, upper: Infinity, whole: true }, [[2, 7]])
      expect(optimal(open.solve()).values[2]).toBe(2)
      expect(optimal(open.solve()).duals).toBeNull()
      open.addConstraint({ lower: -Infinity, upper: 1, terms: [[2, 1]] })
      expect(optimal(open.solve()).objective).toBeCloseTo(13, 9)
    } finally {
      open.close()
    }
  })

  it('has no answer after it was closed', () => {
    const open = solver.open(wyndor)
    open.close()
    expect(() => open.solve()).toThrow('after disposal')
  })
})

it('finds for whole variables what trying every point finds', () => {
  const coefficient = integer({ min: -5, max: 5 })
  const anyProgram = record({
    sense: constantFrom('maximize' as const, 'minimize' as const),
    costs: array(coefficient, { minLength: 3, maxLength: 3 }),
    rows: array(
      record({ coefficients: array(coefficient, { minLength: 3, maxLength: 3 }), upper: coefficient }),
      {
        maxLength: 3,
      },
    ),
  })
  assert(
    property(anyProgram, ({ sense, costs, rows }) => {
      const answer = solver.solve({
        sense,
        variables: costs.map((cost) => ({ cost, lower: 0, upper: 3, whole: true })),
        constraints: rows.map(({ coefficients, upper }) => ({
          lower: -Infinity,
          upper,
          terms: coefficients.map((value, variable) => [variable, value] as const),
        })),
      })
      const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0)
      const points = Array.from({ length: 64 }, (_, i) => [i & 3, (i >> 2) & 3, i >> 4])
      const feasible = points.filter((point) =>
        rows.every(({ coefficients, upper }) => dot(coefficients, point) <= upper),
      )
      const objectives = feasible.map((point) => dot(costs, point))
      if (objectives.length === 0) expect(answer.status).toBe('infeasible')
      else {
        const best = sense === 'maximize' ? Math.max(...objectives) : Math.min(...objectives)
        expect(optimal(answer).objective).toBeCloseTo(best, 9)
        expect([...optimal(answer).values].every(Number.isInteger)).toBe(true)
      }
    }),
    { numRuns: 200, seed: 1 },
  )
})

it('stops when its time is over, with what it has and a bound on what there may be', () => {
  const size = 60
  const weight = (row: number, column: number) => ((row * 7919 + column * 104_729) % 97) + 3
  const answer = solver.solve(
    {
      sense: 'maximize',
      variables: Array.from({ length: size }, (_, j) => ({
        cost: weight(9, j),
        lower: 0,
        upper: 3,
        whole: true,
      })),
      constraints: Array.from({ length: 30 }, (_, i) => ({
        lower: -Infinity,
        upper: 3000 + 41 * i,
        terms: Array.from({ length: size }, (__, j) => [j, weight(i, j)] as const),
      })),
    },
    { seconds: 0.05 },
  )
  expect(answer).toMatchObject({ status: 'stopped', reason: 'time' })
  if (answer.status === 'stopped') expect(answer.bound).toBeGreaterThan(answer.best?.objective ?? 0)
})

describe('refuses', () => {
  const one = { cost: 1, lower: 0, upper: 1 }
  const variables = [one]
  it.each<[string, Partial<LinearProgram>]>([
    ['no variable', { variables: [] }],
    ['a cost that is no number', { variables: [{ ...one, cost: Number.NaN }] }],
    ['bounds that cross', { variables: [{ ...one, lower: 2 }] }],
    ['a bound that is no number', { variables: [{ ...one, upper: Number.NaN }] }],
    ['an interval at infinity', { constraints: [{ lower: Infinity, upper: Infinity, terms: [] }] }],
    ['a variable that is none', { constraints: [{ lower: 0, upper: 1, terms: [[1, 1]] }] }],
    [
      'a variable twice',
      {
        constraints: [
          {
            lower: 0,
            upper: 1,
            terms: [
              [0, 1],
              [0, 1],
            ],
          },
        ],
      },
    ],
    ['an infinite coefficient', { constraints: [{ lower: 0, upper: 1, terms: [[0, Infinity]] }] }],
  ])('%s', (_, part) => {
    const program: LinearProgram = { sense: 'minimize', variables, constraints: [], ...part }
    expect(() => solver.solve(program)).toThrow(InvalidInput)
  })

  it('changes to an open program that are none', () => {
    const open = solver.open({ sense: 'minimize', variables, constraints: [] })
    try {
      expect(() => open.setCosts([])).toThrow(InvalidInput)
      expect(() => open.setVariableBounds(1, 0, 1)).toThrow(InvalidInput)
      expect(() => open.setConstraintBounds(0, 0, 1)).toThrow(InvalidInput)
      expect(() => open.addVariable(one, [[0, 1]])).toThrow(InvalidInput)
      expect(() => open.addConstraint({ lower: 0, upper: 1, terms: [[1, 1]] })).toThrow(InvalidInput)
    } finally {
      open.close()
    }
  })
})
