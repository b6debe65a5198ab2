import { expect, test } from 'vitest'
import { InvalidInput } from '@rounds/methods'
import { highsSolver } from '../platform/linear-program/highs-solver.ts'
import { InputError } from './input-error.ts'
import { solverWithin, withExactNumbers } from './suppression-limits.ts'

const program = {
  sense: 'maximize',
  variables: [{ cost: 1, lower: 0, upper: 7 }],
  constraints: [],
} as const

test('a solver with time left answers as it does, and one without ends in an error that says so', async () => {
  const solver = await highsSolver()
  const inTime = solverWithin(solver, 600)
  expect(inTime.solve(program)).toMatchObject({ status: 'optimal', objective: 7 })
  const late = solverWithin(solver, 0)
  expect(() => late.solve(program)).toThrow(InputError)
  for (const [within, message] of [
    [inTime, null],
    [late, '--max-seconds: expected time enough'],
  ] as const) {
    const opened = within.open(program)
    if (message === null) expect(opened.solve()).toMatchObject({ objective: 7 })
    else expect(() => opened.solve()).toThrow(message)
    opened.close()
  }
})

test('an answer that time cut short is no answer', () => {
  const stopped = { status: 'stopped', reason: 'time', best: null, bound: 0 } as const
  const solver = { solve: () => stopped, open: () => expect.unreachable() }
  expect(() => solverWithin(solver, 600).solve(program)).toThrow('--max-seconds')
  const numerical = { ...stopped, reason: 'numerical' } as const
  expect(solverWithin({ ...solver, solve: () => numerical }, 600).solve(program)).toBe(numerical)
})

test('numbers that are no longer exact are refused as a table, other errors are left as they are', () => {
  const throwing = (error: Error) => () =>
    withExactNumbers(() => {
      throw error
    })
  expect(throwing(new RangeError('the elimination left the exact numbers'))).toThrow(
    /^--by: expected a table .* the elimination left the exact numbers; divide by fewer columns$/,
  )
  expect(throwing(new InvalidInput('primary', 1, 'places'))).toThrow(InvalidInput)
  expect(withExactNumbers(() => 5)).toBe(5)
})
