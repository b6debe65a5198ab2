import type { PriorityResponse } from './responses.ts'

/** The utility of an alternative: Σ coefficient · parameter. */
export type Utility = readonly (readonly [parameter: number, coefficient: number])[]

/** One alternative taken out of several. */
export type Choice = Readonly<{
  alternatives: readonly Utility[]
  chosen: number
  weight: number
  /** Who chose; null where nobody says. */
  rater: string | null
}>

type Unsigned = Omit<Choice, 'rater'>

/** Responses as choices, and what each parameter is. */
export type ChoiceData = Readonly<{
  choices: readonly Choice[]
  parameters: number
  tie: number | null
  home: number | null
  /** Parameters with the ridge prior besides the items': how leniently each rater rates. */
  leniencies: readonly number[]
}>

/**
 * Every kind of response as choices among alternatives with utilities linear in the same worths u.
 *
 *   pair: u_a or u_b, and for a tie ln ν + (u_a + u_b)/2; the favoured one has h more
 *   best of a set: u;   worst of the rest: −u;   ranking: the first of those left, again and again
 *   rating r of the r's that occur: r(u + leniency of the rater) − κ_r
 *
 * @param items      names, in the order of their parameters
 * @param responses  that hold (`requireResponse`)
 * @param options    ties as an outcome of their own or as half a win of each; whether raters have leniencies
 */
export function choicesOf(
  items: readonly string[],
  responses: readonly PriorityResponse[],
  options: Readonly<{ ties: 'davidson' | 'half'; leniency: boolean }>,
): ChoiceData {
  const worth = new Map(items.map((item, i) => [item, i]))
  let parameters = items.length
  const uses = (wanted: (response: PriorityResponse) => boolean) =>
    responses.some(wanted) ? parameters++ : null
  const tie = options.ties === 'davidson' ? uses((one) => one.kind === 'pair') : null
  const home = uses((one) => one.kind === 'pair' && one.home !== undefined)
  const ratings = responses.flatMap((one) => (one.kind === 'rating' ? [one] : []))
  const categories = [...new Set(ratings.map(({ rating }) => rating))].toSorted((a, b) => a - b)
  const steps = categories.map((_, i) => (i === 0 ? null : parameters++))
  const raters = options.leniency ? [...new Set(ratings.map(({ rater }) => rater))].toSorted() : []
  const leniency = new Map(raters.map((rater) => [rater, parameters++]))
  const unsigned = (response: PriorityResponse): readonly Unsigned[] => {
    if (response.kind === 'pair') return pairChoices(response, worth, tie, home)
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
  tie: number | null,
  home: number | null,
): readonly Unsigned[] {
  const { a, b, result, count = 1 } = pair
  const favour = (side: 'a' | 'b'): Utility => (home !== null && pair.home === side ? [[home, 1]] : [])
  const utilities: Utility[] = [
    [[worth.get(a)!, 1], ...favour('a')],
    [[worth.get(b)!, 1], ...favour('b')],
  ]
  if (tie !== null) {
    const half = utilities.flat().map(([parameter, coefficient]) => [parameter, coefficient / 2] as const)
    utilities.push([[tie, 1], ...half])
  }
  const chosen = (which: number, weight: number): Unsigned => ({
    alternatives: utilities,
    chosen: which,
    weight,
  })
  if (result !== 'tie') return [chosen(result === 'a' ? 0 : 1, count)]
  return tie === null ? [chosen(0, count / 2), chosen(1, count / 2)] : [chosen(2, count)]
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
