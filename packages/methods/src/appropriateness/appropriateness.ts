import { InvalidInput } from '../errors.ts'
import { quantile } from '../quantiles/quantile.ts'
import { type ConsensusPlan, requirePlan } from './consensus-plan.ts'

/** What a panel made of an item. */
export type AppropriatenessClass = 'appropriate' | 'uncertain' | 'inappropriate'

/** One item's ratings, judged by both definitions of disagreement and by the rule for policy statements. */
export type Appropriateness = Readonly<{
  n: number
  median: number
  p30: number
  p70: number
  ipr: number
  classic: Readonly<{
    disagreement: boolean
    agreement: boolean
    /** By this definition alone. */
    class: AppropriatenessClass
    /** Panelists in 1–3, in 7–9, and outside the third of the scale that holds the median. */
    low: number
    high: number
    outside: number
    /** So many in each extreme third are disagreement; fewer outside are agreement. */
    threshold: number
    /** `table` for panels of 8 to 16, `one-third` where no table says. */
    thresholdFrom: 'table' | 'one-third'
  }>
  ipras: Readonly<{ disagreement: boolean; class: AppropriatenessClass; threshold: number }>
  disagreementIndex: number
  /** By the definition that the plan names. */
  class: AppropriatenessClass
  policy: Readonly<{ verdict: 'in' | 'out' | 'none'; inFavour: number; against: number }>
}>

/** Numbers that differ by less are the same: ratings and their percentiles stand on grids far coarser. */
const rounding = 1e-9

/**
 * RAND/UCLA statistics of one item's ratings, with both definitions of disagreement side by side.
 *
 *   IPR = P70 − P30,   IPRAS = 2.35 + 1.5 · |5 − (P30 + P70)/2|,   disagreement index = IPR / IPRAS
 *   disagreement by IPRAS: IPR > IPRAS
 *   classic disagreement: at least t panelists in 1–3 and at least t in 7–9; classic agreement: fewer than t outside
 *   the third of the scale that holds the median; t = 3, 4, 5 for panels of 8–10, 11–13, 14–16, otherwise n/3
 *   appropriate: median 7–9 without disagreement; inappropriate: median 1–3 without; otherwise uncertain
 *
 * @param ratings  n ≥ 1 whole numbers from 1 (inappropriate) to 9 (appropriate), one of each panelist, in any order
 * @param plan     percentile type, the definition that decides the class, medians of 3.5 and 6.5, the policy rule
 * @returns        the statistics, both verdicts, the class; shares in [0, 1]
 * @throws {InvalidInput} if there is no rating, one is not a whole number from 1 to 9, or the plan is out of range
 *
 * The verdict by IPRAS depends on the percentile type: of all 24,310 panels of nine, type 7 finds disagreement in
 * 5,907 and type 1 in 9,145. It means nothing without the type beside it.
 * Source: Fitch K et al. The RAND/UCLA Appropriateness Method user's manual, 2001 (MR-1269). Panel sizes: BMC Med
 * Inform Decis Mak 2012;12:93, table 7. doi:10.1186/1472-6947-12-93
 * Checked: all 24,310 panels of nine by brute force, percentile types 1, 2, 3, 6, 7, against counts made with R;
 * ram9-sample600.oracle.json (R); the worked example of doi:10.1136/bmjopen-2012-001431.
 * Not for: a scale that is not 1 to 9; saying that opinion has settled (that is `ratingStability`).
 */
export function appropriateness(ratings: readonly number[], plan: ConsensusPlan): Appropriateness {
  requirePlan(plan)
  requireRatings(ratings)
  const sorted = ratings.toSorted((a, b) => a - b)
  const n = sorted.length
  const median = quantile(sorted, 0.5, 2)
  const p30 = quantile(sorted, 0.3, plan.percentileType)
  const p70 = quantile(sorted, 0.7, plan.percentileType)
  const ipr = p70 - p30
  const threshold = 2.35 + 1.5 * Math.abs(5 - (p30 + p70) / 2)
  const third = thirdOf(median, plan.halfMedians)
  const classic = classicRule(sorted, third)
  const ipras = { disagreement: ipr > threshold + rounding, threshold }
  const classIn = (disagreement: boolean) => (disagreement ? 'uncertain' : third)
  return {
    n,
    median,
    p30,
    p70,
    ipr,
    classic: { ...classic, class: classIn(classic.disagreement) },
    ipras: { ...ipras, class: classIn(ipras.disagreement) },
    disagreementIndex: ipr / threshold,
    class: classIn((plan.disagreement === 'classic' ? classic : ipras).disagreement),
    policy: policyRule(classic.high / n, classic.low / n, plan.policy),
  }
}

/** Refuses anything but one or more whole numbers from 1 to 9. */
export function requireRatings(ratings: readonly number[]): void {
  if (ratings.length === 0) throw new InvalidInput('ratings', 'no rating', 'at least one rating')
  for (const rating of ratings) {
    if (!Number.isInteger(rating) || rating < 1 || rating > 9) {
      throw new InvalidInput('ratings', rating, 'whole numbers in [1, 9]')
    }
  }
}

/** The third of the scale in which a rating, or a median, lies. */
export function thirdOf(value: number, halfMedians: ConsensusPlan['halfMedians']): AppropriatenessClass {
  const reach = halfMedians === 'outward' ? 0.5 : 0
  if (value <= 3 + reach) return 'inappropriate'
  return value >= 7 - reach ? 'appropriate' : 'uncertain'
}

function classicRule(ratings: readonly number[], third: AppropriatenessClass) {
  const n = ratings.length
  const counts = { inappropriate: 0, uncertain: 0, appropriate: 0 }
  for (const rating of ratings) counts[thirdOf(rating, 'uncertain')]++
  const inTable = n >= 8 && n <= 16
  const threshold = inTable ? Math.round(n / 3) : Math.ceil(n / 3)
  const outside = n - counts[third]
  return {
    disagreement: counts.inappropriate >= threshold && counts.appropriate >= threshold,
    agreement: outside < threshold,
    low: counts.inappropriate,
    high: counts.appropriate,
    outside,
    threshold,
    thresholdFrom: inTable ? ('table' as const) : ('one-third' as const),
  }
}

function policyRule(
  inFavour: number,
  against: number,
  limits: ConsensusPlan['policy'],
): Appropriateness['policy'] {
  const passes = (share: number, opposed: number) =>
    share >= limits.inFavour - rounding && opposed < limits.against - rounding
  const verdict = passes(inFavour, against) ? 'in' : passes(against, inFavour) ? 'out' : 'none'
  return { verdict, inFavour, against }
}
