import { InvalidInput } from '../errors.ts'
import { incompleteBeta } from './incomplete-beta.ts'
import { incompleteGamma } from './incomplete-gamma.ts'
import type { Tails } from './tails.ts'

/**
 * Tails of the Poisson distribution: P(X ≤ k) and P(X > k). For P(X ≥ k) take the upper tail of k − 1.
 *
 * @param k     count, a whole number in [−1, 1e9]
 * @param mean  expected count, in [0, 1e9]
 * @returns     both tails in [0, 1]; relative error ≤ 1e-12 of each above 1e-300 for counts up to 1e6
 * @throws {InvalidInput} if an argument is out of range
 *
 * Checked: distributions.oracle.json; sums of probabilities.
 */
export function poissonTails(k: number, mean: number): Tails {
  if (!Number.isInteger(k) || k < -1 || k > 1e9) {
    throw new InvalidInput('k', k, 'a whole number in [-1, 1e9]')
  }
  if (!(mean >= 0 && mean <= 1e9)) throw new InvalidInput('mean', mean, 'a number in [0, 1e9]')
  if (k === -1) return { lower: 0, upper: 1 }
  const { lower, upper } = incompleteGamma(k + 1, mean)
  return { lower: upper, upper: lower }
}

/**
 * Tails of the binomial distribution: P(X ≤ k) and P(X > k). For P(X ≥ k) take the upper tail of k − 1.
 *
 * @param k  successes, a whole number in [−1, n]
 * @param n  trials, a whole number in [0, 1e9]
 * @param p  probability of a success, in [0, 1]
 * @returns  both tails in [0, 1]; relative error ≤ 1e-11 of each above 1e-300 for n up to 1e6
 * @throws {InvalidInput} if an argument is out of range
 *
 * Checked: distributions.oracle.json; sums of probabilities.
 */
export function binomialTails(k: number, n: number, p: number): Tails {
  if (!Number.isInteger(n) || n < 0 || n > 1e9) {
    throw new InvalidInput('n', n, 'a whole number in [0, 1e9]')
  }
  if (!Number.isInteger(k) || k < -1 || k > n) {
    throw new InvalidInput('k', k, `a whole number in [-1, ${n}]`)
  }
  if (!(p >= 0 && p <= 1)) throw new InvalidInput('p', p, 'a probability in [0, 1]')
  if (k === -1) return { lower: 0, upper: 1 }
  if (k === n) return { lower: 1, upper: 0 }
  const { lower, upper } = incompleteBeta(k + 1, n - k, p)
  return { lower: upper, upper: lower }
}
