import { InvalidInput } from '../errors.ts'
import { calibrationModel } from './calibration-model.ts'
import { checkMargins, emptyCategory } from './population-totals.ts'
import type { Auxiliary, Margin } from './population-totals.ts'
import type { Weighting } from './rake.ts'

/**
 * Generalised regression (GREG): weights under which the sample has the population's totals of categories and of
 * numbers, changing the base weights as little as possible in the sense of Σ (w − d)²/d.
 *
 *   w = d·(1 + xᵀλ),   λ = (Σ d x xᵀ)⁻¹ (T − Σ d x)
 *
 * in one step. Weights may turn out negative where the sample is far from the population; raking keeps them positive,
 * and takes categories only.
 *
 * @param base         design weights d, per person, > 0
 * @param margins      categories of which the population's counts are known
 * @param auxiliaries  numbers of which the population's totals are known, finite; one margin or more beside them is
 *                     usual (it makes the model have a constant)
 * @returns            `not-estimable` where the sample has nobody of a category, and where the totals contradict each
 *                     other in this sample
 * @throws {InvalidInput} if nothing is known, or as `rake`, or a number is not finite
 *
 * Source: Deville JC, Särndal CE. J Am Stat Assoc 1992;87:376–82. doi:10.1080/01621459.1992.10475217
 * Checked: R survey 4.1 on the California schools; totals met exactly; equal to post-stratification for one margin.
 */
export function calibrateLinearly(
  base: readonly number[],
  margins: readonly Margin[],
  auxiliaries: readonly Auxiliary[] = [],
): Weighting {
  checkMargins(base, margins)
  if (margins.length + auxiliaries.length === 0) {
    throw new InvalidInput('margins', 'none, and no auxiliaries', 'at least one of either')
  }
  for (const { name, values, total } of auxiliaries) {
    if (values.length !== base.length) {
      throw new InvalidInput(name, `${values.length} numbers`, `one per person (${base.length})`)
    }
    const bad = [...values, total].find((value) => !Number.isFinite(value))
    if (bad !== undefined) throw new InvalidInput(name, bad, 'finite numbers')
  }
  const empty = emptyCategory(margins)
  if (empty !== null) return { kind: 'not-estimable', reason: 'empty-category', ...empty }
  const { rows, totals, inverse } = calibrationModel(base, margins, auxiliaries)
  const gaps = totals.map((total, place) =>
    rows.reduce((rest, row, person) => rest - base[person]! * row[place]!, total),
  )
  const lambda = inverse.map((row) => row.reduce((sum, value, place) => sum + value * gaps[place]!, 0))
  const weights = rows.map(
    (row, person) => base[person]! * row.reduce((factor, x, place) => factor + x * lambda[place]!, 1),
  )
  const missedBy = furthest(weights, margins, auxiliaries)
  if (missedBy > 1e-6) return { kind: 'not-estimable', reason: 'not-reached', rounds: 1, missedBy }
  return { kind: 'estimate', weights, rounds: 1, trimmed: 0 }
}

/** Largest difference of a weighted total from the population's, as a share of it (of 1, where that is less). */
function furthest(
  weights: readonly number[],
  margins: readonly Margin[],
  auxiliaries: readonly Auxiliary[],
): number {
  const known = [
    ...margins.flatMap(({ categories, population }) =>
      [...population].map(([category, total]) => ({
        values: categories.map((own) => Number(own === category)),
        total,
      })),
    ),
    ...auxiliaries,
  ]
  return Math.max(
    ...known.map(({ values, total }) => {
      const reached = values.reduce((sum, value, person) => sum + value * weights[person]!, 0)
      return Math.abs(reached - total) / Math.max(1, Math.abs(total))
    }),
  )
}
