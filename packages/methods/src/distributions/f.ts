import { InvalidInput } from '../errors.ts'
import { betaQuantileLogit, incompleteBeta } from './incomplete-beta.ts'
import { requirePositive, type Tail, type Tails } from './tails.ts'

/**
 * Tails of the F distribution: P(F ≤ f) and P(F > f).
 *
 * @param f    ratio of variances, f ≥ 0
 * @param df1  degrees of freedom of the numerator, 0 < df1 ≤ 1e9, whole or not
 * @param df2  degrees of freedom of the denominator, 0 < df2 ≤ 1e9, whole or not
 * @returns    both tails in [0, 1]; for degrees from 0.1 to 1e6 relative error ≤ 1e-11 of each above 1e-300
 * @throws {InvalidInput} if an argument is out of range
 *
 * Checked: distributions.oracle.json; F(1, df) is Student's t squared.
 */
export function fTails(f: number, df1: number, df2: number): Tails {
  requirePositive('df1', df1)
  requirePositive('df2', df2)
  if (!(f >= 0)) throw new InvalidInput('f', f, 'a number ≥ 0')
  const odds = (f * df1) / df2
  if (odds === Infinity) return { lower: 1, upper: 0 }
  return incompleteBeta(df1 / 2, df2 / 2, odds / (1 + odds), 1 / (1 + odds))
}

/**
 * The f at which a tail of the F distribution is p.
 *
 * @param p     probability, 0 < p < 1
 * @param df1   degrees of freedom of the numerator, 0 < df1 ≤ 1e9, whole or not
 * @param df2   degrees of freedom of the denominator, 0 < df2 ≤ 1e9, whole or not
 * @param tail  the tail that p is of; give a small upper tail as `'upper'`, not as 1 − p
 * @returns     f ≥ 0; for degrees from 0.1 to 1e6 relative error ≤ 1e-11
 * @throws {InvalidInput} if an argument is out of range
 *
 * Checked: distributions.oracle.json; `fTails` at the result is p.
 */
export function fQuantile(p: number, df1: number, df2: number, tail: Tail = 'lower'): number {
  requirePositive('df1', df1)
  requirePositive('df2', df2)
  return (df2 / df1) * Math.exp(betaQuantileLogit(df1 / 2, df2 / 2, p, tail))
}
