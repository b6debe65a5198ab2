import { InvalidInput } from '../errors.ts'
import { minimumCount } from './suppress-table.ts'
import type { TableCell } from './table-cells.ts'
import { areParallel, cleared, indicator, pivotOf } from './whole-vectors.ts'
import type { Pivot, WholeVector } from './whole-vectors.ts'

/** What becomes of a count: it leaves; it is hidden for its own sake; or hidden to protect another. */
export type CellStatus = 'published' | 'primary' | 'secondary'

/** Why a count is hidden for its own sake: it is small, or it is all of a larger count. */
export type PrimaryRule = 'count' | 'homogeneity'

/**
 * The counts that have to be hidden for their own sake, and why.
 *
 * `count`: below the minimum, zero included. `homogeneity`: everybody of a margin is in this one cell, so that both
 * together would say of the other cells that nobody is there, and of everybody in the margin where they are.
 *
 * @param cells    counts of one table, as `tableCells` gives them
 * @param minimum  smallest count that may leave, a whole number ≥ 1; 5 by default
 * @returns        the rule per cell that has to be hidden, by its place in the list
 * @throws {InvalidInput} if the minimum is not as above
 */
export function primaryCells(
  cells: readonly TableCell[],
  minimum: number = minimumCount,
): ReadonlyMap<number, PrimaryRule> {
  if (!Number.isInteger(minimum) || minimum < 1) {
    throw new InvalidInput('minimum', minimum, 'a whole number ≥ 1')
  }
  const rules = new Map<number, PrimaryRule>()
  const byCount = Map.groupBy(cells.keys(), (place) => cells[place]!.count)
  for (const [place, cell] of cells.entries()) {
    if (cell.count < minimum) rules.set(place, 'count')
    else if (byCount.get(cell.count)!.some((other) => isPart(cell, cells[other]!))) {
      rules.set(place, 'homogeneity')
    }
  }
  return rules
}

/** Whether a cell is a smaller part of another. */
function isPart(cell: TableCell, whole: TableCell): boolean {
  if (cell.parts.length >= whole.parts.length) return false
  const within = new Set(whole.parts)
  return cell.parts.every((part) => within.has(part))
}

/**
 * Hides, beside the primary cells, as many others as it takes that no primary cell is a sum of multiples of
 * published ones.
 *
 * Counts are linear functions of the parts of the table. Cells are published one after the other, the largest first;
 * a cell is hidden where some primary cell would lie in the span of it and what is already published. Gaussian
 * elimination in whole numbers keeps the published cells in echelon form and the primary ones reduced by them: a
 * primary cell is given away exactly when its reduced vector is parallel to the reduced candidate. Equal counts are
 * taken in the order of the list and in the opposite one, and what hides fewer is kept.
 *
 * @param cells    counts of the table, margins included
 * @param primary  places of the cells that must not be recomputable
 * @param known    cells that readers know already, from earlier releases for instance, over the same parts
 * @returns        a status per cell. A primary cell that what is known gives away already stays `primary`: that
 *                 nothing can be done is for the audit to tell
 * @throws {InvalidInput} if `primary` names no cell
 * @throws {RangeError} where the elimination is no longer exact; tables of people are far from that
 *
 * Source: Langsrud Ø. Secondary cell suppression by Gaussian elimination: an algorithm suitable for handling issues
 * with zeros and singletons. PSD 2024. doi:10.1007/978-3-031-69651-0_6. Written from the idea.
 * Checked: GaussSuppression 1.2.3 on its example data (same cells hidden); what is a sum of
 * multiples of published cells, by another elimination, on random tables.
 * Not for: what follows from counts never being negative. `attackTable` finds that, `protectCells` prevents it.
 */
export function hideCells(
  cells: readonly TableCell[],
  primary: ReadonlySet<number>,
  known: readonly TableCell[] = [],
): readonly CellStatus[] {
  for (const place of primary) {
    if (cells[place] === undefined) throw new InvalidInput('primary', place, 'places of cells')
  }
  const tried = [false, true].map((laterFirst) =>
    hideInOrder(cells, primary, known, largestFirst(cells, laterFirst)),
  )
  const secondary = (statuses: readonly CellStatus[]) =>
    cells.filter((_, place) => statuses[place] === 'secondary')
  const people = (hidden: readonly TableCell[]) => hidden.reduce((sum, { count }) => sum + count, 0)
  const [first, second] = tried.map(secondary)
  const fewer = second!.length - first!.length || people(second!) - people(first!)
  return fewer < 0 ? tried[1]! : tried[0]!
}

function hideInOrder(
  cells: readonly TableCell[],
  primary: ReadonlySet<number>,
  known: readonly TableCell[],
  order: readonly number[],
): readonly CellStatus[] {
  const pivots: Pivot[] = []
  let guarded = [...primary].map((place) => indicator(cells[place]!.parts))
  const publish = (reduced: WholeVector) => {
    if (reduced.size === 0) return
    const pivot = pivotOf(reduced)
    pivots.push(pivot)
    guarded = guarded.map((vector) => cleared(vector, pivot)).filter(({ size }) => size > 0)
  }
  for (const { parts } of known) publish(reduce(indicator(parts), pivots))
  const statuses = cells.map((_, place): CellStatus => (primary.has(place) ? 'primary' : 'published'))
  for (const place of order) {
    if (primary.has(place)) continue
    const reduced = reduce(indicator(cells[place]!.parts), pivots)
    if (guarded.some((vector) => areParallel(vector, reduced))) statuses[place] = 'secondary'
    else publish(reduced)
  }
  return statuses
}

function reduce(vector: WholeVector, pivots: readonly Pivot[]): WholeVector {
  return pivots.reduce(cleared, vector)
}

/** Large counts are worth most to a reader; of equal ones those that sum over more. */
function largestFirst(cells: readonly TableCell[], laterFirst: boolean): readonly number[] {
  const worth = (place: number) => cells[place]!
  return [...cells.keys()].toSorted(
    (one, other) =>
      worth(other).count - worth(one).count ||
      worth(other).parts.length - worth(one).parts.length ||
      (laterFirst ? other - one : one - other),
  )
}
