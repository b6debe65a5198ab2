import { barrierOptimum } from './barrier-optimum.ts'
import type { LinearRow } from './barrier-optimum.ts'
import { panelProgram } from './panel-program.ts'
import type { Relaxation } from './panel-program.ts'
import { endingOf, unsettledTarget } from './target.ts'
import type { Ending, Target } from './target.ts'
import type { SearchLimits } from './walk-to-panels.ts'

/** Slack that is asked of every bound at once, in seats. */
const slackAskedFor = 1e-3

/** A bound whose largest slack is smaller is kept to the limit by every point. */
const noSlack = 1e-7

/** Less per person in the logarithm of the product is the solver's rounding. */
const roundingOfLogarithm = 1e-8

type Limits = Omit<SearchLimits, 'random'>

/**
 * The probabilities with the largest product over people, over a relaxation: maximises Σ size_t·log count_t.
 *
 * Profiles that no point gives a seat are left out, and bounds that every point keeps to the limit become equations;
 * what is left has points strictly inside, from which a barrier method approaches the optimum. How near it came is
 * asked of one linear program (`settledBy`), not of the method.
 *
 * @returns unsettled where the optimum was not reached, with what the best can at most give
 *
 * Source: Nash welfare, Flanigan B et al. Nature 2021;596:548–52. doi:10.1038/s41586-021-03788-6. Barrier method:
 * Boyd S, Vandenberghe L. Convex Optimization, 2004, 11.3. doi:10.1017/CBO9780511804441
 */
export function nashTarget(relaxation: Relaxation, limits: Limits): Target {
  const { pool, most } = relaxation
  const inside = innerPoint(relaxation, limits)
  if (typeof inside === 'string') {
    return unsettledTarget(
      relaxation,
      { point: null, floor: new Float64Array(most.length), open: most.keys() },
      inside,
    )
  }
  const free = Array.from(most.keys()).filter(
    (profile) => !inside.isEmpty[profile] && !inside.isFull[profile],
  )
  const at = new Map(free.map((profile, index) => [profile, index]))
  const rows = inside.rows.map(({ lower, upper, terms }): LinearRow => {
    const settled = terms
      .filter(([profile]) => inside.isFull[profile])
      .reduce((sum, [profile, coefficient]) => sum + coefficient * most[profile]!, 0)
    return {
      lower: lower - settled,
      upper: upper - settled,
      terms: terms.flatMap(([profile, coefficient]) => {
        const index = at.get(profile)
        return index === undefined ? [] : [[index, coefficient] as const]
      }),
    }
  })
  const found = barrierOptimum(
    {
      weights: free.map((profile) => pool.sizes[profile]!),
      upper: free.map((profile) => most[profile]!),
      rows: rows.filter(({ terms }) => terms.length > 0),
      start: free.map((profile) => inside.point[profile]!),
    },
    () => limits.secondsLeft() <= 0,
  )
  const point = Float64Array.from(most, (upper, profile) =>
    inside.isFull[profile] ? upper : inside.isEmpty[profile] ? 0 : found[at.get(profile)!]!,
  )
  return settledBy(relaxation, point, limits)
}

/**
 * What a point proves of the largest product. The logarithm L of the product is concave, so with the linear program
 *
 *   E = max over the relaxation of Σ size_t·count_t/point_t − Σ size_t      (profiles to which the point gives a seat)
 *
 * no point's L is more than E above this one's: E = 0 proves it best. Otherwise the best b has, from the same inequality
 * the other way round, size_t·(e^−u − 1 + u) ≤ E for every profile, u = log(b_t/point_t), and as e^−u − 1 + u is at
 * least u²/(2 + u), u ≤ (e + √(e² + 8e))/2 with e = E/size_t.
 */
export function settledBy(relaxation: Relaxation, point: Float64Array, limits: Limits): Target {
  const { pool, most } = relaxation
  const given = Array.from(point.keys()).filter((profile) => point[profile]! > 0)
  const people = given.reduce((sum, profile) => sum + pool.sizes[profile]!, 0)
  const costs = Float64Array.from(point, (seats, profile) => (seats > 0 ? pool.sizes[profile]! / seats : 0))
  const answer = limits.solver.solve(panelProgram(relaxation, { costs, whole: false }), {
    seconds: limits.secondsLeft(),
  })
  if (answer.status !== 'optimal') {
    const ceiling = Float64Array.from(point, (seats, profile) => (seats > 0 ? most[profile]! : 0))
    return { point, floor: point, ceiling, unsettled: endingOf(answer) }
  }
  const excess = answer.objective - people
  if (excess <= roundingOfLogarithm * people) {
    return { point, floor: point, ceiling: point, unsettled: null }
  }
  const ceiling = Float64Array.from(point, (seats, profile) => {
    const e = excess / pool.sizes[profile]!
    return Math.min(most[profile]!, seats * Math.exp((e + Math.sqrt(e ** 2 + 8 * e)) / 2))
  })
  const unsettled = limits.secondsLeft() > 0 ? 'precision' : 'time'
  return { point, floor: point, ceiling, unsettled }
}

type Inner = Readonly<{
  /** Strictly within every bound that some point keeps strictly. */
  point: Float64Array
  /** By profile: every point gives it no seat; every point gives it all its seats. */
  isEmpty: readonly boolean[]
  isFull: readonly boolean[]
  /** Rules and cuts; those without slack as equations. */
  rows: readonly LinearRow[]
}>

/** Bounds one by one get the slack that they can have; the mean of points that have it is strictly inside. */
function innerPoint(relaxation: Relaxation, { solver, secondsLeft }: Limits): Inner | Ending {
  const { most } = relaxation
  const profiles = most.length
  const { variables, constraints } = panelProgram(relaxation, { whole: false })
  const bounded: readonly LinearRow[] = [
    ...constraints,
    ...variables.map(({ lower, upper }, profile) => ({ lower, upper, terms: [[profile, 1] as const] })),
  ]
  const sides = bounded.flatMap(({ lower, upper }, row) =>
    lower === upper
      ? []
      : [
          { row, sign: 1, bound: lower },
          { row, sign: -1, bound: upper },
        ].filter(({ bound }) => Number.isFinite(bound)),
  )
  const open = solver.open({
    sense: 'maximize',
    variables: [...variables, ...sides.map(() => ({ cost: 1, lower: 0, upper: slackAskedFor }))],
    constraints: [
      ...constraints,
      ...sides.map(({ row, sign, bound }, index) => ({
        lower: sign * bound,
        upper: Infinity,
        terms: [
          ...bounded[row]!.terms.map(([profile, coefficient]) => [profile, sign * coefficient] as const),
          [profiles + index, -1] as const,
        ],
      })),
    ],
  })
  try {
    const points: Float64Array[] = []
    const slackest = sides.map(() => 0)
    const solve = (): Ending | null => {
      const answer = open.solve({ seconds: secondsLeft() })
      if (answer.status !== 'optimal') return endingOf(answer)
      points.push(answer.values.slice(0, profiles))
      for (const index of sides.keys()) {
        slackest[index] = Math.max(slackest[index]!, answer.values[profiles + index]!)
      }
      return null
    }
    const ended = solve()
    if (ended !== null) return ended
    for (const index of sides.keys()) {
      if (slackest[index]! > noSlack) continue
      open.setCosts([...most, ...sides].map((_, column) => (column === profiles + index ? 1 : 0)))
      const without = solve()
      if (without !== null) return without
    }
    const point = new Float64Array(profiles)
    for (const one of points)
      for (const [profile, seats] of one.entries()) point[profile]! += seats / points.length
    const isTight = (row: number, wanted: number) => {
      const index = sides.findIndex((side) => side.row === row && side.sign === wanted)
      return index >= 0 ? slackest[index]! <= noSlack : bounded[row]!.lower === bounded[row]!.upper
    }
    return {
      point,
      isEmpty: variables.map((_, profile) => isTight(constraints.length + profile, 1)),
      isFull: variables.map((_, profile) => isTight(constraints.length + profile, -1)),
      rows: constraints.map(({ lower, upper, terms }, row) => ({
        terms,
        lower: isTight(row, -1) ? upper : lower,
        upper: isTight(row, 1) ? lower : upper,
      })),
    }
  } finally {
    open.close()
  }
}
