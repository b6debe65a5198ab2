import { logRootTwoPi, stirlingError } from './log-gamma.ts'

/**
 * ln( x^a e^−x / Γ(a + 1) ): the Poisson probability of a at mean x, for real a > 0, x > 0.
 *
 * By the deviance, not by a difference of large logarithms, so that it keeps its digits for a of a million.
 * Source: Loader C. Fast and accurate computation of binomial probabilities, 2000.
 */
export function logPoissonWeight(a: number, x: number): number {
  return -stirlingError(a) - deviance(a, x) - logRootTwoPi - 0.5 * Math.log(a)
}

/**
 * ln( x^a y^b / B(a, b) ) for x + y = 1, all positive.
 */
export function logBetaWeight(a: number, b: number, x: number, y: number): number {
  const n = a + b
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b)
  return (
    errors - deviance(a, n * x) - deviance(b, n * y) - logRootTwoPi + 0.5 * (Math.log(a) + Math.log(b / n))
  )
}

/** a ln(a/m) + m − a ≥ 0, without cancellation where a is near m. */
function deviance(a: number, m: number): number {
  const difference = a - m
  const v = difference / (a + m)
  if (Math.abs(v) > 0.1) return a * Math.log(a / m) - difference
  let sum = difference * v
  let term = 2 * a * v
  const square = v * v
  for (let k = 3; ; k += 2) {
    term *= square
    const next = sum + term / k
    if (next === sum) return sum
    sum = next
  }
}
