import { type Concordance, kendallsW } from '../agreement/kendalls-w.ts'
import { type WeightedKappa, weightedKappa } from '../agreement/weighted-kappa.ts'
import { InvalidInput } from '../errors.ts'
import { compareNaturally } from '../ordering/compare-naturally.ts'
import { quantile } from '../quantiles/quantile.ts'
import { type Appropriateness, appropriateness } from './appropriateness.ts'
import { type ConsensusPlan, requirePlan } from './consensus-plan.ts'
import { type RatingStability, ratingStability } from './rating-stability.ts'

/** Raised when a number of the study changes its meaning. */
export const consensusStudyVersion = '1'

export type Rating = Readonly<{ item: string; rater: string; round: number; rating: number }>

/** People, and their first-round ratings over all items. */
type Side = Readonly<{ raters: number; median: number; mean: number }>

/** First-round ratings of those who came back and of those who did not; null where there is nobody. */
export type Attrition = Readonly<{ stayed: Side | null; left: Side | null }>

export type StudiedItem = Appropriateness &
  Readonly<{
    item: string
    /** The last round in which it was rated; the statistics are of that round. */
    round: number
    /** Between the last two rounds in which it was rated; null where there was one. */
    stability: (RatingStability & Readonly<{ from: number; to: number }>) | null
  }>

export type ConsensusStudy = Readonly<{
  method: Readonly<{ name: 'consensus-study'; version: string; plan: ConsensusPlan }>
  n: Readonly<{ items: number; raters: number; rounds: number; ratings: number }>
  items: readonly StudiedItem[]
  /** The panel over all items; null where there was one round. */
  between: Readonly<{
    from: number
    to: number
    /** Of the same people and the same items in both rounds. */
    concordance: Readonly<{ before: Concordance; after: Concordance }>
    kappa: WeightedKappa
    attrition: Attrition
  }> | null
}>

/**
 * A rating study over its rounds: per item what the panel says and, apart from it, whether it has settled; for the
 * panel, concordance before and after, and whether those who left had rated differently.
 *
 * @param ratings  at most one rating of each person for each item and round; rounds are whole numbers from 1
 * @param plan     the thresholds, frozen before round 1 (`planText`)
 * @returns        items in natural order; consensus and stability in fields of their own, never combined
 * @throws {InvalidInput} if a rating is not a whole number from 1 to 9, a round not from 1 to `roundsAtMost`, a person
 *                        rated an item twice in a round, or nothing was rated
 *
 * Checked: each part by its own oracle; a study of two rounds by hand.
 */
export function consensusStudy(ratings: readonly Rating[], plan: ConsensusPlan): ConsensusStudy {
  requirePlan(plan)
  if (ratings.length === 0) throw new InvalidInput('ratings', 'no rating', 'at least one rating')
  const byItem = byItemAndRound(ratings, plan.roundsAtMost)
  const rounds = [...new Set(ratings.map(({ round }) => round))].toSorted((a, b) => a - b)
  const items = [...byItem.entries()].toSorted(([a], [b]) => compareNaturally(a, b))
  return {
    method: { name: 'consensus-study', version: consensusStudyVersion, plan },
    n: {
      items: byItem.size,
      raters: new Set(ratings.map(({ rater }) => rater)).size,
      rounds: rounds.length,
      ratings: ratings.length,
    },
    items: items.map(([item, itsRounds]) => studiedItem(item, itsRounds, plan)),
    between: betweenRounds(byItem, rounds),
  }
}

type Round = ReadonlyMap<string, number>
type Rounds = ReadonlyMap<number, Round>

function byItemAndRound(ratings: readonly Rating[], roundsAtMost: number): ReadonlyMap<string, Rounds> {
  const byItem = new Map<string, Map<number, Map<string, number>>>()
  for (const { item, rater, round, rating } of ratings) {
    if (!Number.isInteger(round) || round < 1 || round > roundsAtMost) {
      throw new InvalidInput('round', round, `a whole number in [1, ${roundsAtMost}]`)
    }
    const rounds = byItem.get(item) ?? new Map<number, Map<string, number>>()
    const raters = rounds.get(round) ?? new Map<string, number>()
    if (raters.has(rater)) {
      throw new InvalidInput('ratings', `two of ${rater} for ${item} in round ${round}`, 'at most one')
    }
    byItem.set(item, rounds.set(round, raters.set(rater, rating)))
  }
  return byItem
}

function studiedItem(item: string, rounds: Rounds, plan: ConsensusPlan): StudiedItem {
  const [from, to] = lastTwo([...rounds.keys()])
  return {
    item,
    round: to,
    ...appropriateness([...rounds.get(to)!.values()], plan),
    stability:
      from === null
        ? null
        : { from, to, ...ratingStability(pairsOf(rounds.get(from)!, rounds.get(to)!), plan) },
  }
}

function betweenRounds(byItem: ReadonlyMap<string, Rounds>, rounds: readonly number[]) {
  const [from, to] = lastTwo(rounds)
  if (from === null) return null
  const both = [...byItem.values()].filter((its) => its.has(from) && its.has(to))
  const before = both.map((its) => its.get(from)!)
  const after = both.map((its) => its.get(to)!)
  return {
    from,
    to,
    concordance: concordanceOf(before, after),
    kappa: weightedKappa(
      before.flatMap((round, i) => pairsOf(round, after[i]!)),
      'quadratic',
    ),
    attrition: attritionOf(byItem, rounds[0]!, to),
  }
}

function concordanceOf(before: readonly Round[], after: readonly Round[]) {
  const raters = new Set(before.flatMap((round) => [...round.keys()]))
  const inBoth = [...raters].filter((rater) => after.some((round) => round.has(rater)))
  const complete = before.flatMap((round, i) =>
    inBoth.every((rater) => round.has(rater) && after[i]!.has(rater)) ? [i] : [],
  )
  const tableOf = (rounds: readonly Round[]) =>
    inBoth.map((rater) => complete.map((i) => rounds[i]!.get(rater)!))
  return { before: kendallsW(tableOf(before)), after: kendallsW(tableOf(after)) }
}

function attritionOf(byItem: ReadonlyMap<string, Rounds>, first: number, last: number): Attrition {
  const its = [...byItem.values()]
  const present = new Set(its.flatMap((rounds) => [...(rounds.get(last)?.keys() ?? [])]))
  const given = its.flatMap((rounds) => [...(rounds.get(first)?.entries() ?? [])])
  const side = (stayed: boolean): Side | null => {
    const of = given.filter(([rater]) => present.has(rater) === stayed)
    if (of.length === 0) return null
    const sorted = of.map(([, rating]) => rating).toSorted((a, b) => a - b)
    return {
      raters: new Set(of.map(([rater]) => rater)).size,
      median: quantile(sorted, 0.5, 2),
      mean: sorted.reduce((sum, rating) => sum + rating, 0) / sorted.length,
    }
  }
  return { stayed: side(true), left: side(false) }
}

function pairsOf(before: Round, after: Round): readonly (readonly [number, number])[] {
  return [...before].flatMap(([rater, rating]) => {
    const later = after.get(rater)
    return later === undefined ? [] : [[rating, later] as const]
  })
}

function lastTwo(rounds: readonly number[]): readonly [number | null, number] {
  const sorted = rounds.toSorted((a, b) => a - b)
  return [sorted.at(-2) ?? null, sorted.at(-1)!]
}
