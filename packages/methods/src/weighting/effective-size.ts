import { InvalidInput } from '../errors.ts'

/** What weighting costs: n people with these weights tell as much as `effectiveN` with equal ones. */
export type EffectiveSize = { readonly effectiveN: number; readonly designEffect: number }

/**
 * Kish's effective sample size.
 *
 *   design effect = n Σw² / (Σw)²,   effective n = n / design effect
 *
 * @param weights  per person, finite; their sum above 0
 * @returns        people; between 1 and n for positive weights. The design effect is 1 for equal weights
 * @throws {InvalidInput} if there are none, or the sum is not above 0
 *
 * Assumes: weights have nothing to do with what is measured; stratification and clusters are not counted
 * (`estimateMean` counts them).
 * Source: Kish L. Survey Sampling (1965), 11.7.
 * Checked: R survey 4.1 `deffK`-type ratios on the California schools.
 */
export function effectiveSize(weights: readonly number[]): EffectiveSize {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (!(sum > 0) || sum === Infinity) throw new InvalidInput('weights', sum, 'numbers with a sum above 0')
  const squares = weights.reduce((total, weight) => total + weight * weight, 0)
  const designEffect = (weights.length * squares) / (sum * sum)
  return { effectiveN: weights.length / designEffect, designEffect }
}
