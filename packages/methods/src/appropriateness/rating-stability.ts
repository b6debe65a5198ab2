import { type WeightedKappa, weightedKappa } from '../agreement/weighted-kappa.ts'
import { requireRatings, thirdOf } from './appropriateness.ts'
import { type ConsensusPlan, requirePlan } from './consensus-plan.ts'

/** How far the same people's ratings of an item stayed what they were. Says nothing of whether they agree. */
export type RatingStability =
  | Readonly<{
      kind: 'estimate'
      /** People who rated in both rounds. */
      n: number
      unchanged: number
      /** Moved to another third of the scale. */
      changedThird: number
      /** Share of the distribution that moved: ½ Σ |share before − share after| over the ratings 1 to 9. */
      massShift: number
      /** Quadratic weights. */
      kappa: WeightedKappa
      /** |change| of the coefficient of variation. */
      variationChange: number
      stable: boolean
    }>
  | Readonly<{ kind: 'not-estimable'; reason: 'nobody-in-both-rounds' | 'too-few-in-both-rounds'; n: number }>

/** Fewer people than this in both rounds, and nothing is said of stability: one who moves is a fifth of them. */
export const fewestForStability = 5

/**
 * Stability of an item's ratings between two rounds, of the people who rated in both.
 *
 * @param pairs  each person's earlier and later rating, whole numbers from 1 to 9
 * @param plan   what counts as stable: at most `massShift` moved and kappa at least `kappa`; where kappa cannot be
 *               computed because all ratings are one number, they are stable if nobody moved
 * @returns      the measures and the verdict; shares in [0, 1]; `not-estimable` below five people
 * @throws {InvalidInput} if a rating is not a whole number from 1 to 9 or the plan is out of range
 *
 * Source: the mass shift after Scheibe M, Skutsch M, Schofer J, in Linstone HA, Turoff M. The Delphi method, 1975;
 * why stability and consensus are two questions: von der Gracht HA. Technol Forecast Soc Change 2012;79:1525–36.
 * doi:10.1016/j.techfore.2012.04.013
 * Checked: by hand; kappa against scikit-learn; unmoved by the order of people; 0 and stable where nobody moved.
 * Not for: consensus (`appropriateness`), or rounds asked of different people.
 */
export function ratingStability(
  pairs: readonly (readonly [number, number])[],
  plan: ConsensusPlan,
): RatingStability {
  requirePlan(plan)
  const n = pairs.length
  if (n === 0) return { kind: 'not-estimable', reason: 'nobody-in-both-rounds', n }
  requireRatings(pairs.flat())
  if (n < fewestForStability) return { kind: 'not-estimable', reason: 'too-few-in-both-rounds', n }
  const moved = Array<number>(10).fill(0)
  let unchanged = 0
  let changedThird = 0
  for (const [before, after] of pairs) {
    moved[before]!--
    moved[after]!++
    if (before === after) unchanged++
    if (thirdOf(before, 'uncertain') !== thirdOf(after, 'uncertain')) changedThird++
  }
  const massShift = moved.reduce((sum, count) => sum + Math.abs(count), 0) / (2 * n)
  const kappa = weightedKappa(pairs, 'quadratic')
  const before = variation(pairs.map(([rating]) => rating))
  const after = variation(pairs.map(([, rating]) => rating))
  const kept = kappa.kind === 'estimate' ? kappa.kappa >= plan.stability.kappa : unchanged === n
  return {
    kind: 'estimate',
    n,
    unchanged,
    changedThird,
    massShift,
    kappa,
    variationChange: Math.abs(after - before),
    stable: massShift <= plan.stability.massShift && kept,
  }
}

/** Standard deviation over mean, of at least two. */
function variation(ratings: readonly number[]): number {
  const n = ratings.length
  const mean = ratings.reduce((sum, rating) => sum + rating, 0) / n
  const squares = ratings.reduce((sum, rating) => sum + (rating - mean) ** 2, 0)
  return Math.sqrt(squares / (n - 1)) / mean
}
