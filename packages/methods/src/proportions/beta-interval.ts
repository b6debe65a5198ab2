import { betaQuantile } from '../distributions/incomplete-beta.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { InvalidInput } from '../errors.ts'
import { checkShare } from './logit-interval.ts'
import type { EstimatedShare } from './logit-interval.ts'
import { z95 } from './wilson-interval.ts'
import type { ProportionInterval } from './wilson-interval.ts'

/** From so many people on the beta distribution of a share is normal, and its continued fraction long. */
const mostPeople = 1e8

/**
 * 95 % interval of a share after Korn and Graubard: Clopper and Pearson's exact interval for as many people, drawn by
 * simple chance, as would give this standard error.
 *
 *   n* = p(1−p)/se² · (t(n−1) / t(df))²,   limits: beta quantiles 0.025 of (n*p, n*(1−p)+1), 0.975 of (n*p+1, n*(1−p))
 *
 * @param n  people in the sample, a whole number ≥ 2. For a share of 0 or 1, which has no standard error, n* = n
 * @returns  limits in [0, 1]: 0 below for a share of 0, 1 above for one of 1; the share itself where se is 0 because
 *           everybody was asked; where n* is above 1e8, and the beta distribution normal, p ± 1.96·√(p(1−p)/n*)
 * @throws {InvalidInput} if an argument is out of range
 *
 * Source: Korn EL, Graubard BI. Surv Methodol 1998;24:193–201.
 * Checked: R survey 4.1 `svyciprop`, on the stratified California schools; Clopper and Pearson's interval, whose tails
 * are 2.5 % by binomial sums, for simple chance.
 */
export function betaInterval(estimate: EstimatedShare, n: number): ProportionInterval {
  checkShare(estimate)
  if (!Number.isInteger(n) || n < 2) throw new InvalidInput('n', n, 'a whole number ≥ 2')
  const { share, se, degreesOfFreedom } = estimate
  if (share === 0) return { share, lower: 0, upper: betaQuantile(1, n, 0.025, 'upper') }
  if (share === 1) return { share, lower: betaQuantile(n, 1, 0.025), upper: 1 }
  if (se === 0) return { share, lower: share, upper: share }
  const t = (df: number) => studentTQuantile(0.025, df, 'upper')
  const people = ((share * (1 - share)) / se ** 2) * (t(n - 1) / t(degreesOfFreedom)) ** 2
  if (people > mostPeople) {
    const half = z95 * Math.sqrt((share * (1 - share)) / people)
    return { share, lower: Math.max(0, share - half), upper: Math.min(1, share + half) }
  }
  const [yes, no] = [people * share, people * (1 - share)]
  return {
    share,
    lower: betaQuantile(yes, no + 1, 0.025),
    upper: betaQuantile(yes + 1, no, 0.025, 'upper'),
  }
}
