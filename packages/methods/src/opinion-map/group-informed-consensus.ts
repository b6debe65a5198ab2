import { seenCount } from './group-votes.ts'
import type { AnswerCounts } from './group-votes.ts'
import { smoothedProportion } from './representativeness.ts'

/**
 * Group-informed consensus: the product over groups of the smoothed proportion that agrees.
 *
 *   Π_g (A_g + 1)/(S_g + 2)
 *
 * @param groups     one count per group; at least one
 * @param direction  'agree' (as Polis), or 'disagree' for consensus against the statement
 * @returns          a number in (0, 1)
 *
 * Source: Small C et al. Recerca 2021;26(2). doi:10.6035/recerca.5516
 * Checked: 101 values of two Polis server outputs and 371 public ones (bg2050-volunteers), tolerance 1e-12.
 * Not for: comparing conversations; it falls with the number of groups. Show the smallest group's proportion
 * with its interval beside it (`smallestGroupShare`).
 */
export function groupInformedConsensus(
  groups: readonly AnswerCounts[],
  direction: 'agree' | 'disagree' = 'agree',
): number {
  let product = 1
  for (const group of groups) product *= smoothedProportion(group[direction], seenCount(group))
  return product
}
