import { InvalidInput } from '../errors.ts'
import type { LinearProgramSolver } from '../linear-program/linear-program.ts'
import { minimumCount } from './suppress-table.ts'

/** People of one or several strata together, and how many of them took part. */
export type StratumLine = {
  /** Who they are: places in the list of sizes, each once. */
  readonly people: readonly number[]
  readonly took: number
  /** Whether `took` would leave, by what the strata of its own kind say. */
  readonly shown: boolean
  /** Not released by its steward: its number may not be found out, however large it is. */
  readonly held?: boolean
  /** It left at another time, when strata said other things: it is known, and can't be hidden any more. */
  readonly told?: boolean
}

/** Distance from a whole number within which a solver's answer counts as that number. */
const whole = 1e-6

/**
 * Which lines may be shown beside all others, where strata of several kinds divide the same people.
 *
 *   lower, upper = min, max Σ x_p over the people p of a hidden line
 *   subject to     Σ x_p = took of every line that is shown;  0 ≤ x_p ≤ size of p
 *
 * A site that is hidden among sites is the difference between its zone and the zone's other sites. While a hidden line is
 * told so (its number exactly; or that fewer than the minimum took part, or did not, where that is so), the smallest line
 * that the bound rests on is hidden too. Lines that were hidden to protect others need no protection of their own.
 *
 * @param sizes    how many people of each kind: everybody who is alike in all strata is of one kind
 * @param lines    of all strata; also, never shown, those that are shown only together with others
 * @param known    how many took part of everybody, where that is known to readers; else null
 * @param solver   of linear programs
 * @param minimum  smallest count shown; 5 by default
 * @returns        per line whether it may be shown
 * @throws {InvalidInput} if a line names a kind that is not there, or more took part than there are
 * @throws {Error} if the solver does not come to an answer
 *
 * A solver without duals hides the smallest line of all instead: as safe, but more. Where nothing that is left to hide changes a bound (`known` and what was told before tell it), the line stays as it is.
 * Source: as `attackTable` and step 4 of `protectCells`, which take every count as a cell of one table.
 * Checked: all divisions of small numbers of people that agree with what is shown, enumerated.
 */
export function hideAcrossStrata(
  sizes: readonly number[],
  lines: readonly StratumLine[],
  known: number | null,
  solver: LinearProgramSolver,
  minimum: number = minimumCount,
): readonly boolean[] {
  const invited = lines.map(({ people }) =>
    people.reduce((sum, kind) => sum + (sizes[kind] ?? Number.NaN), 0),
  )
  for (const [place, { took }] of lines.entries()) {
    if (!(took >= 0 && took <= invited[place]!)) {
      throw new InvalidInput(`lines[${place}].took`, took, `a count in [0, ${invited[place]}]`)
    }
  }
  const shown = lines.map((line) => line.shown)
  const guarded = [...lines.keys()].filter((place) => {
    const { took, held } = lines[place]!
    return !shown[place]! && invited[place]! > 0 && (held || Math.min(took, invited[place]! - took) < minimum)
  })
  if (guarded.length === 0 || !shown.includes(true)) return shown
  const terms = (people: readonly number[]) => people.map((kind) => [kind, 1] as const)
  const program = solver.open({
    sense: 'minimize',
    variables: sizes.map((size) => ({ cost: 0, lower: 0, upper: size })),
    constraints: [
      ...lines.map(({ people, took }, place) => ({
        terms: terms(people),
        ...(shown[place]! ? { lower: took, upper: took } : { lower: 0, upper: invited[place]! }),
      })),
      { terms: terms([...sizes.keys()]), lower: known ?? 0, upper: known ?? Infinity },
    ],
  })
  const hideOne = (up: Float64Array | null, down: Float64Array | null): boolean => {
    const rests = (place: number) =>
      up === null || down === null || Math.abs(up[place]!) + Math.abs(down[place]!) > whole
    const [smallest] = [...lines.keys()]
      .filter((place) => shown[place]! && lines[place]!.told !== true && rests(place))
      .toSorted((one, other) => invited[one]! - invited[other]!)
    if (smallest === undefined) return false
    shown[smallest] = false
    program.setConstraintBounds(smallest, 0, invited[smallest]!)
    return true
  }
  // What was seen to be possible stays so: hiding more only leaves more possible.
  const seen = guarded.map((place) => ({ place, most: lines[place]!.took, least: lines[place]!.took }))
  const push = (people: readonly number[], sign: 1 | -1): Float64Array | null => {
    const costs = new Float64Array(sizes.length)
    for (const kind of people) costs[kind] = sign
    program.setCosts(costs)
    const answer = program.solve()
    if (answer.status !== 'optimal') {
      throw new Error(`the solver found the strata ${answer.status}, which they are not`)
    }
    for (const one of seen) {
      const count = lines[one.place]!.people.reduce((sum, kind) => sum + answer.values[kind]!, 0)
      one.most = Math.max(one.most, count)
      one.least = Math.min(one.least, count)
    }
    return answer.duals?.constraints ?? null
  }
  try {
    for (const own of seen) {
      const { place } = own
      const goal = goalOf(lines[place]!, place)
      const isReached = () =>
        own.most >= goal.most - whole &&
        own.least <= goal.least + whole &&
        Math.floor(own.most + whole) > Math.ceil(own.least - whole)
      for (let canHide = true; canHide && !isReached();) {
        const up = push(lines[place]!.people, -1)
        if (isReached()) break
        const down = push(lines[place]!.people, 1)
        if (!isReached()) canHide = hideOne(up, down)
      }
    }
  } finally {
    program.close()
  }
  return shown

  /** How large, and how small, a hidden number has to be possible, so that it is not told to be small, nor all but a few. */
  function goalOf({ took }: StratumLine, place: number) {
    const all = invited[place]!
    const isLarge = all >= minimum
    return {
      most: isLarge && took < minimum ? minimum : took,
      least: isLarge && all - took < minimum ? all - minimum : took,
    }
  }
}
