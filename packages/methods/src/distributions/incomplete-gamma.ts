import { InvalidInput } from '../errors.ts'
import { logGamma } from './log-gamma.ts'
import { roughNormalQuantile, solveTail } from './solve-tail.ts'
import {
  logTail,
  type LogTails,
  requirePositive,
  smallerTail,
  type Tail,
  type Tails,
  tailsOf,
} from './tails.ts'
import { logPoissonWeight } from './weights.ts'

/**
 * Regularised incomplete gamma function, both tails.
 *
 *   lower P(a, x) = 1/Γ(a) ∫₀ˣ t^(a−1) e^−t dt,   upper Q(a, x) = 1 − P(a, x)
 *
 * @param a  shape, dimensionless, 0 < a ≤ 1e9
 * @param x  dimensionless, x ≥ 0, Infinity allowed
 * @returns  P and Q in [0, 1]; for a from 0.01 to 1e6 relative error ≤ 1e-12 of each tail above 1e-300
 * @throws {InvalidInput} if an argument is out of range
 *
 * By the power series below a + 1 and Legendre's continued fraction above; about √a terms.
 * Source: NIST DLMF 8.11.4 and 8.9.2, https://dlmf.nist.gov/8
 * Checked: distributions.oracle.json; P + Q = 1; the sum of Poisson probabilities for whole a.
 */
export function incompleteGamma(a: number, x: number): Tails {
  requirePositive('a', a)
  if (!(x >= 0)) throw new InvalidInput('x', x, 'a number ≥ 0')
  if (x === 0) return { lower: 0, upper: 1 }
  return x === Infinity ? { lower: 1, upper: 0 } : tailsOf(logTails(a, x))
}

/**
 * The x at which a tail of the gamma distribution with shape a and scale 1 is p.
 *
 * @param a     shape, dimensionless, 0 < a ≤ 1e9
 * @param p     probability, 0 < p < 1
 * @param tail  the tail that p is of; give a small upper tail as `'upper'`, not as 1 − p
 * @returns     x ≥ 0; for a from 0.01 to 1e6 and p from 1e-300 relative error ≤ 1e-11, 0 where x underflows
 * @throws {InvalidInput} if an argument is out of range
 *
 * Checked: distributions.oracle.json; the tail at the result is p.
 */
export function gammaQuantile(a: number, p: number, tail: Tail = 'lower'): number {
  requirePositive('a', a)
  const small = smallerTail(p, tail)
  const first = start(a, small.p, small.tail)
  if (first < -600) return Math.exp(first)
  const at = (u: number) => {
    const x = Math.exp(u)
    return { logTail: logTail(logTails(a, x), small.tail), logDensity: logPoissonWeight(a, x) + Math.log(a) }
  }
  const bracket = { low: -744, high: Math.log(a + 1500 + 60 * Math.sqrt(a)) }
  return Math.exp(solveTail(at, { tail: small.tail, logP: Math.log(small.p) }, first, bracket))
}

/** Wilson and Hilferty's cube; where that is no good, the first term of the power series. */
function start(a: number, p: number, tail: Tail): number {
  const z = (tail === 'lower' ? -1 : 1) * roughNormalQuantile(p)
  const root = 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a))
  if (root > 0.3) return Math.log(a) + 3 * Math.log(root)
  return (Math.log(tail === 'lower' ? p : 1 - p) + logGamma(a + 1)) / a
}

function logTails(a: number, x: number): LogTails {
  const weight = logPoissonWeight(a, x)
  return x < a + 1
    ? { direct: 'lower', logDirect: weight + Math.log(powerSeries(a, x)) }
    : { direct: 'upper', logDirect: weight + Math.log(a) + Math.log(continuedFraction(a, x)) }
}

/** Σ xⁿ / ((a+1)…(a+n)). */
function powerSeries(a: number, x: number): number {
  let sum = 1
  let term = 1
  for (let n = 1; term > sum * 2 ** -54; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** 1/(x+1−a− 1(1−a)/(x+3−a− 2(2−a)/(x+5−a− …))), by Steed's method: sums whose terms shrink. */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a
  let d = 1 / b
  let term = d
  let sum = d
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 2 ** -54; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / (b + numerator * d)
    term *= b * d - 1
    sum += term
  }
  return sum
}
