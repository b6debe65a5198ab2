import { InvalidInput } from '../errors.ts'
import { betaQuantileLogit, incompleteBeta } from './incomplete-beta.ts'
import { requirePositive, smallerTail, type Tail } from './tails.ts'

/**
 * Student's t distribution function, P(T ≤ t). For an upper tail take `studentTCdf(-t, df)`.
 *
 * @param t   any number; ±Infinity allowed; beyond 1e150 the tail counts as 0
 * @param df  degrees of freedom, 0 < df ≤ 1e9, whole or not
 * @returns   probability in [0, 1]; for df from 0.1 to 1e6 relative error ≤ 1e-11 above 1e-300
 * @throws {InvalidInput} if an argument is out of range
 *
 * Checked: distributions.oracle.json; the Cauchy distribution at df = 1.
 */
export function studentTCdf(t: number, df: number): number {
  requirePositive('df', df)
  if (Number.isNaN(t)) throw new InvalidInput('t', t, 'a number')
  const ratio = Math.abs(t) / Math.sqrt(df)
  const square = ratio * ratio
  const x = 1 / (1 + square)
  const y = square === Infinity ? 1 : square / (1 + square)
  const { lower, upper } = incompleteBeta(df / 2, 0.5, x, y)
  return t < 0 ? lower / 2 : 0.5 + upper / 2
}

/**
 * The t at which a tail of Student's distribution is p.
 *
 * @param p     probability, 0 < p < 1
 * @param df    degrees of freedom, 0 < df ≤ 1e9, whole or not
 * @param tail  the tail that p is of; give a small upper tail as `'upper'`, not as 1 − p
 * @returns     for df from 0.1 to 1e6 relative error ≤ 1e-11, absolute near p = ½; ±Infinity where it overflows
 * @throws {InvalidInput} if an argument is out of range
 *
 * Checked: distributions.oracle.json; `studentTCdf` at the result is p.
 */
export function studentTQuantile(p: number, df: number, tail: Tail = 'lower'): number {
  requirePositive('df', df)
  const small = smallerTail(p, tail)
  if (small.p === 0.5) return 0
  const logit =
    small.p < 0.25
      ? betaQuantileLogit(df / 2, 0.5, 2 * small.p, 'lower')
      : betaQuantileLogit(df / 2, 0.5, 1 - 2 * small.p, 'upper')
  return (small.tail === 'lower' ? -1 : 1) * Math.sqrt(df) * Math.exp(-logit / 2)
}
