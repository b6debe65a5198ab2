import { averageRanks } from '../agreement/ranks.ts'
import { quantile } from '../quantiles/quantile.ts'

/** How much more units differ than chance explains, or why that cannot be said. */
export type Dispersion =
  | {
      readonly kind: 'estimate'
      /** Mean of z²: 1 where chance alone is at work. */
      readonly phi: number
      /** Variance between units on the transformed scale. */
      readonly tau2: number
      /** Units that φ and τ² rest on. */
      readonly units: number
    }
  | { readonly kind: 'not-estimable'; readonly reason: 'too-few-units' | 'unit-without-events' }

/** What is done with the extreme units, so that they do not widen the limits that are to find them. */
export const overdispersions = ['none', 'winsorise', 'truncate'] as const
export type Overdispersion = (typeof overdispersions)[number]

/** Share of the units at each end. */
export const trimmedShare = 0.1

/**
 * φ and τ² of z-scores, extreme ones pulled in (winsorised), left out (truncated), or kept.
 *
 *   φ = Σz²/I,   τ² = max(0, (Iφ − (I−1)) / (Σw − Σw²/Σw)),   w = 1/s²
 *
 * Winsorised: z below the 10 % quantile (type 7) or above the 90 % one becomes that quantile. Truncated: the
 * first and the last tenth of the units in order of z are left out of all sums.
 *
 * @param z  scores; −∞ for a unit without events on a logarithmic scale
 * @param s  their standard errors on the transformed scale, > 0
 */
export function dispersionOf(
  z: readonly number[],
  s: readonly number[],
  overdispersion: Overdispersion,
): Dispersion {
  const used = overdispersion === 'truncate' ? withoutEnds(z) : [...z.keys()]
  if (used.length < 2) return { kind: 'not-estimable', reason: 'too-few-units' }
  if (!used.every((unit) => Number.isFinite(z[unit]!))) {
    return { kind: 'not-estimable', reason: 'unit-without-events' }
  }
  const scores = used.map((unit) => z[unit]!)
  const kept = overdispersion === 'winsorise' ? winsorised(scores) : scores
  const units = kept.length
  const phi = kept.reduce((sum, score) => sum + score * score, 0) / units
  const weights = used.map((unit) => 1 / s[unit]! ** 2)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const squares = weights.reduce((total, weight) => total + weight * weight, 0)
  const tau2 = Math.max(0, (units * phi - (units - 1)) / (sum - squares / sum))
  return { kind: 'estimate', phi, tau2, units }
}

function winsorised(scores: readonly number[]): readonly number[] {
  const sorted = scores.toSorted((a, b) => a - b)
  const [low, high] = [quantile(sorted, trimmedShare, 7), quantile(sorted, 1 - trimmedShare, 7)]
  return scores.map((score) => Math.min(high, Math.max(low, score)))
}

/**
 * The units of the eight tenths in the middle: of I units that of average rank r is in the tenth ⌊10 r/(I + 1)⌋, from
 * 0. Equal scores have one rank, so that they stay or go together.
 */
function withoutEnds(z: readonly number[]): readonly number[] {
  const { ranks } = averageRanks(z)
  return [...z.keys()].filter((unit) => {
    const tenth = Math.floor(ranks[unit]! / trimmedShare / (z.length + 1) + 1e-12)
    return tenth > 0 && tenth < 1 / trimmedShare - 1
  })
}
