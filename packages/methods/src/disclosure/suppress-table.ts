import { InvalidInput } from '../errors.ts'
import { movable, tableNetwork } from './table-network.ts'
import type { TableNetwork } from './table-network.ts'

/** A count as it may leave: itself, or hidden. Why it is hidden is not said: that would tell the small ones. */
export type Disclosed = { readonly kind: 'shown'; readonly count: number } | { readonly kind: 'hidden' }

/** A table as it may leave. */
export type DisclosedTable = {
  readonly cells: readonly (readonly Disclosed[])[]
  readonly rowTotals: readonly Disclosed[]
  readonly columnTotals: readonly Disclosed[]
  readonly total: Disclosed
}

/**
 * What is to become of a total: `hideable` is published unless it has to be hidden; `known` is known to readers
 * from elsewhere and cannot be hidden; `withheld` is not published.
 */
export type TotalRole = 'hideable' | 'known' | 'withheld'

export type SuppressionOptions = {
  /** Smallest count that may be shown, ≥ 1; 5 by default. Zero is below it. */
  readonly minimum?: number
  /** One role for all, or one per row; `hideable` by default. */
  readonly rowTotals?: TotalRole | readonly TotalRole[]
  readonly columnTotals?: TotalRole | readonly TotalRole[]
  readonly total?: TotalRole
}

/** Design rule: nothing under 5 leaves. */
export const minimumCount = 5

/** Design rule: words of people, or a list of them, leave only where at least so many took part. */
export const minimumForWords = 10

/** Totals are worth more to a reader than cells: a total of a line as much as so many, that of all so many times more. */
const totalWorth = 4

/**
 * Hides small counts of a two-way table, and as many others as it takes that they cannot be worked out.
 *
 * Every count below the minimum is hidden, zeros included. Further counts are then hidden until, for every small
 * count, what is shown (sums, differences and non-negativity taken together) leaves a value of at least the
 * minimum possible. So a reader can tell of no hidden count that it is small, let alone which value it has; the
 * sum of the hidden counts of a line is never small either. Zeros being small, this is also the guard against
 * homogeneity: where everybody in a stratum gave one answer, that number or the total is hidden too.
 *
 * Where totals known from elsewhere make that impossible (a stratum of three), all that can be hidden around the
 * count is.
 *
 * @param counts   rows × columns, at least one of each, whole numbers ≥ 0
 * @param options  minimum, and the role of totals
 * @returns        the same shape; the same for the same counts
 * @throws {InvalidInput} if the shape, a count, the minimum or a role is not as above
 *
 * Source: Cox LH. J Am Stat Assoc 1995;90:1453–62 (network); Fischetti M, Salazar JJ. Math Program
 * 1999;84:283–312. doi:10.1007/s101070050022 (complementary suppression). Chosen greedily: safe, not always least.
 * Checked: an attacker who enumerates every table that agrees with what is shown, over all small tables; and the
 * primary cells of GaussSuppression 1.2.3 on its example data.
 * Assumes: readers know no other table on the same people. Several tables that share counts need the general form.
 * Not for: numbers other than counts of people.
 */
export function suppressTable(
  counts: readonly (readonly number[])[],
  options: SuppressionOptions = {},
): DisclosedTable {
  const minimum = options.minimum ?? minimumCount
  refuse(counts, minimum)
  const rows = counts.length
  const columns = counts[0]!.length
  const network = tableNetwork(withTotals(counts))
  const roles = network.arcs.map(({ row, column }) => roleOf(row, column, rows, columns, options))
  const hidden = network.arcs.map(
    ({ count }, a) => roles[a] === 'withheld' || (roles[a] === 'hideable' && count < minimum),
  )
  const cost = (a: number) => {
    if (hidden[a]) return 0
    if (roles[a] === 'known') return Infinity
    return hidingCost(network, a, rows, columns)
  }
  network.arcs.forEach(({ count }, arc) => {
    if (roles[arc] === 'known' || count >= minimum) return
    const raised = movable({ network, arc, direction: 'raise', limit: minimum - count, cost })
    for (const used of raised.used) hidden[used] = true
    if (count + raised.distance >= minimum) return
    const lowered = movable({ network, arc, direction: 'lower', limit: count, cost })
    for (const used of lowered.used) hidden[used] = true
  })
  const at = (row: number, column: number): Disclosed => {
    const arc = row * (columns + 1) + column
    return hidden[arc] ? { kind: 'hidden' } : { kind: 'shown', count: network.arcs[arc]!.count }
  }
  return {
    cells: counts.map((line, row) => line.map((_, column) => at(row, column))),
    rowTotals: counts.map((_, row) => at(row, columns)),
    columnTotals: counts[0]!.map((_, column) => at(rows, column)),
    total: at(rows, columns),
  }
}

function refuse(counts: readonly (readonly number[])[], minimum: number): void {
  if (!Number.isInteger(minimum) || minimum < 1) {
    throw new InvalidInput('minimum', minimum, 'a whole number ≥ 1')
  }
  const width = counts[0]?.length ?? 0
  if (width === 0) throw new InvalidInput('counts', 'an empty table', 'at least one row and one column')
  for (const line of counts) {
    if (line.length !== width) throw new InvalidInput('counts', `a row of ${line.length}`, `rows of ${width}`)
    for (const count of line) {
      if (!Number.isSafeInteger(count) || count < 0) {
        throw new InvalidInput('count', count, 'a whole number ≥ 0')
      }
    }
  }
}

function withTotals(counts: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const lines = counts.map((line) => [...line, line.reduce((sum, count) => sum + count, 0)])
  const totals = lines[0]!.map((_, column) => lines.reduce((sum, line) => sum + line[column]!, 0))
  return [...lines, totals]
}

function roleOf(
  row: number,
  column: number,
  rows: number,
  columns: number,
  options: SuppressionOptions,
): TotalRole {
  if (row < rows && column < columns) return 'hideable'
  if (row === rows && column === columns) return options.total ?? 'hideable'
  const given = row === rows ? options.columnTotals : options.rowTotals
  if (given === undefined) return 'hideable'
  if (typeof given === 'string') return given
  const [place, size] = row === rows ? [column, columns] : [row, rows]
  if (given.length !== size) {
    throw new InvalidInput('roles of totals', `${given.length} of them`, `one per line (${size})`)
  }
  return given[place]!
}

/** Few and small counts are hidden rather than many and large ones. */
function hidingCost(network: TableNetwork, arc: number, rows: number, columns: number): number {
  const { row, column, count } = network.arcs[arc]!
  const total = network.arcs.at(-1)!.count
  return (row === rows ? totalWorth : 1) * (column === columns ? totalWorth : 1) + count / (total + 1)
}
