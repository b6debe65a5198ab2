import type { LinearProgramSolver, Term } from '../linear-program/linear-program.ts'
import type { PanelCounts, PanelPool } from './panel-pool.ts'
import { endingOf } from './target.ts'
import type { Ending } from './target.ts'

/**
 * The mix of known panels that comes nearest to a floor.
 *
 * `shortfall` is the largest amount by which a person's probability falls short of the floor's. `prices` is what a
 * further seat of a profile is worth: no known panel is worth more than Σ price·floor − shortfall, so a panel that is
 * would bring the mix nearer. Where a reason stands in their place the solver gave no answer, and the mix is the last
 * that was known.
 */
export type NearestMix = Readonly<{
  shortfall: number
  weights: Float64Array
  prices: Float64Array | Ending
}>

export type PanelMix = Readonly<{
  panels: readonly PanelCounts[]
  /** Adds a panel; false if it is known. */
  add: (panel: PanelCounts) => boolean
  /** At least one panel is known. */
  nearest: (floor: Float64Array, seconds: number) => NearestMix
  close: () => void
}>

/**
 * Keeps panels and mixes them, by the linear program
 *
 *   minimise ε   subject to   Σ_P weight_P·count_tP + size_t·ε ≥ floor_t  for every profile t,   Σ_P weight_P = 1.
 */
export function openMix(pool: PanelPool, solver: LinearProgramSolver): PanelMix {
  const profiles = pool.sizes.length
  const open = solver.open({
    sense: 'minimize',
    variables: [{ cost: 1, lower: 0, upper: Infinity }],
    constraints: [
      { lower: 1, upper: 1, terms: [] },
      ...Array.from(pool.sizes, (size) => ({
        lower: 0,
        upper: Infinity,
        terms: [[0, size]] as readonly Term[],
      })),
    ],
  })
  const panels: PanelCounts[] = []
  const known = new Set<string>()
  let last: Float64Array | null = null
  return {
    panels,
    add: (panel) => {
      const key = panel.join()
      if (known.has(key)) return false
      known.add(key)
      panels.push(panel)
      const terms: Term[] = [[0, 1]]
      for (const [profile, count] of panel.entries()) if (count > 0) terms.push([profile + 1, count])
      open.addVariable({ cost: 0, lower: 0, upper: Infinity }, terms)
      return true
    },
    nearest: (floor, seconds) => {
      for (let profile = 0; profile < profiles; profile++) {
        open.setConstraintBounds(profile + 1, floor[profile]!, Infinity)
      }
      const answer = open.solve({ seconds })
      if (answer.status !== 'optimal') {
        const weights = Float64Array.from(panels, (_, index) =>
          last === null ? 1 / panels.length : (last[index] ?? 0),
        )
        return { shortfall: shortfallOf(pool, { panels, weights }, floor), weights, prices: endingOf(answer) }
      }
      last = answer.values.slice(1).map((weight) => Math.max(0, weight))
      return {
        shortfall: answer.objective,
        weights: last,
        prices: answer.duals!.constraints.slice(1).map((price) => Math.max(0, price)),
      }
    },
    close: open.close,
  }
}

/** Largest amount by which a person's probability falls short of a floor, at least 0. */
export function shortfallOf(
  { sizes }: PanelPool,
  { panels, weights }: Readonly<{ panels: readonly PanelCounts[]; weights: Float64Array }>,
  floor: Float64Array,
): number {
  return floor.reduce((most, seats, profile) => {
    const average = panels.reduce((sum, counts, index) => sum + weights[index]! * counts[profile]!, 0)
    return Math.max(most, (seats - average) / sizes[profile]!)
  }, 0)
}
