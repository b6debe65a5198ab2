import { seenCount } from './group-votes.ts'
import type { AnswerCounts } from './group-votes.ts'

/** z of a one-sided test at 90 %, as Polis uses it throughout. */
export const oneSided90 = 1.2816

/** How one side (agreeing or disagreeing) of a statement distinguishes a group. */
export type SideStatistics = {
  /** Smoothed proportion (s + 1)/(n + 2), in (0, 1). */
  readonly p: number
  /** z of the test that the proportion exceeds one half. */
  readonly pTest: number
  /** Ratio of the group's proportion to that of all others together, > 0. */
  readonly repness: number
  /** z of the test that the group's proportion exceeds the others'. */
  readonly repnessTest: number
}

/** Proportion with one success and one failure added: (s + 1)/(n + 2). Never 0 or 1. */
export function smoothedProportion(successes: number, trials: number): number {
  return (successes + 1) / (trials + 2)
}

/**
 * z of the test that a proportion exceeds one half, with one success added.
 *
 *   z = 2·√(n+1)·((s+1)/(n+1) − ½)
 *
 * @param successes  0 ≤ s ≤ n
 * @param trials     n ≥ 0
 *
 * Source: Polis (see opinion-map.ts); the n + 1 is as published there.
 */
export function proportionTest(successes: number, trials: number): number {
  return 2 * Math.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)
}

/**
 * z of the test that a first proportion exceeds a second, with one added to all four counts.
 *
 *   z = (π1 − π2) / √( π̂(1 − π̂)(1/n1 + 1/n2) ),   0 if the pooled proportion π̂ is 1
 *
 * Source: Polis (see opinion-map.ts).
 */
export function twoProportionTest(
  first: { readonly successes: number; readonly trials: number },
  second: { readonly successes: number; readonly trials: number },
): number {
  const s1 = first.successes + 1
  const n1 = first.trials + 1
  const s2 = second.successes + 1
  const n2 = second.trials + 1
  const pooled = (s1 + s2) / (n1 + n2)
  if (pooled === 1) return 0
  return (s1 / n1 - s2 / n2) / Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
}

/**
 * Representativeness of a statement for a group, for agreeing and for disagreeing.
 *
 * @param own     counts within the group
 * @param others  counts over all other groups together (people in no group are not counted)
 *
 * Source: Small C et al. Recerca 2021;26(2). doi:10.6035/recerca.5516
 * Checked: the representative statements of two Polis server outputs, order and values (1e-6).
 * Assumes: answers of different participants are independent. Groups were found on the same votes, so these z
 * rank statements; they are not evidence that groups exist.
 */
export function representativeness(
  own: AnswerCounts,
  others: AnswerCounts,
): { readonly agree: SideStatistics; readonly disagree: SideStatistics } {
  return { agree: side('agree', own, others), disagree: side('disagree', own, others) }
}

function side(direction: 'agree' | 'disagree', own: AnswerCounts, others: AnswerCounts): SideStatistics {
  const trials = seenCount(own)
  const otherTrials = seenCount(others)
  const p = smoothedProportion(own[direction], trials)
  return {
    p,
    pTest: proportionTest(own[direction], trials),
    repness: p / smoothedProportion(others[direction], otherTrials),
    repnessTest: twoProportionTest(
      { successes: own[direction], trials },
      { successes: others[direction], trials: otherTrials },
    ),
  }
}
