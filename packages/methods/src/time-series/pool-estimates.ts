import { studentTQuantile } from '../distributions/student-t.ts'
import { InvalidInput } from '../errors.ts'
import type { SeriesEstimate } from './series-estimate.ts'

/** The mean of what sites show, and how far they differ. */
export type PooledEstimate = SeriesEstimate & {
  /** Variance between sites. */
  readonly tau2: number
  /** Share of the spread between estimates that chance does not explain, in [0, 1]. */
  readonly i2: number
}

/**
 * Random-effects mean of independent estimates, with a Hartung-Knapp interval.
 *
 *   w = 1/se²,  Q = Σw(θ − θ̄_w)²,  τ² = max(0, (Q − (k−1)) / (Σw − Σw²/Σw))
 *   μ = Σ w* θ / Σ w*,  w* = 1/(se² + τ²)
 *   se(μ)² = max(1, Σ w*(θ − μ)²/(k−1)) / Σw*,  interval by t with k − 1 degrees of freedom
 *   I² = max(0, 1 − (k−1)/Q)
 *
 * The maximum keeps estimates that agree by luck from making the interval too narrow.
 *
 * @param estimates  k ≥ 2, of one unit, each se > 0
 *
 * Source: DerSimonian R, Laird N. Control Clin Trials 1986;7:177–88. doi:10.1016/0197-2456(86)90046-2; Röver C, Knapp
 * G, Friede T. BMC Med Res Methodol 2015;15:99. doi:10.1186/s12874-015-0091-1
 * Checked: sums written out anew; equal estimates; two sites by hand.
 */
export function poolEstimates(
  estimates: readonly { readonly estimate: number; readonly se: number }[],
): PooledEstimate {
  const k = estimates.length
  if (k < 2) throw new InvalidInput('estimates', k, 'at least two')
  for (const { se } of estimates) if (!(se > 0)) throw new InvalidInput('se', se, 'a number > 0')
  const fixed = weighted(estimates, 0)
  const squares = estimates.reduce((sum, { se }) => sum + 1 / se ** 4, 0)
  const tau2 = Math.max(0, (fixed.q - (k - 1)) / (fixed.weight - squares / fixed.weight))
  const { mean, weight, q } = weighted(estimates, tau2)
  const se = Math.sqrt(Math.max(1, q / (k - 1)) / weight)
  const half = studentTQuantile(0.025, k - 1, 'upper') * se
  const i2 = fixed.q > k - 1 ? 1 - (k - 1) / fixed.q : 0
  return { estimate: mean, se, lower: mean - half, upper: mean + half, tau2, i2 }
}

function weighted(
  estimates: readonly { readonly estimate: number; readonly se: number }[],
  tau2: number,
): { readonly mean: number; readonly weight: number; readonly q: number } {
  const weights = estimates.map(({ se }) => 1 / (se * se + tau2))
  const weight = weights.reduce((sum, w) => sum + w, 0)
  const mean = estimates.reduce((sum, { estimate }, i) => sum + weights[i]! * estimate, 0) / weight
  const q = estimates.reduce((sum, { estimate }, i) => sum + weights[i]! * (estimate - mean) ** 2, 0)
  return { mean, weight, q }
}
