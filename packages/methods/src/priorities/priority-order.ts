import { InvalidInput } from '../errors.ts'
import type { Matrix } from '../linear-algebra/matrix.ts'
import { compareNaturally } from '../ordering/compare-naturally.ts'
import { z95 } from '../proportions/wilson-interval.ts'
import { choicesOf, type Ties } from './choices.ts'
import { covarianceByRater } from './covariance-by-rater.ts'
import { fitChoices } from './fit-choices.ts'
import { rankedGroups } from './ranked-groups.ts'
import { rankUncertainty } from './rank-uncertainty.ts'
import { itemsOf, precedences, type PriorityResponse, requireResponse } from './responses.ts'

/** Raised when a number of the order changes its meaning. */
export const priorityOrderVersion = '1'

export type PriorityItem = Readonly<{
  item: string
  /** Log scale: the reference item at 0, without one the mean of all. */
  worth: number
  se: number
  lower: number
  upper: number
  /** 1 is the first. */
  rank: number
  rankLower: number
  rankUpper: number
  /** Probability of being among the first k. */
  topK: number
}>

export type PriorityOptions = Readonly<{
  /** Precision λ of the normal prior of each worth (and leniency), ≥ 0; 0 for none, ½ for a mild one. */
  prior: number
  /** Ties as an outcome with a parameter of its own, as what lies within a threshold, or as half a win of each. */
  ties: Ties
  /** `model`: as if every answer were independent; `by-rater`: those of one rater may hang together. */
  errors: 'model' | 'by-rater'
  /** The item at 0; null for the mean of all. */
  reference: string | null
  /** How many are "among the first", ≥ 1. */
  top: number
  /** Draws for ranks, ≥ 100. */
  draws: number
  random: () => number
}>

export type PriorityOrder =
  | Readonly<{
      kind: 'estimate'
      method: Readonly<{
        name: 'priority-order'
        version: string
        parameters: Omit<PriorityOptions, 'random'>
      }>
      n: Readonly<{ items: number; responses: number }>
      items: readonly PriorityItem[]
      /** ln ν (of a threshold > 0), and the advantage of the favoured one. */
      tie: Readonly<{ estimate: number; se: number }> | null
      home: Readonly<{ estimate: number; se: number }> | null
      logLikelihood: number
      /** Whether every item was put both before and after others; if not, the prior alone holds them apart. */
      connected: boolean
      /** Of the worths, in the order of `items`. */
      covariance: Matrix
    }>
  | Readonly<{ kind: 'not-estimable'; reason: 'separated'; groups: readonly (readonly string[])[] }>
  | Readonly<{
      kind: 'not-estimable'
      reason:
        | 'fewer-than-two-items'
        | 'fewer-than-ten-raters'
        | 'ties-or-none-missing'
        | 'favoured-without-exception'
        | 'did-not-converge'
    }>

/**
 * The worth of items from pairs, best-worst sets, rankings and ratings, by one likelihood.
 *
 *   Bradley–Terry: P(a before b) = e^u_a / (e^u_a + e^u_b);  with ties (Davidson) ν √(e^u_a e^u_b) beside them
 *     or (Rao–Kupper) P(a before b) = e^u_a / (e^u_a + ν e^u_b), ν > 1, and a tie is what is left
 *   best of a set: e^u / Σ e^u;  worst of the rest: e^−u / Σ e^−u;  ranking (Plackett–Luce): the first of those left
 *   rating r (adjacent categories, Andrich): ∝ e^( r(u + leniency) − κ_r ); leniencies only with a prior
 *
 * @param responses  of any kinds, mixed; see `PriorityResponse`
 * @param options    prior, ties, errors, reference, how many are "first", draws and the random source for ranks
 * @returns          items in natural order with worth, standard error, 95 % interval, rank and its interval,
 *                   probability of being among the first; `separated` with the groups where without a prior no finite
 *                   worths exist; `ties-or-none-missing` where ν has nothing to rest on; `favoured-without-exception`
 *                   where the favoured one of a pair was always preferred, or never: its advantage, which has no
 *                   prior, has no end
 * @throws {InvalidInput} if a response contradicts itself, the reference is no item, or an option is out of range
 *
 * Errors as of the model assume independent answers; where people give several, take them by rater, from ten people on.
 * Worth is relative to the items asked about; adding an item changes every rank.
 * Source: Bradley RA, Terry ME. Biometrika 1952;39:324–45. doi:10.2307/2334029. Davidson RR. J Am Stat Assoc
 * 1970;65:317–28. doi:10.1080/01621459.1970.10481082. Rao PV, Kupper LL. J Am Stat Assoc 1967;62:194–204.
 * doi:10.1080/01621459.1967.10482901. Plackett RL. Appl Stat 1975;24:193–202. doi:10.2307/2346567.
 * Andrich D. Psychometrika 1978;43:561–73. doi:10.1007/BF02293814
 * Checked: priorities.oracle.json (R: BradleyTerry2 with and without home effect, half wins, Davidson, Rao–Kupper,
 * conditional logit of best-worst sets); ties by hand for two items; brute force on three items; parameters recovered
 * from simulated answers.
 * Not for: a bare order: items whose intervals of ranks overlap are not told apart.
 */
export function priorityOrder(
  responses: readonly PriorityResponse[],
  options: PriorityOptions,
): PriorityOrder {
  for (const response of responses) requireResponse(response)
  const items = [...new Set(responses.flatMap(itemsOf))].toSorted(compareNaturally)
  requireOptions(options, items)
  if (items.length < 2) return { kind: 'not-estimable', reason: 'fewer-than-two-items' }
  const { prior, ties, errors, reference, top, draws, random } = options
  if (errors === 'by-rater' && ratersOf(responses) < 10) {
    return { kind: 'not-estimable', reason: 'fewer-than-ten-raters' }
  }
  const groups = rankedGroups(items, precedences(responses))
  if (prior === 0 && groups.length > 1) return { kind: 'not-estimable', reason: 'separated', groups }
  if (ties !== 'half' && !hasTiesAndOthers(responses)) {
    return { kind: 'not-estimable', reason: 'ties-or-none-missing' }
  }
  if (favouredAlwaysOrNever(responses)) return { kind: 'not-estimable', reason: 'favoured-without-exception' }
  const data = choicesOf(items, responses, { ties, leniency: prior > 0 })
  const precisions = Array<number>(data.parameters).fill(0)
  for (const [i] of items.entries()) precisions[i] = prior > 0 ? prior : i === 0 ? Infinity : 0
  for (const parameter of data.leniencies) precisions[parameter] = prior
  const fit = fitChoices(data.choices, precisions)
  if (fit.kind === 'not-estimable') return fit
  const spread =
    errors === 'model' ? fit.covariance : covarianceByRater(data.choices, fit.parameters, fit.covariance)
  const at = reference === null ? null : items.indexOf(reference)
  const { worths, covariance } = relativeTo(at, fit.parameters.slice(0, items.length), spread)
  const ranks = rankUncertainty(worths, covariance, { draws, level: 0.95, k: top }, random)
  const extra = (parameter: number | null) =>
    parameter === null
      ? null
      : { estimate: fit.parameters[parameter]!, se: Math.sqrt(spread[parameter]![parameter]!) }
  return {
    kind: 'estimate',
    method: {
      name: 'priority-order',
      version: priorityOrderVersion,
      parameters: { prior, ties, errors, reference, top, draws },
    },
    n: { items: items.length, responses: responses.length },
    items: items.map((item, i) => {
      const worth = worths[i]!
      const se = Math.sqrt(Math.max(0, covariance[i]![i]!))
      const rank = 1 + worths.filter((other) => other > worth).length
      return { item, worth, se, lower: worth - z95 * se, upper: worth + z95 * se, rank, ...ranks[i]! }
    }),
    tie: extra(data.tie),
    home: extra(data.home),
    logLikelihood: fit.logLikelihood,
    connected: groups.length === 1,
    covariance,
  }
}

function requireOptions({ prior, reference, top, draws }: PriorityOptions, items: readonly string[]): void {
  if (!(prior >= 0) || prior === Infinity) throw new InvalidInput('prior', prior, 'a number ≥ 0')
  if (reference !== null && !items.includes(reference)) {
    throw new InvalidInput('reference', reference, 'an item of the responses')
  }
  if (!Number.isInteger(top) || top < 1) throw new InvalidInput('top', top, 'a whole number ≥ 1')
  if (!Number.isInteger(draws) || draws < 100) throw new InvalidInput('draws', draws, 'a whole number ≥ 100')
}

/** How many raters there are. Refuses responses of nobody. */
function ratersOf(responses: readonly PriorityResponse[]): number {
  const nameless = responses.find(({ rater }) => rater === undefined)
  if (nameless !== undefined)
    throw new InvalidInput('responses', nameless.kind, 'responses with a rater each')
  return new Set(responses.map(({ rater }) => rater)).size
}

function hasTiesAndOthers(responses: readonly PriorityResponse[]): boolean {
  const pairs = responses.flatMap((one) => (one.kind === 'pair' ? [one.result === 'tie'] : []))
  return pairs.length === 0 || (pairs.includes(true) && pairs.includes(false))
}

/** Whether among the pairs with a favoured one it was always preferred, or never. */
function favouredAlwaysOrNever(responses: readonly PriorityResponse[]): boolean {
  const results = responses.flatMap((one) =>
    one.kind === 'pair' && one.home !== undefined
      ? [one.result === 'tie' ? 'tie' : one.result === one.home ? 'favoured' : 'other']
      : [],
  )
  return results.length > 0 && new Set(results).size === 1 && results[0] !== 'tie'
}

/** Worths and their covariance with one item, or the mean of all, at 0. */
function relativeTo(reference: number | null, worths: readonly number[], all: Matrix) {
  const n = worths.length
  const weight = (j: number) => (reference === null ? 1 / n : j === reference ? 1 : 0)
  const origin = worths.reduce((sum, worth, j) => sum + weight(j) * worth, 0)
  const withOrigin = worths.map((_, i) => worths.reduce((sum, __, j) => sum + weight(j) * all[i]![j]!, 0))
  const ofOrigin = withOrigin.reduce((sum, c, j) => sum + weight(j) * c, 0)
  return {
    worths: worths.map((worth) => worth - origin),
    covariance: worths.map((_, i) =>
      worths.map((__, j) =>
        i === reference || j === reference ? 0 : all[i]![j]! - withOrigin[i]! - withOrigin[j]! + ofOrigin,
      ),
    ),
  }
}
