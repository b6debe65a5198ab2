import type { LinearProgramSolver } from '../linear-program/linear-program.ts'
import { attackTable } from './attack-table.ts'
import type { CountInterval } from './attack-table.ts'
import { hideCells, primaryCells } from './hide-cells.ts'
import type { CellStatus, PrimaryRule } from './hide-cells.ts'
import { openingSearch } from './opening-search.ts'
import type { Opening } from './opening-search.ts'
import { minimumCount } from './suppress-table.ts'
import type { TableCell } from './table-cells.ts'

/** A count of a table: what becomes of it, and what a reader can still find out where it is hidden. */
export type ProtectedCell = TableCell & {
  readonly status: CellStatus
  /** Why a primary cell is one; null for others. */
  readonly rule: PrimaryRule | null
  /** Null where the count is published. */
  readonly interval: CountInterval | null
}

export type ProtectedTable = {
  readonly cells: readonly ProtectedCell[]
  readonly audit: {
    /** Hidden counts that a reader can work out, those hidden before included. */
    readonly recomputable: number
    /** Hidden counts of which a reader can work out that they are below the minimum; those above are among them. */
    readonly small: number
  }
}

export type ProtectionOptions = {
  /** Smallest count that may leave, a whole number ≥ 1; 5 by default. Zero is below it. */
  readonly minimum?: number
  /** Counts that readers know already, over the same parts: they cannot be hidden any more. */
  readonly known?: readonly TableCell[]
  /** Counts over the same parts, of this table or another, that were hidden before and have to stay so. */
  readonly guarded?: readonly TableCell[]
}

/**
 * Decides which counts of a table are hidden, so that none below the minimum can be worked out, nor that it is
 * below.
 *
 * 1. `primaryCells`: small counts, and those that are all of a margin.
 * 2. `hideCells`: others, until no primary cell follows by adding and subtracting.
 * 3. `attackTable`: for every hidden count the interval that is still possible, counts being whole and not negative.
 * 4. Where an interval is one number, or all of a primary cell's lies below the minimum, the cheapest further counts
 *    are hidden that let the count be at least the minimum (or one more, where it is not small). Then 3 again.
 *
 * Where what readers know already makes that impossible, the count stays as it is and the audit says so.
 *
 * @param cells   counts of one table, as `tableCells` gives them, margins included
 * @param solver  of linear programs
 * @returns       the cells in the order given, and what the audit counts among the hidden ones
 * @throws {InvalidInput} if the minimum is not a whole number ≥ 1
 *
 * Assumes: readers know of these people no more than what is published and `known`; see `release` for several tables.
 * Source: as `hideCells` and `attackTable`; 4 is the incremental attacker of Fischetti M, Salazar JJ. Manag Sci
 * 2001;47:1008–27. doi:10.1287/mnsc.47.7.1008.9805, one count at a time: safe, not always least.
 * Checked: all tables that agree with what is published, enumerated, on small tables; GaussSuppression 1.2.3 on its
 * example data (nothing more is hidden).
 * Not for: magnitudes (payments, waiting times), where one large contributor has to be protected from another.
 */
export function protectCells(
  cells: readonly TableCell[],
  solver: LinearProgramSolver,
  options: ProtectionOptions = {},
): ProtectedTable {
  const { minimum = minimumCount, known = [], guarded = [] } = options
  const knownLabels = new Set(known.map(({ labels }) => labelOf(labels)))
  const rules = new Map(
    [...primaryCells(cells, minimum)].filter(([place]) => !knownLabels.has(labelOf(cells[place]!.labels))),
  )
  const placeOf = new Map(cells.map(({ labels }, place) => [labelOf(labels), place]))
  const all = [...cells]
  const primary = new Set(rules.keys())
  for (const cell of guarded) primary.add(placeOf.get(labelOf(cell.labels)) ?? all.push(cell) - 1)
  const attacked = {
    all,
    known,
    solver,
    isSmall: (place: number) => primary.has(place) && all[place]!.count < minimum,
    minimum,
  }
  const { statuses, intervals } = openUntilSafe(attacked, hideCells(all, primary, known))
  const remaining = [...intervals.values()]
  return {
    cells: cells.map((cell, place) => ({
      ...cell,
      status: statuses[place] === 'primary' && !rules.has(place) ? 'secondary' : statuses[place]!,
      rule: rules.get(place) ?? null,
      interval: intervals.get(place) ?? null,
    })),
    audit: {
      recomputable: remaining.filter(({ lower, upper }) => lower === upper).length,
      small: remaining.filter(({ upper }) => upper !== null && upper < minimum).length,
    },
  }
}

type Attacked = {
  readonly all: readonly TableCell[]
  readonly known: readonly TableCell[]
  readonly solver: LinearProgramSolver
  readonly minimum: number
  readonly isSmall: (place: number) => boolean
}

/** Hides more until the attacker finds nothing, or nothing that hiding more would help. */
function openUntilSafe(
  { all, known, solver, minimum, isSmall }: Attacked,
  before: readonly CellStatus[],
): { statuses: readonly CellStatus[]; intervals: ReadonlyMap<number, CountInterval> } {
  const statuses = [...before]
  for (;;) {
    const intervals = attackTable(all, statuses, solver, known)
    const told = [...intervals]
      .filter(
        ([place, { lower, upper }]) =>
          lower === upper || (isSmall(place) && upper !== null && upper < minimum),
      )
      .map(([place]) => place)
      .toSorted((one, other) => Number(isSmall(other)) - Number(isSmall(one)))
    if (told.length === 0) return { statuses, intervals }
    const search = openingSearch(all, statuses, known, solver)
    let hidden = 0
    for (const place of told) {
      const { count } = all[place]!
      const opening =
        (isSmall(place) ? search.find(place, minimum, statuses) : null) ??
        shorter(search.find(place, count + 1, statuses), search.find(place, count - 1, statuses))
      for (const other of opening) {
        statuses[other] = 'secondary'
        hidden++
      }
    }
    search.close()
    if (hidden === 0) return { statuses, intervals }
  }
}

function shorter(one: Opening, other: Opening): readonly number[] {
  if (one === null || other === null) return one ?? other ?? []
  return one.length <= other.length ? one : other
}

const labelOf = (labels: readonly (string | null)[]) => JSON.stringify(labels)
