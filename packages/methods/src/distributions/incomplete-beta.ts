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
import { logBetaWeight } from './weights.ts'

/**
 * Regularised incomplete beta function, both tails.
 *
 *   lower I_x(a, b) = 1/B(a, b) ∫₀ˣ t^(a−1) (1−t)^(b−1) dt,   upper 1 − I_x(a, b)
 *
 * @param a           dimensionless, 0 < a ≤ 1e9
 * @param b           dimensionless, 0 < b ≤ 1e9
 * @param x           proportion in [0, 1]
 * @param complement  1 − x, where the caller knows it better than the subtraction does
 * @returns           both tails in [0, 1]; for a and b from 0.01 to 1e6 relative error ≤ 1e-11 of each tail above
 *                    1e-300
 * @throws {InvalidInput} if an argument is out of range
 *
 * By the continued fraction, on the side where it converges fast; about √max(a, b) terms.
 * Source: DiDonato AR, Morris AH. ACM Trans Math Softw 1992;18:360–73. doi:10.1145/131766.131776
 * Checked: distributions.oracle.json; I_x(a, b) = 1 − I_1−x(b, a); binomial sums for whole a and b.
 */
export function incompleteBeta(a: number, b: number, x: number, complement: number = 1 - x): Tails {
  requirePositive('a', a)
  requirePositive('b', b)
  if (!(x >= 0 && x <= 1)) throw new InvalidInput('x', x, 'a number in [0, 1]')
  if (!(Math.abs(x + complement - 1) <= 1e-15)) {
    throw new InvalidInput('complement', complement, '1 − x to rounding')
  }
  if (x === 0) return { lower: 0, upper: 1 }
  return complement === 0 ? { lower: 1, upper: 0 } : tailsOf(logTails(a, b, x, complement))
}

/**
 * The x at which a tail of the beta distribution is p.
 *
 * @param a     dimensionless, 0 < a ≤ 1e9
 * @param b     dimensionless, 0 < b ≤ 1e9
 * @param p     probability, 0 < p < 1
 * @param tail  the tail that p is of; give a small upper tail as `'upper'`, not as 1 − p
 * @returns     x in [0, 1]; for a and b from 0.01 to 1e6 and p from 1e-300 relative error ≤ 1e-11 of x
 * @throws {InvalidInput} if an argument is out of range
 *
 * Checked: distributions.oracle.json; the tail at the result is p.
 */
export function betaQuantile(a: number, b: number, p: number, tail: Tail = 'lower'): number {
  return logistic(betaQuantileLogit(a, b, p, tail))
}

/** ln( x / (1 − x) ) of the beta quantile x, which keeps its digits where x is near 0 or near 1. */
export function betaQuantileLogit(a: number, b: number, p: number, tail: Tail): number {
  requirePositive('a', a)
  requirePositive('b', b)
  const small = smallerTail(p, tail)
  const outermost = firstTermLogit(a, b, small)
  if (Math.abs(outermost) > 600) return outermost
  const at = (u: number) => {
    const x = logistic(u)
    const y = logistic(-u)
    return { logTail: logTail(logTails(a, b, x, y), small.tail), logDensity: logBetaWeight(a, b, x, y) }
  }
  const z = (small.tail === 'lower' ? -1 : 1) * roughNormalQuantile(small.p)
  const start = Math.log(a / b) + z * Math.sqrt(1 / a + 1 / b)
  return solveTail(at, { tail: small.tail, logP: Math.log(small.p) }, start, { low: -744, high: 744 })
}

/** The logit at which the first term of the power series about the tail's own end is p: exact beyond ±600. */
function firstTermLogit(a: number, b: number, { p, tail }: Readonly<{ p: number; tail: Tail }>): number {
  const own = tail === 'lower' ? a : b
  const logit = (Math.log(p) + logGamma(own + 1) + logGamma(a + b - own) - logGamma(a + b)) / own
  return tail === 'lower' ? logit : -logit
}

function logistic(u: number): number {
  return u < 0 ? Math.exp(u) / (1 + Math.exp(u)) : 1 / (1 + Math.exp(-u))
}

function logTails(a: number, b: number, x: number, y: number): LogTails {
  const weight = logBetaWeight(a, b, x, y)
  return x * (b + 1) <= y * (a + 1)
    ? { direct: 'lower', logDirect: weight + Math.log(continuedFraction(a, b, x, y)) }
    : { direct: 'upper', logDirect: weight + Math.log(continuedFraction(b, a, y, x)) }
}

/**
 * 1/(β₀ + α₁/(β₁ + α₂/(β₂ + …))), by the modified Lentz method:
 *
 *   αₙ = (a+n−1)(a+b+n−1) n (b−n) x² / (a+2n−1)²
 *   βₙ = n + n(b−n)x/(a+2n−1) + (a+n)/(a+2n+1) · (λ + 1 + n(1+y)),   λ = a − (a+b)x
 */
function continuedFraction(a: number, b: number, x: number, y: number): number {
  const lambda = a > b ? (a + b) * y - b : a - (a + b) * x
  let value = (a / (a + 1)) * (lambda + 1)
  let c = value
  let d = 0
  for (let n = 1; ; n++) {
    const step = a + 2 * n - 1
    const share = (n * (b - n) * x) / step
    const alpha = (((a + n - 1) * (a + b + n - 1)) / step) * share * x
    const beta = n + share + ((a + n) / (step + 2)) * (lambda + 1 + n * (1 + y))
    d = 1 / (beta + alpha * d)
    c = beta + alpha / c
    value *= c * d
    if (Math.abs(c * d - 1) <= 2 ** -52 || n === 1e6) return 1 / value
  }
}
