import { InvalidInput } from '../errors.ts'

/** Agreement beyond chance of two ratings of the same things. */
export type WeightedKappa =
  | Readonly<{ kind: 'estimate'; n: number; kappa: number; se: number }>
  | Readonly<{ kind: 'not-estimable'; reason: 'no-pairs' | 'no-variation' }>

/**
 * Cohen's weighted kappa of pairs of ordered ratings.
 *
 *   κ = 1 − Σ d(i,j) p(i,j) / Σ d(i,j) p(i·) p(·j),   d = |i − j| (linear) or (i − j)² (quadratic)
 *
 * @param pairs    ratings of the same thing, first and second; whole numbers
 * @param weights  `linear` or `quadratic`: the two give different numbers, so there is no default
 * @returns        κ (1 the same, 0 as by chance, negative below) with its large-sample standard error;
 *                 `not-estimable` without pairs, or where all ratings are one number
 * @throws {InvalidInput} if a rating is not a whole number
 *
 * Source: Cohen J. Psychol Bull 1968;70:213–20. doi:10.1037/h0026256. Standard error: Fleiss JL, Cohen J, Everitt
 * BS. Psychol Bull 1969;72:323–7. doi:10.1037/h0028106
 * Checked: agreement.oracle.json (scikit-learn, psych); the quadratic one is Lin's concordance coefficient.
 * Not for: saying that a panel agrees; between rounds it says that its members kept their ratings.
 */
export function weightedKappa(
  pairs: readonly (readonly [number, number])[],
  weights: 'linear' | 'quadratic',
): WeightedKappa {
  const n = pairs.length
  if (n === 0) return { kind: 'not-estimable', reason: 'no-pairs' }
  const first = new Map<number, number>()
  const second = new Map<number, number>()
  for (const [a, b] of pairs) {
    for (const rating of [a, b]) {
      if (!Number.isInteger(rating)) throw new InvalidInput('pairs', rating, 'whole numbers')
    }
    first.set(a, (first.get(a) ?? 0) + 1)
    second.set(b, (second.get(b) ?? 0) + 1)
  }
  const distance = (a: number, b: number) => (weights === 'linear' ? Math.abs(a - b) : (a - b) ** 2)
  const meanTo = (margin: ReadonlyMap<number, number>, rating: number) => {
    let sum = 0
    for (const [other, count] of margin) sum += count * distance(rating, other)
    return sum / n
  }
  const observed = pairs.reduce((sum, [a, b]) => sum + distance(a, b), 0) / n
  let expected = 0
  for (const [rating, count] of first) expected += (count / n) * meanTo(second, rating)
  if (expected === 0) return { kind: 'not-estimable', reason: 'no-variation' }
  const ratio = observed / expected
  const squares = pairs.reduce((sum, [a, b]) => {
    const term = distance(a, b) - ratio * (meanTo(second, a) + meanTo(first, b))
    return sum + term * term
  }, 0)
  const variance = (squares / n - observed ** 2) / (n * expected ** 2)
  return { kind: 'estimate', n, kappa: 1 - ratio, se: Math.sqrt(Math.max(0, variance)) }
}
