import type { Constraint, LinearProgramSolver, Term } from '../linear-program/linear-program.ts'
import type { CellStatus } from './hide-cells.ts'
import type { TableCell } from './table-cells.ts'

/** Places of published cells to hide; null where what is known, or that nobody is fewer than none, forbids it. */
export type Opening = readonly number[] | null

/** Finds which published counts to hide so that a hidden one could be another number; close it after use. */
export type OpeningSearch = {
  /**
   * @param place     of the hidden cell
   * @param count     another number that it should be possible for it to be
   * @param statuses  what is hidden already costs nothing
   */
  readonly find: (place: number, count: number, statuses: readonly CellStatus[]) => Opening
  readonly close: () => void
}

/** Difference from its count above which a cell has to be hidden. */
const moved = 1e-7

/**
 * The cheapest counts to hide so that a hidden cell could have another count, all others staying as they are:
 *
 *   min Σ_c cost_c·|Σ_{p in c} y_p − count_c|   over tables y ≥ 0
 *   subject to   Σ_{p in cell} y_p = the other count,   Σ_{p in k} y_p = count_k for every known k
 *
 * The cells whose count is another in y are to be hidden: y then is a table that the reader has to think possible. A
 * cell costs 1 + log₂ of the parts it sums over, and a little more the larger it is: totals are worth more to a
 * reader than what they are made of, and large counts more than small ones.
 */
export function openingSearch(
  cells: readonly TableCell[],
  known: readonly TableCell[],
  solver: LinearProgramSolver,
): OpeningSearch {
  const parts = [...new Set([...cells, ...known].flatMap((cell) => cell.parts))]
  const variable = new Map(parts.map((part, index) => [part, index]))
  const sum = (cell: TableCell) => cell.parts.map((part): Term => [variable.get(part)!, 1])
  const largest = cells.reduce((most, { count }) => Math.max(most, count), 0)
  const cost = ({ parts: own, count }: TableCell) => 1 + Math.log2(own.length) + count / (largest + 1)
  const distance = (place: number) => parts.length + place
  const within = (cell: TableCell, place: number): readonly Constraint[] => [
    { lower: -Infinity, upper: cell.count, terms: [...sum(cell), [distance(place), -1]] },
    { lower: cell.count, upper: Infinity, terms: [...sum(cell), [distance(place), 1]] },
  ]
  const program = solver.open({
    sense: 'minimize',
    variables: [...parts, ...cells].map(() => ({ cost: 0, lower: 0, upper: Infinity })),
    constraints: [
      ...cells.flatMap(within),
      ...known.map((cell) => ({ lower: cell.count, upper: cell.count, terms: sum(cell) })),
    ],
  })
  let constraints = 2 * cells.length + known.length
  return {
    find: (place, count, statuses) => {
      const costs = cells.map((cell, other) => (statuses[other] === 'published' ? cost(cell) : 0))
      program.setCosts([...parts.map(() => 0), ...costs])
      program.addConstraint({ lower: count, upper: count, terms: sum(cells[place]!) })
      const answer = program.solve()
      program.setConstraintBounds(constraints, -Infinity, Infinity)
      constraints++
      if (answer.status === 'infeasible') return null
      if (answer.status !== 'optimal') throw new Error(`the solver found no opening but ${answer.status}`)
      return [...cells.keys()].filter(
        (other) => statuses[other] === 'published' && answer.values[distance(other)]! > moved,
      )
    },
    close: program.close,
  }
}
