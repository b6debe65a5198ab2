import type { LinearAnswer, LinearProgramSolver, SolveLimits } from '@rounds/methods'
import { InputError } from './input-error.ts'

/**
 * The solver, as long as there is time: a search that takes longer ends in an error and never in another table.
 *
 * @param seconds  of wall time from now on
 * @throws {InputError} from `solve`, once they are over
 */
export function solverWithin(solver: LinearProgramSolver, seconds: number): LinearProgramSolver {
  const end = performance.now() + 1000 * seconds
  const inTime = (solve: (limits: SolveLimits) => LinearAnswer, limits: SolveLimits = {}): LinearAnswer => {
    const left = (end - performance.now()) / 1000
    const answer = left > 0 ? solve({ ...limits, seconds: Math.min(left, limits.seconds ?? left) }) : null
    if (answer === null || (answer.status === 'stopped' && answer.reason === 'time')) {
      throw new InputError(
        '--max-seconds',
        null,
        `expected time enough to look for all that gives hidden counts away, found that ${seconds} s are not; divide by fewer columns (--by) or allow more`,
      )
    }
    return answer
  }
  return {
    solve: (program, limits) => inTime((within) => solver.solve(program, within), limits),
    open: (program) => {
      const opened = solver.open(program)
      return { ...opened, solve: (limits) => inTime(opened.solve, limits) }
    },
  }
}

/** What `compute` returns. A table whose elimination leaves exact numbers is refused, and not an error of ours. */
export function withExactNumbers<Result>(compute: () => Result): Result {
  try {
    return compute()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new InputError(
      '--by',
      null,
      `expected a table that can be worked through in exact numbers, found that ${error.message}; divide by fewer columns`,
    )
  }
}
