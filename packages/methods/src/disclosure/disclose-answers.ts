import { InvalidInput } from '../errors.ts'
import type { AnswerCounts } from '../opinion-map/group-votes.ts'
import { minimumCount, suppressTable } from './suppress-table.ts'
import type { Disclosed, TotalRole } from './suppress-table.ts'

/** The answers to a statement as they may leave. `answered` is their number, pass included. */
export type DisclosedAnswers = {
  readonly agree: Disclosed
  readonly disagree: Disclosed
  readonly pass: Disclosed
  readonly answered: Disclosed
}

/** The answers of one stratum as they may leave; stratum null: people without a stated one. */
export type DisclosedStratum = DisclosedAnswers & { readonly stratum: string | null }

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

/**
 * The answers to a statement by stratum, such that neither they nor their difference from the published totals
 * tell a small count.
 *
 * The totals are taken as published by `discloseAnswers`: what was shown there cannot be hidden any more, what
 * was hidden there stays hidden. People without a stated stratum are a further line (stratum null), present if
 * there are any.
 *
 * @param strata   counts per stratum, each stratum once
 * @param totals   counts over everybody; at least the sum of the strata
 * @param minimum  smallest count shown; 5 by default
 * @returns        the totals as published, and one line per stratum in the order given
 * @throws {InvalidInput} if strata repeat, or sum to more than a total; else as `suppressTable`
 */
export function discloseAnswersByStratum(
  strata: readonly (AnswerCounts & { readonly stratum: string })[],
  totals: AnswerCounts,
  minimum: number = minimumCount,
): { readonly totals: DisclosedAnswers; readonly strata: readonly DisclosedStratum[] } {
  if (new Set(strata.map(({ stratum }) => stratum)).size !== strata.length) {
    throw new InvalidInput('strata', 'a stratum twice', 'each stratum once')
  }
  const rest = order.map((answer) => totals[answer] - strata.reduce((sum, line) => sum + line[answer], 0))
  for (const count of rest) {
    if (!(count >= 0)) throw new InvalidInput('totals', count, 'at least the sum of the strata')
  }
  const lines = strata.map((line) => order.map((answer) => line[answer]))
  const names: (string | null)[] = strata.map(({ stratum }) => stratum)
  if (strata.length === 0 || rest.some((count) => count > 0)) {
    lines.push(rest)
    names.push(null)
  }
  const published = discloseAnswers(totals, minimum)
  const table = suppressTable(lines, {
    minimum,
    columnTotals: order.map((answer) => role(published[answer])),
    total: role(published.answered),
  })
  return {
    totals: published,
    strata: names.map((stratum, row) => ({ stratum, ...named(table.cells[row]!, table.rowTotals[row]!) })),
  }
}

function role(disclosed: Disclosed): TotalRole {
  return disclosed.kind === 'shown' ? 'known' : 'withheld'
}

function named(cells: readonly Disclosed[], answered: Disclosed): DisclosedAnswers {
  return { agree: cells[0]!, disagree: cells[1]!, pass: cells[2]!, answered }
}
