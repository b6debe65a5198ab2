import { studentTQuantile } from '../distributions/student-t.ts'
import { InvalidInput } from '../errors.ts'
import type { ProportionInterval } from './wilson-interval.ts'

/** A share as a survey estimates it. */
export type EstimatedShare = {
  /** In [0, 1]. */
  readonly share: number
  /** Standard error, ≥ 0; √(p(1−p)/n) for n people drawn by simple chance. */
  readonly se: number
  /** Of the standard error, > 0: clusters less strata; n − 1 for simple chance. */
  readonly degreesOfFreedom: number
}

export type ShareInterval =
  | (ProportionInterval & { readonly kind: 'estimate' })
  | { readonly kind: 'not-estimable'; readonly reason: 'all-or-none' }

/**
 * 95 % interval of a share on the log-odds scale.
 *
 *   ln(p/(1−p)) ± t · se / (p(1−p)),   taken back to shares
 *
 * @returns  limits in (0, 1), further from the nearer end; `not-estimable` for a share of 0 or 1 (`betaInterval`)
 * @throws {InvalidInput} if an argument is out of range
 *
 * Source: Korn EL, Graubard BI. Surv Methodol 1998;24:193–201.
 * Checked: R survey 4.1 `svyciprop`, on the stratified California schools.
 * Not for: shares of a few of many; the beta interval holds better there.
 */
export function logitInterval(estimate: EstimatedShare): ShareInterval {
  checkShare(estimate)
  const { share, se, degreesOfFreedom } = estimate
  if (share === 0 || share === 1) return { kind: 'not-estimable', reason: 'all-or-none' }
  const center = Math.log(share / (1 - share))
  const half = (studentTQuantile(0.025, degreesOfFreedom, 'upper') * se) / (share * (1 - share))
  const back = (logit: number) => 1 / (1 + Math.exp(-logit))
  return { kind: 'estimate', share, lower: back(center - half), upper: back(center + half) }
}

/** Refuses an estimate that cannot be one of a share. */
export function checkShare({ share, se, degreesOfFreedom }: EstimatedShare): void {
  if (!(share >= 0 && share <= 1)) throw new InvalidInput('share', share, 'a number in [0, 1]')
  if (!(se >= 0 && se < Infinity)) throw new InvalidInput('se', se, 'a number ≥ 0')
  if (!(degreesOfFreedom > 0)) throw new InvalidInput('degreesOfFreedom', degreesOfFreedom, 'above 0')
}
