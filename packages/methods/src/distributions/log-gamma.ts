import { InvalidInput } from '../errors.ts'

/** ln √(2π). */
export const logRootTwoPi = 0.9189385332046727

/** Where the asymptotic series is exact to double precision. */
const seriesFrom = 16

/**
 * Natural logarithm of the gamma function.
 *
 *   ln Γ(x) = (x − ½) ln x − x + ln √(2π) + δ(x),   δ the error of Stirling's formula
 *
 * @param x  dimensionless, 0 < x ≤ 1e300
 * @returns  ln Γ(x); error ≤ 1e-14 · max(1, |ln Γ(x)|)
 * @throws {InvalidInput} for anything else
 *
 * Source: NIST DLMF 5.11.1, https://dlmf.nist.gov/5.11
 * Checked: distributions.oracle.json, from 1e-300 to 1e300.
 */
export function logGamma(x: number): number {
  if (!(x > 0 && x <= 1e300)) throw new InvalidInput('x', x, 'a number in (0, 1e300]')
  return (x - 0.5) * Math.log(x) - x + logRootTwoPi + stirlingError(x)
}

/**
 * δ(x) = ln Γ(x + 1) − (x + ½) ln x + x − ln √(2π), the error of Stirling's formula, for x > 0.
 *
 * Below 16 by the recurrence δ(x) = δ(x + 1) + (x + ½) ln(1 + 1/x) − 1. Absolute error ≤ 1e-14 (relative, where
 * δ exceeds 1).
 */
export function stirlingError(x: number): number {
  let steps = 0
  let z = x
  for (; z < seriesFrom; z++) steps += (z + 0.5) * Math.log1p(1 / z) - 1
  const inverse = 1 / z
  const square = inverse * inverse
  const series =
    inverse *
    (1 / 12 -
      square *
        (1 / 360 -
          square *
            (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360 - square / 156))))))
  return steps + series
}
