import { seenCount } from './group-votes.ts'
import type { AnswerCounts } from './group-votes.ts'
import { oneSided90, proportionTest, smoothedProportion } from './representativeness.ts'

/** At most so many statements a side. */
export const majorityLimit = 5

/** Statements most participants agree with, and disagree with; strongest first. */
export type Majority = { readonly agree: readonly string[]; readonly disagree: readonly string[] }

/**
 * Statements on which more than half of all participants fall on one side, tested at 90 %.
 *
 *   p > ½ and pTest > 1.2816; the five largest p · pTest
 *
 * @param statements  ids
 * @param counts      answers of all participants, one per statement
 * @param excluded    per statement 1 if moderated out or meta
 *
 * Source: Small C et al. Recerca 2021;26(2). doi:10.6035/recerca.5516
 * Checked: four lists of two Polis server outputs, same order. Ties keep the order of the statements.
 */
export function majorityStatements(
  statements: readonly string[],
  counts: readonly AnswerCounts[],
  excluded: Uint8Array,
): Majority {
  const list = (direction: 'agree' | 'disagree') =>
    counts
      .map((count, j) => {
        const n = seenCount(count)
        const p = smoothedProportion(count[direction], n)
        const pTest = proportionTest(count[direction], n)
        return { id: statements[j]!, listed: excluded[j] !== 1 && isMajority(count[direction], n), p, pTest }
      })
      .filter((statement) => statement.listed)
      .toSorted((a, b) => b.p * b.pTest - a.p * a.pTest)
      .slice(0, majorityLimit)
      .map((statement) => statement.id)
  return { agree: list('agree'), disagree: list('disagree') }
}

/**
 * Whether more than half of those who answered fall on one side, tested at 90 %: the rule of `majorityStatements`
 * without its limit.
 *
 * @param successes  answers on that side, 0 ≤ successes ≤ trials
 * @param trials     answers, pass included, ≥ 0
 */
export function isMajority(successes: number, trials: number): boolean {
  return smoothedProportion(successes, trials) > 0.5 && proportionTest(successes, trials) > oneSided90
}
