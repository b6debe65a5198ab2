import type { OpenProgram, Term } from '../linear-program/linear-program.ts'
import type { PanelPool } from './panel-pool.ts'
import { panelProgram } from './panel-program.ts'
import type { Relaxation } from './panel-program.ts'
import { endingOf, unsettledTarget } from './target.ts'
import type { Target } from './target.ts'
import type { SearchLimits } from './walk-to-panels.ts'

/** A level of seats per person below this is none. */
const noLevel = 1e-9

/** Seats by which what is fixed is let down where rounding of earlier stages leaves a later one without a point. */
const leastSlack = 1e-9
const mostSlack = 1e-7

/** A dual smaller than this, times the profile's size, is rounding: those of a stage add up to 1. */
const negligible = 1e-7

/** Share of the time left that stages may take: what they settle is worth nothing without panels. */
const shareOfTime = 0.8

/**
 * The probabilities whose smallest is largest, among those whose second smallest is largest, and so on, over a
 * relaxation: all stages (leximin), or no further than the first that is above zero (maximin).
 *
 * Stage: maximise λ with count_t ≥ size_t·λ for every profile t not yet fixed, and count_t ≥ what a fixed one has.
 * A profile whose inequality has a positive dual is at λ in every optimum of the stage: it is fixed there.
 *
 * @returns unsettled if a stage has no answer, for want of time or precision: what earlier stages settled then stands
 */
export function leximinTarget(
  relaxation: Relaxation,
  { solver, secondsLeft }: Omit<SearchLimits, 'random'>,
  stages: 'all' | 'first',
): Target {
  const { pool, most } = relaxation
  const available = secondsLeft()
  const kept = Number.isFinite(available) ? (1 - shareOfTime) * available : 0
  const inTime = () => ({ seconds: secondsLeft() - kept })
  const open = solver.open(stageProgram(relaxation))
  try {
    const floor = new Float64Array(most.length)
    const first = 1 + pool.rules.length
    const unfixed = new Set<number>()
    for (const [profile, upper] of most.entries()) if (upper > 0) unfixed.add(profile)
    let point: Float64Array | null = null
    let level = 0
    const atLevel = (profile: number) =>
      level > noLevel ? Math.min(pool.sizes[profile]! * level, point![profile]!) : 0
    while (point === null || unfixed.size > 0) {
      let answer = open.solve(inTime())
      for (let slack = leastSlack; answer.status !== 'optimal' && slack <= mostSlack; slack *= 10) {
        for (const [profile, seats] of floor.entries()) {
          if (seats > 0) open.setVariableBounds(profile, Math.max(0, seats - slack), most[profile]!)
        }
        answer = open.solve(inTime())
      }
      if (answer.status !== 'optimal') {
        for (const profile of unfixed) floor[profile] = atLevel(profile)
        return unsettledTarget(relaxation, { point, floor, open: unfixed }, endingOf(answer))
      }
      point = answer.values.slice(0, most.length)
      const duals = answer.duals!.constraints
      level = Math.min(1, Math.max(0, answer.objective))
      const fix = (profile: number) => {
        unfixed.delete(profile)
        floor[profile] = atLevel(profile)
        raise(open, first + profile, profile, floor[profile]!, most[profile]!)
      }
      const binding = [...unfixed].filter(
        (profile) => Math.abs(duals[first + profile]!) * pool.sizes[profile]! > negligible,
      )
      // none binds: it is the bound λ ≤ 1, and all who are left are certain of a seat
      const isLast = binding.length === 0 || (stages === 'first' && level > noLevel)
      for (const profile of isLast ? [...unfixed] : binding) fix(profile)
    }
    return { point, floor, ceiling: floor, unsettled: null }
  } finally {
    open.close()
  }
}

function stageProgram(relaxation: Relaxation) {
  const { pool, most } = relaxation
  const program = panelProgram(relaxation, { whole: false })
  const level = most.length
  const rules = 1 + pool.rules.length
  return {
    ...program,
    variables: [...program.variables, { cost: 1, lower: 0, upper: 1 }],
    constraints: [
      ...program.constraints.slice(0, rules),
      ...Array.from(most, (upper, profile) => ({
        lower: upper === 0 ? -Infinity : 0,
        upper: Infinity,
        terms: levelTerms(pool, profile, level),
      })),
      ...program.constraints.slice(rules),
    ],
  }
}

function levelTerms({ sizes }: PanelPool, profile: number, level: number): readonly Term[] {
  return [
    [profile, 1],
    [level, -sizes[profile]!],
  ]
}

function raise(open: OpenProgram, constraint: number, profile: number, lower: number, upper: number): void {
  open.setConstraintBounds(constraint, -Infinity, Infinity)
  open.setVariableBounds(profile, Math.min(upper, Math.max(0, lower)), upper)
}
