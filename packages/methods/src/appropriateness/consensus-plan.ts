import { InvalidInput } from '../errors.ts'
import { type QuantileType, quantileTypes } from '../quantiles/quantile.ts'

/** The thresholds of a consensus study, all of them: what is frozen before its first round. */
export type ConsensusPlan = Readonly<{
  /** Definition of the 30th and 70th percentile, 1 to 9 (Hyndman and Fan). */
  percentileType: QuantileType
  /** Which of the two definitions of disagreement decides the class. */
  disagreement: 'classic' | 'ipras'
  /** A median between two thirds of the scale (3.5, 6.5): `uncertain`, or `outward` with the extreme third. */
  halfMedians: 'uncertain' | 'outward'
  /** In: a share of at least `inFavour` in 7–9 and less than `against` in 1–3. Out: mirrored. */
  policy: Readonly<{ inFavour: number; against: number }>
  /** Stable: at most `massShift` of the ratings moved, and a weighted kappa of at least `kappa`. */
  stability: Readonly<{ massShift: number; kappa: number }>
  /** Rounds after which an item is no longer asked. */
  roundsAtMost: number
}>

/** A plan to begin from. It is nobody's standard: read it, change it, then freeze it. */
export const suggestedPlan: ConsensusPlan = {
  percentileType: 7,
  disagreement: 'classic',
  halfMedians: 'uncertain',
  policy: { inFavour: 0.75, against: 0.15 },
  stability: { massShift: 0.15, kappa: 0.75 },
  roundsAtMost: 3,
}

/**
 * The one text of a plan: same thresholds, same text, to the byte. Its hash, published before the first round,
 * proves afterwards that no threshold was moved.
 *
 * @param plan  all thresholds; shares in [0, 1], `inFavour` above ½, `against` at most ½, rounds from 1 to 10
 * @returns     JSON in one line with its keys in a fixed order
 * @throws {InvalidInput} naming the threshold that is out of range
 *
 * Checked: the text read back is the plan; every threshold changes it.
 */
export function planText(plan: ConsensusPlan): string {
  requirePlan(plan)
  return JSON.stringify({
    percentileType: plan.percentileType,
    disagreement: plan.disagreement,
    halfMedians: plan.halfMedians,
    policy: { inFavour: plan.policy.inFavour, against: plan.policy.against },
    stability: { massShift: plan.stability.massShift, kappa: plan.stability.kappa },
    roundsAtMost: plan.roundsAtMost,
  })
}

/** Refuses a plan with a threshold out of range. */
export function requirePlan(plan: ConsensusPlan): void {
  const within = (argument: string, value: number, least: number, most: number, whole = false) => {
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return
    throw new InvalidInput(argument, value, `a ${whole ? 'whole ' : ''}number in [${least}, ${most}]`)
  }
  const among = (argument: string, value: unknown, choices: readonly unknown[]) => {
    if (!choices.includes(value)) throw new InvalidInput(argument, value, `one of ${choices.join(', ')}`)
  }
  among('percentileType', plan.percentileType, quantileTypes)
  among('disagreement', plan.disagreement, ['classic', 'ipras'])
  among('halfMedians', plan.halfMedians, ['uncertain', 'outward'])
  within('policy.inFavour', plan.policy.inFavour, 0.5, 1)
  within('policy.against', plan.policy.against, 0, 0.5)
  within('stability.massShift', plan.stability.massShift, 0, 1)
  within('stability.kappa', plan.stability.kappa, -1, 1)
  within('roundsAtMost', plan.roundsAtMost, 1, 10, true)
}
