import type { Constraint, LinearProgramSolver, Term, Variable } from '../linear-program/linear-program.ts'
import type { CellStatus } from './hide-cells.ts'
import type { TableCell } from './table-cells.ts'

/** Places of published cells to hide; null where what is known, or that nobody is fewer than none, forbids it. */
export type Opening = readonly number[] | null

/** Finds which published counts to hide so that a hidden one could be another number; close it after use. */
export type OpeningSearch = {
  /**
   * @param place     of a cell that was hidden when the search was opened
   * @param count     another number that it should be possible for it to be
   * @param statuses  what is hidden by now; it costs nothing
   */
  readonly find: (place: number, count: number, statuses: readonly CellStatus[]) => Opening
  readonly close: () => void
}

/** Difference from its count above which a cell has to be hidden. */
const moved = 1e-7

/**
 * The cheapest counts to hide so that a hidden cell could have another count, all others staying as they are:
 *
 *   min Σ_c cost_c·|Σ_{p in c} y_p − count_c|   over tables y ≥ 0 and cells c that are published
 *   subject to   Σ_{p in cell} y_p = the other count,   Σ_{p in k} y_p = count_k for every known k
 *
 * The cells whose count is another in y are to be hidden: y then is a table that the reader has to think possible. A
 * cell costs 1 + log₂ of the parts it sums over, and a little more the larger it is: totals are worth more to a
 * reader than what they are made of, and large counts more than small ones. A table found before answers for every
 * cell that it moves far enough, once what it moves is hidden: tables between it and the true one are possible too.
 *
 * @param statuses  what is hidden to begin with
 */
export function openingSearch(
  cells: readonly TableCell[],
  statuses: readonly CellStatus[],
  known: readonly TableCell[],
  solver: LinearProgramSolver,
): OpeningSearch {
  const { variables, constraints, sum, movements } = elasticTable(cells, statuses, known)
  const program = solver.open({ sense: 'minimize', variables, constraints })
  const largest = cells.reduce((most, { count }) => Math.max(most, count), 0)
  const cost = ({ parts, count }: TableCell) => 1 + Math.log2(parts.length) + count / (largest + 1)
  let rows = constraints.length
  const tables: { readonly moves: readonly number[]; readonly countOf: (cell: TableCell) => number }[] = []
  return {
    find: (place, count, now) => {
      const cell = cells[place]!
      const isReached = ({ moves, countOf }: (typeof tables)[number]) =>
        moves.every((other) => now[other] !== 'published') &&
        (countOf(cell) - cell.count) / (count - cell.count) >= 1 - moved
      if (tables.some(isReached)) return []
      const costs = new Float64Array(variables.length)
      for (const [other, pair] of movements) {
        for (const one of pair) costs[one] = now[other] === 'published' ? cost(cells[other]!) : 0
      }
      program.setCosts(costs)
      const { terms, base } = sum(cell)
      program.addConstraint({ lower: count - base, upper: count - base, terms })
      const answer = program.solve()
      program.setConstraintBounds(rows, -Infinity, Infinity)
      rows++
      if (answer.status === 'infeasible') return null
      if (answer.status !== 'optimal') throw new Error(`the solver found no opening but ${answer.status}`)
      const { values } = answer
      const moves = [...movements]
        .filter(([, pair]) => pair.some((one) => values[one]! > moved))
        .map(([other]) => other)
      const countOf = (one: TableCell) => {
        const { terms: own, base: rest } = sum(one)
        return own.reduce((total, [variable, sign]) => total + sign * values[variable]!, rest)
      }
      tables.push({ moves, countOf })
      return moves.filter((other) => now[other] === 'published')
    },
    close: program.close,
  }
}

/**
 * The tables there could be, as a program: a part that is published is its count, more `up`, less `down`, and so is
 * each published sum; all others are variables of their own.
 */
function elasticTable(
  cells: readonly TableCell[],
  statuses: readonly CellStatus[],
  known: readonly TableCell[],
) {
  const variables: Variable[] = []
  const add = (upper: number) => variables.push({ cost: 0, lower: 0, upper }) - 1
  const published = [...cells.keys()].filter((place) => statuses[place] === 'published')
  const movements = new Map(
    published.map((place) => [place, [add(Infinity), add(cells[place]!.count)] as const]),
  )
  const placeOf = new Map(
    published.flatMap((place) => {
      const { parts } = cells[place]!
      return parts.length === 1 ? [[parts[0]!, place] as const] : []
    }),
  )
  const own = new Map<number, number>()
  for (const part of [...cells, ...known].flatMap(({ parts }) => parts)) {
    if (!placeOf.has(part) && !own.has(part)) own.set(part, add(Infinity))
  }
  const sum = ({ parts }: TableCell) => {
    let base = 0
    const terms = parts.flatMap((part): Term[] => {
      const place = placeOf.get(part)
      if (place === undefined) return [[own.get(part)!, 1]]
      const [up, down] = movements.get(place)!
      base += cells[place]!.count
      return [
        [up, 1],
        [down, -1],
      ]
    })
    return { terms, base }
  }
  const equal = (cell: TableCell, more: readonly Term[]): Constraint => {
    const { terms, base } = sum(cell)
    return { lower: cell.count - base, upper: cell.count - base, terms: [...terms, ...more] }
  }
  const sums = published.filter((place) => cells[place]!.parts.length > 1)
  const constraints = [
    ...sums.map((place) => {
      const [up, down] = movements.get(place)!
      return equal(cells[place]!, [
        [up, -1],
        [down, 1],
      ])
    }),
    ...known.map((cell) => equal(cell, [])),
  ]
  return { variables, constraints, sum, movements }
}
