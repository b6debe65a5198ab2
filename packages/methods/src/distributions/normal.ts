import { InvalidInput } from '../errors.ts'
import { gammaQuantile, incompleteGamma } from './incomplete-gamma.ts'
import { smallerTail, type Tail } from './tails.ts'

/**
 * Standard normal distribution function, P(Z ≤ z). For an upper tail take `normalCdf(-z)`.
 *
 * @param z  standard deviations; ±Infinity allowed
 * @returns  probability in [0, 1]; relative error ≤ 1e-12 down to 1e-300 (z ≥ −37)
 * @throws {InvalidInput} if z is not a number
 *
 * Checked: distributions.oracle.json, z from −37 to 8.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) throw new InvalidInput('z', z, 'a number')
  const { lower, upper } = incompleteGamma(0.5, 0.5 * z * z)
  return z < 0 ? upper / 2 : 0.5 + lower / 2
}

/**
 * The z at which a tail of the standard normal distribution is p.
 *
 * @param p     probability, 0 < p < 1
 * @param tail  the tail that p is of; give a small upper tail as `'upper'`, not as 1 − p
 * @returns     standard deviations; relative error ≤ 1e-12 for p from 1e-300, absolute near p = ½
 * @throws {InvalidInput} if p is out of range
 *
 * Checked: distributions.oracle.json; `normalCdf` at the result is p.
 */
export function normalQuantile(p: number, tail: Tail = 'lower'): number {
  const small = smallerTail(p, tail)
  if (small.p === 0.5) return 0
  const squared =
    small.p < 0.25 ? gammaQuantile(0.5, 2 * small.p, 'upper') : gammaQuantile(0.5, 1 - 2 * small.p, 'lower')
  return (small.tail === 'lower' ? -1 : 1) * Math.sqrt(2 * squared)
}
