import { gammaQuantile, incompleteGamma } from './incomplete-gamma.ts'
import { requirePositive, type Tail, type Tails } from './tails.ts'

/**
 * Tails of the χ² distribution: P(X ≤ x) and P(X > x).
 *
 * @param x   x ≥ 0
 * @param df  degrees of freedom, 0 < df ≤ 1e9, whole or not
 * @returns   both tails in [0, 1]; for df from 0.02 to 2e6 relative error ≤ 1e-12 of each above 1e-300
 * @throws {InvalidInput} if an argument is out of range
 *
 * Checked: distributions.oracle.json.
 */
export function chiSquareTails(x: number, df: number): Tails {
  requirePositive('df', df)
  return incompleteGamma(df / 2, x / 2)
}

/**
 * The x at which a tail of the χ² distribution is p.
 *
 * @param p     probability, 0 < p < 1
 * @param df    degrees of freedom, 0 < df ≤ 1e9, whole or not
 * @param tail  the tail that p is of; give a small upper tail as `'upper'`, not as 1 − p
 * @returns     x ≥ 0; for df from 0.02 to 2e6 relative error ≤ 1e-11
 * @throws {InvalidInput} if an argument is out of range
 *
 * Checked: distributions.oracle.json; `chiSquareTails` at the result is p.
 */
export function chiSquareQuantile(p: number, df: number, tail: Tail = 'lower'): number {
  requirePositive('df', df)
  return 2 * gammaQuantile(df / 2, p, tail)
}
