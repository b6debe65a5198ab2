import type { PriorityResponse } from './responses.ts'

/** The utility of an alternative: Σ coefficient · parameter. */
export type Utility = readonly (readonly [parameter: number, coefficient: number])[]

/** One alternative taken out of several. */
export type Choice = Readonly<{
  alternatives: readonly Utility[]
  chosen: number
  weight: number
  /** The parameter θ > 0 for which the probability has a factor e^2θ − 1 besides. */
  width?: number
  /** Who chose; null where nobody says. */
  rater: string | null
}>

type Unsigned = Omit<Choice, 'rater'>

/** Ties of pairs: an outcome of their own, what lies within a threshold, or half a win of each. */
export type Ties = 'davidson' | 'rao-kupper' | 'half'

/** Responses as choices, and what each parameter is. */
export type ChoiceData = Readonly<{
  choices: readonly Choice[]
  parameters: number
  /** ln ν. */
  tie: number | null
  home: number | null
  /** Parameters with the ridge prior besides the items': how leniently each rater rates. */
  leniencies: readonly number[]
}>

/**
 * Every kind of response as choices among alternatives with utilities linear in the same worths u.
 *
 *   pair: u_a or u_b, and for a tie ln ν + (u_a + u_b)/2; the favoured one has h more
 *   pair with a threshold (Rao–Kupper): u_a over u_b + ln ν, or u_b over u_a + ln ν; a tie is both, times ν² − 1
 *   best of a set: u;   worst of the rest: −u;   ranking: the first of those left, again and again
 *   rating r of the r's that occur: r(u + leniency of the rater) − κ_r
 *
 * @param items      names, in the order of their parameters
 * @param responses  that hold (`requireResponse`)
 * @param options    what ties are; whether raters have leniencies
 */
export function choicesOf(
  items: readonly string[],
  responses: readonly PriorityResponse[],
  options: Readonly<{ ties: Ties; leniency: boolean }>,
): ChoiceData {
  const worth = new Map(items.map((item, i) => [item, i]))
  let parameters = items.length
  const uses = (wanted: (response: PriorityResponse) => boolean) =>
    responses.some(wanted) ? parameters++ : null
  const tie = options.ties === 'half' ? null : uses((one) => one.kind === 'pair')
  const home = uses((one) => one.kind === 'pair' && one.home !== undefined)
  const ratings = responses.flatMap((one) => (one.kind === 'rating' ? [one] : []))
  const categories = [...new Set(ratings.map(({ rating }) => rating))].toSorted((a, b) => a - b)
  const steps = categories.map((_, i) => (i === 0 ? null : parameters++))
  const raters = options.leniency ? [...new Set(ratings.map(({ rater }) => rater))].toSorted() : []
  const leniency = new Map(raters.map((rater) => [rater, parameters++]))
  const unsigned = (response: PriorityResponse): readonly Unsigned[] => {
    if (response.kind === 'pair') return pairChoices(response, worth, { ties: options.ties, tie, home })
    if (response.kind === 'best-worst') return bestWorstChoices(response, worth)
    if (response.kind === 'ranking') return rankingChoices(response, worth)
    return [ratingChoice(response, worth, categories, steps, leniency.get(response.rater))]
  }
  const choices = responses.flatMap((response) =>
    unsigned(response).map((choice) => ({ ...choice, rater: response.rater ?? null })),
  )
  return { choices, parameters, tie, home, leniencies: [...leniency.values()] }
}

type Of<Kind extends PriorityResponse['kind']> = Extract<PriorityResponse, { kind: Kind }>
type Worths = ReadonlyMap<string, number>

function pairChoices(
  pair: Of<'pair'>,
  worth: Worths,
  { ties, tie, home }: Readonly<{ ties: Ties; tie: number | null; home: number | null }>,
): readonly Unsigned[] {
  const { a, b, result, count = 1 } = pair
  const utility = (side: 'a' | 'b'): Utility => [
    [worth.get(side === 'a' ? a : b)!, 1],
    ...(home !== null && pair.home === side ? [[home, 1] as const] : []),
  ]
  const ofA = utility('a')
  const ofB = utility('b')
  if (tie === null || ties === 'half') {
    const wins = (chosen: number, weight: number) => ({ alternatives: [ofA, ofB], chosen, weight })
    return result === 'tie' ? [wins(0, count / 2), wins(1, count / 2)] : [wins(result === 'a' ? 0 : 1, count)]
  }
  if (ties === 'davidson') {
    const half = [...ofA, ...ofB].map(([parameter, coefficient]) => [parameter, coefficient / 2] as const)
    const alternatives = [ofA, ofB, [[tie, 1] as const, ...half]]
    return [{ alternatives, chosen: ['a', 'b', 'tie'].indexOf(result), weight: count }]
  }
  const over = (one: Utility, other: Utility) => ({
    alternatives: [one, [...other, [tie, 1] as const]],
    chosen: 0,
    weight: count,
  })
  if (result === 'tie') return [{ ...over(ofA, ofB), width: tie }, over(ofB, ofA)]
  return [result === 'a' ? over(ofA, ofB) : over(ofB, ofA)]
}

function bestWorstChoices({ items, best, worst }: Of<'best-worst'>, worth: Worths): readonly Unsigned[] {
  const rest = items.filter((item) => item !== best)
  const utilities = (among: readonly string[], sign: number) =>
    among.map((item): Utility => [[worth.get(item)!, sign]])
  return [
    { alternatives: utilities(items, 1), chosen: items.indexOf(best), weight: 1 },
    { alternatives: utilities(rest, -1), chosen: rest.indexOf(worst), weight: 1 },
  ]
}

function rankingChoices({ order, others = [] }: Of<'ranking'>, worth: Worths): readonly Unsigned[] {
  const all = [...order, ...others]
  return order
    .map((_, i) => all.slice(i))
    .filter((left) => left.length > 1)
    .map((left) => ({
      alternatives: left.map((item): Utility => [[worth.get(item)!, 1]]),
      chosen: 0,
      weight: 1,
    }))
}

function ratingChoice(
  { item, rating }: Of<'rating'>,
  worth: Worths,
  categories: readonly number[],
  steps: readonly (number | null)[],
  leniency: number | undefined,
): Unsigned {
  return {
    alternatives: categories.map((category, i): Utility => {
      const step = steps[i]
      return [
        [worth.get(item)!, category - categories[0]!],
        ...(leniency === undefined ? [] : [[leniency, category - categories[0]!] as const]),
        ...(step === null || step === undefined ? [] : [[step, -1] as const]),
      ]
    }),
    chosen: categories.indexOf(rating),
    weight: 1,
  }
}
