import type { Constraint, LinearProgramSolver, Term } from '../linear-program/linear-program.ts'
import type { CellStatus } from './hide-cells.ts'
import type { TableCell } from './table-cells.ts'

/** What a reader can still think possible of a hidden count: whole numbers from `lower` to `upper`, or beyond. */
export type CountInterval = { readonly lower: number; readonly upper: number | null }

/** Distance from a whole number within which a solver's answer counts as that number. */
const whole = 1e-6

/**
 * The interval in which each hidden count of a table is still known to a reader who reasons perfectly.
 *
 *   lower, upper = min, max Σ x_p over the parts p of the hidden count
 *   subject to     Σ x_p over the parts of c = count of c   for every published or known count c,   x ≥ 0
 *
 * rounded inwards to whole numbers, since people are whole. A count is recomputable where both are equal.
 *
 * @param cells     counts of the table, margins included
 * @param statuses  what becomes of each
 * @param solver    of linear programs
 * @param known     counts that readers know besides, over the same parts
 * @returns         by place of the hidden cell; `upper` null where nothing published bounds the count
 * @throws {Error} if the solver does not come to an answer
 *
 * Assumes: the reader knows nothing but what is published and known. Counts of more than two dimensions can leave a
 * whole number less possible than the linear program says; never more.
 * Source: Duncan GT, Fienberg SE et al. In: Confidentiality, Disclosure and Data Access (2001), ch. 7: the attacker's
 * bounds by linear programming.
 * Checked: all tables that agree with what is published, enumerated, on small tables; sdcTable's bounds on its test.
 * Not for: readers who took part and so know one answer, their own.
 */
export function attackTable(
  cells: readonly TableCell[],
  statuses: readonly CellStatus[],
  solver: LinearProgramSolver,
  known: readonly TableCell[] = [],
): ReadonlyMap<number, CountInterval> {
  const told = [...cells.filter((_, place) => statuses[place] === 'published'), ...known]
  const hidden = [...cells.keys()].filter((place) => statuses[place] !== 'published')
  const fixed = new Map(told.flatMap(({ parts, count }) => (parts.length === 1 ? [[parts[0]!, count]] : [])))
  const variables = [
    ...new Set([...told, ...hidden.map((place) => cells[place]!)].flatMap(({ parts }) => parts)),
  ].filter((part) => !fixed.has(part))
  const variable = new Map(variables.map((part, index) => [part, index]))
  const rest = ({ parts, count }: TableCell) => ({
    unknown: parts.filter((part) => !fixed.has(part)).map((part) => variable.get(part)!),
    amount: count - parts.reduce((sum, part) => sum + (fixed.get(part) ?? 0), 0),
  })
  const sums = new Map(told.map((cell) => [rest(cell).unknown.join(), rest(cell)]))
  sums.delete('')
  const intervals = new Map<number, CountInterval>()
  const open = hidden.filter((place) => {
    const { unknown } = rest(cells[place]!)
    const sum = sums.get(unknown.join())
    if (unknown.length > 0 && sum === undefined) return true
    intervals.set(place, { lower: cells[place]!.count, upper: cells[place]!.count })
    return false
  })
  if (open.length === 0) return intervals
  const program = solver.open({
    sense: 'minimize',
    variables: variables.map(() => ({ cost: 0, lower: 0, upper: Infinity })),
    constraints: [...sums.values()].map(({ unknown, amount }): Constraint => ({
      lower: amount,
      upper: amount,
      terms: unknown.map((index): Term => [index, 1]),
    })),
  })
  const attacked = open.map((place) => {
    const { unknown, amount } = rest(cells[place]!)
    return { place, unknown, already: cells[place]!.count - amount, seen: Infinity }
  })
  const extreme = (own: readonly number[], sign: 1 | -1): number | null => {
    const costs = new Float64Array(variables.length)
    for (const index of own) costs[index] = sign
    program.setCosts(costs)
    const answer = program.solve()
    if (answer.status === 'unbounded') return null
    if (answer.status !== 'optimal') {
      throw new Error(`the solver found the table ${answer.status}, which it is not`)
    }
    for (const cell of attacked) {
      const value = cell.unknown.reduce((sum, index) => sum + answer.values[index]!, 0)
      cell.seen = Math.min(cell.seen, value)
    }
    return sign * answer.objective
  }
  try {
    // A table that makes one count as large as can be has many others at nobody: those need no program of their own.
    const most = attacked.map(({ unknown }) => extreme(unknown, -1))
    for (const [index, { place, unknown, already, seen }] of attacked.entries()) {
      const least = seen <= whole ? 0 : extreme(unknown, 1)!
      const upper = most[index]!
      intervals.set(place, {
        lower: already + Math.ceil(least - whole),
        upper: upper === null ? null : already + Math.floor(upper + whole),
      })
    }
  } finally {
    program.close()
  }
  return intervals
}
