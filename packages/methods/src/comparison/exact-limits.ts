import { binomialTails, poissonTails } from '../distributions/counts.ts'
import type { Tails } from '../distributions/tails.ts'
import { logBetaWeight, logPoissonWeight } from '../distributions/weights.ts'

/** A tail probability with the normal quantile that has it. */
export type TailPoint = { readonly p: number; readonly z: number }

/** The counts that chance explains: those of which each tail, the count included, is at least p. */
export type CountLimits = { readonly lower: number; readonly upper: number }

type Distribution = {
  readonly mean: number
  readonly variance: number
  /** Third central moment over the variance. */
  readonly skew: number
  readonly most: number
  readonly tails: (count: number) => Tails
  readonly chance: (count: number) => number
  /** P(X = count) / P(X = count − 1) */
  readonly ratio: (count: number) => number
}

/**
 * Limits of a binomial count for each tail; see `limitsOf`.
 *
 * @param n      trials, a whole number ≥ 1
 * @param theta  probability of a success, in [0, 1]
 */
export function binomialLimits(
  n: number,
  theta: number,
  tails: readonly TailPoint[],
): readonly CountLimits[] {
  if (theta === 0 || theta === 1) return tails.map(({ p }) => certain(n * theta, p))
  const odds = theta / (1 - theta)
  return limitsOf(
    {
      mean: n * theta,
      variance: n * theta * (1 - theta),
      skew: 1 - 2 * theta,
      most: n,
      tails: (count) => binomialTails(count, n, theta),
      chance: (count) =>
        Math.exp(logBetaWeight(count + 1, n - count + 1, theta, 1 - theta)) / ((n + 1) * theta * (1 - theta)),
      ratio: (count) => ((n - count + 1) / count) * odds,
    },
    tails,
  )
}

/** Limits of a Poisson count of a given mean ≥ 0, for each tail; see `limitsOf`. */
export function poissonLimits(mean: number, tails: readonly TailPoint[]): readonly CountLimits[] {
  if (mean === 0) return tails.map(({ p }) => certain(0, p))
  return limitsOf(
    {
      mean,
      variance: mean,
      skew: 1,
      most: Infinity,
      tails: (count) => poissonTails(count, mean),
      chance: (count) => (count === 0 ? Math.exp(-mean) : Math.exp(logPoissonWeight(count, mean))),
      ratio: (count) => mean / count,
    },
    tails,
  )
}

/**
 * Exact limits of a count, interpolated so that they move smoothly with its mean.
 *
 *   lower  r − (P(X ≤ r) − p)/P(X = r), r the smallest count with P(X ≤ r) ≥ p, but at least 0
 *   upper  s + (P(X ≥ s) − p)/P(X = s), s the largest count with P(X ≥ s) ≥ p
 *
 * So a whole count x lies below the lower limit exactly where P(X ≤ x) < p, and above the upper one exactly where
 * P(X ≥ x) < p.
 *
 * Each tail is computed once, near the limit, and followed count by count from there.
 */
function limitsOf(distribution: Distribution, tails: readonly TailPoint[]): readonly CountLimits[] {
  const lower = lowerLimits(distribution, tails)
  const upper = upperLimits(distribution, tails)
  return tails.map((_, i) => ({ lower: lower[i]!, upper: upper[i]! }))
}

/** From the smallest tail upwards. */
function lowerLimits(distribution: Distribution, points: readonly TailPoint[]): readonly number[] {
  const found: number[] = []
  const order = [...points.keys()].toSorted((a, b) => points[a]!.p - points[b]!.p)
  const first = points[order[0]!]!
  let count = start(distribution, first.z, -1)
  let upTo = distribution.tails(count).lower
  let chance = distribution.chance(count)
  while (upTo - chance >= first.p) {
    upTo -= chance
    chance /= distribution.ratio(count--)
  }
  for (const i of order) {
    const { p } = points[i]!
    while (upTo < p) {
      chance *= distribution.ratio(++count)
      upTo += chance
    }
    found[i] = Math.max(0, count - (upTo - p) / chance)
  }
  return found
}

/** From the smallest tail downwards. */
function upperLimits(distribution: Distribution, points: readonly TailPoint[]): readonly number[] {
  const found: number[] = []
  const order = [...points.keys()].toSorted((a, b) => points[a]!.p - points[b]!.p)
  const first = points[order[0]!]!
  let count = start(distribution, first.z, 1)
  let from = distribution.tails(count - 1).upper
  let chance = distribution.chance(count)
  while (from - chance >= first.p) {
    from -= chance
    chance *= distribution.ratio(++count)
  }
  for (const i of order) {
    const { p } = points[i]!
    while (from < p) {
      chance /= distribution.ratio(count--)
      from += chance
    }
    found[i] = count + (from - p) / chance
  }
  return found
}

/** A count near a limit, by the first terms of the Cornish-Fisher expansion. */
function start({ mean, variance, skew, most }: Distribution, z: number, sign: -1 | 1): number {
  const near = mean + sign * z * Math.sqrt(variance) + (skew * (z * z - 1)) / 6
  return Math.min(most, Math.max(0, Math.floor(near)))
}

function certain(count: number, p: number): CountLimits {
  return { lower: Math.max(0, count - (1 - p)), upper: count + (1 - p) }
}
