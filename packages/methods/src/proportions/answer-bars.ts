import { InvalidInput } from '../errors.ts'
import type { AnswerCounts } from '../opinion-map/group-votes.ts'
import { wilsonInterval, z95 } from './wilson-interval.ts'
import type { ProportionInterval } from './wilson-interval.ts'

/** Shares of the three answers to a statement, or that nobody answered. */
export type AnswerBars =
  | {
      readonly kind: 'estimate'
      readonly n: number
      readonly agree: ProportionInterval
      readonly disagree: ProportionInterval
      readonly pass: ProportionInterval
    }
  | { readonly kind: 'not-estimable'; readonly reason: 'no-answers' }

/**
 * Shares of agree, disagree and pass among those who answered, each with its Wilson interval.
 *
 * What a round shows that is too small for groups. The three intervals hold one at a time, not jointly.
 *
 * @param counts  whole numbers ≥ 0; "not my area" is missing and not counted
 * @param z       two-sided standard-normal quantile; 1.96 for 95 %
 * @throws {InvalidInput} if a count is not a whole number ≥ 0
 */
export function answerBars(counts: AnswerCounts, z: number = z95): AnswerBars {
  for (const answer of ['agree', 'disagree', 'pass'] as const) {
    const count = counts[answer]
    if (!Number.isInteger(count) || count < 0) throw new InvalidInput(answer, count, 'a whole number ≥ 0')
  }
  const n = counts.agree + counts.disagree + counts.pass
  if (n === 0) return { kind: 'not-estimable', reason: 'no-answers' }
  return {
    kind: 'estimate',
    n,
    agree: wilsonInterval(counts.agree, n, z),
    disagree: wilsonInterval(counts.disagree, n, z),
    pass: wilsonInterval(counts.pass, n, z),
  }
}
