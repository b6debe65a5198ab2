import type { AnswerCounts } from '../opinion-map/group-votes.ts'
import { minimumCount, suppressTable } from './suppress-table.ts'
import type { Disclosed } from './suppress-table.ts'

/** The answers to a statement as they may leave. `answered` is their number, pass included. */
export type DisclosedAnswers = {
  readonly agree: Disclosed
  readonly disagree: Disclosed
  readonly pass: Disclosed
  readonly answered: Disclosed
}

const order = ['agree', 'disagree', 'pass'] as const

/**
 * The answers of everybody to a statement, small counts hidden so that they cannot be worked out.
 *
 * @param counts   whole numbers ≥ 0
 * @param minimum  smallest count shown; 5 by default
 * @throws {InvalidInput} as `suppressTable`
 */
export function discloseAnswers(counts: AnswerCounts, minimum: number = minimumCount): DisclosedAnswers {
  const table = suppressTable([order.map((answer) => counts[answer])], {
    minimum,
    columnTotals: 'withheld',
    total: 'withheld',
  })
  return named(table.cells[0]!, table.rowTotals[0]!)
}

function named(cells: readonly Disclosed[], answered: Disclosed): DisclosedAnswers {
  return { agree: cells[0]!, disagree: cells[1]!, pass: cells[2]!, answered }
}
