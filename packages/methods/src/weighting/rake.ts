import { InvalidInput } from '../errors.ts'
import { checkMargins, emptyCategory, populationSize } from './population-totals.ts'
import type { Margin } from './population-totals.ts'

/** Weights that agree with the population, or why there are none. */
export type Weighting =
  | {
      readonly kind: 'estimate'
      /** Per person of the sample, in the order given. */
      readonly weights: readonly number[]
      /** Rounds over all margins. */
      readonly rounds: number
      /** People whose weight stands at the limit. */
      readonly trimmed: number
    }
  | {
      readonly kind: 'not-estimable'
      readonly reason: 'empty-category'
      readonly margin: string
      readonly category: string
    }
  | {
      readonly kind: 'not-estimable'
      readonly reason: 'not-reached'
      readonly rounds: number
      readonly missedBy: number
    }

export type RakingOptions = {
  /** Largest weight allowed, as a multiple of the mean weight, > 1; none by default. */
  readonly trim?: number
  /** Largest difference of a weighted count from the population's, as a share of it, that counts as reached; 1e-10. */
  readonly tolerance?: number
  /** Rounds after which raking gives up; 1,000. */
  readonly rounds?: number
}

/**
 * Raking: weights under which the sample has the population's count in every category of every margin, changing the
 * base weights as little as possible (in the sense of Σ w ln(w/d) − w + d).
 *
 * Margin after margin, the weights of a category are multiplied by what brings them to its population, until all hold
 * at once (iterative proportional fitting). With one margin that is post-stratification, reached in the first round.
 * With `trim`, weights above the limit are cut to it in each round, before the margins are fitted again, so that the
 * result keeps the limit and the margins both, or is none.
 *
 * @param base     design weights d, per person, > 0: what a person stands for before anything is known of who answered
 * @param margins  at least one
 * @returns        `not-estimable` where the sample has nobody of a category (merge it with another), and where the
 *                 margins were not reached: they contradict each other in this sample, or the limit is too low
 * @throws {InvalidInput} if a weight is not above 0, a category has no population, sizes differ between margins by
 *                        more than 1e-6, or an option is out of range
 *
 * Assumes: within a category, those who answered are like those who did not. Weights cannot show that.
 * Source: Deming WE, Stephan FF. Ann Math Stat 1940;11:427–44. doi:10.1214/aoms/1177731829
 * Checked: R survey 4.1 on the California schools (weights, 1e-9); a closed form for one margin; margins met exactly.
 * Not for: many margins with few people in their categories; weights then vary more than they repair
 * (`effectiveSize` shows it).
 */
export function rake(
  base: readonly number[],
  margins: readonly Margin[],
  options: RakingOptions = {},
): Weighting {
  const { trim = Infinity, tolerance = 1e-10, rounds: most = 1000 } = options
  checkMargins(base, margins)
  if (margins.length === 0) throw new InvalidInput('margins', 'none', 'at least one')
  if (!(trim > 1)) throw new InvalidInput('trim', trim, 'above 1')
  if (!(tolerance > 0 && tolerance < 1)) throw new InvalidInput('tolerance', tolerance, 'in (0, 1)')
  if (!Number.isInteger(most) || most < 1) throw new InvalidInput('rounds', most, 'a whole number ≥ 1')
  const empty = emptyCategory(margins)
  if (empty !== null) return { kind: 'not-estimable', reason: 'empty-category', ...empty }
  const limit = (trim * populationSize(margins[0]!)) / base.length
  let weights = [...base]
  for (let round = 1; ; round++) {
    for (const margin of margins) weights = fitted(weights, margin)
    const largest = weights.reduce((large, weight) => Math.max(large, weight), 0)
    const missedBy = Math.max(...margins.map((margin) => furthest(weights, margin)), largest / limit - 1)
    if (missedBy <= tolerance) {
      const trimmed = weights.filter((weight) => weight >= limit * (1 - 1e-6)).length
      return { kind: 'estimate', weights, rounds: round, trimmed }
    }
    if (round === most) return { kind: 'not-estimable', reason: 'not-reached', rounds: round, missedBy }
    weights = weights.map((weight) => Math.min(weight, limit))
  }
}

/** The weights, multiplied within each category by what brings them to its population. */
function fitted(weights: readonly number[], margin: Margin): number[] {
  const sums = weightedCounts(weights, margin)
  return weights.map((weight, person) => {
    const category = margin.categories[person]!
    return (weight * margin.population.get(category)!) / sums.get(category)!
  })
}

/** Largest difference of a weighted count from its population, as a share of that. */
function furthest(weights: readonly number[], margin: Margin): number {
  const sums = weightedCounts(weights, margin)
  return Math.max(
    ...[...margin.population].map(([category, people]) => Math.abs(sums.get(category)! / people - 1)),
  )
}

function weightedCounts(weights: readonly number[], { categories }: Margin): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const [person, category] of categories.entries()) {
    sums.set(category, (sums.get(category) ?? 0) + weights[person]!)
  }
  return sums
}
