import type { LinearProgramSolver, Term } from '../linear-program/linear-program.ts'
import type { PanelCounts, PanelPool } from './panel-pool.ts'

/**
 * The mix of known panels that comes nearest to a floor.
 *
 * `shortfall` is the largest amount by which a person's probability falls short of the floor's. `prices` is what a
 * further seat of a profile is worth: no known panel is worth more than Σ price·floor − shortfall, so a panel that is
 * would bring the mix nearer.
 */
export type NearestMix = Readonly<{ shortfall: number; weights: Float64Array; prices: Float64Array }>

export type PanelMix = Readonly<{
  panels: readonly PanelCounts[]
  /** Adds a panel; false if it is known. */
  add: (panel: PanelCounts) => boolean
  /** At least one panel is known. */
  nearest: (floor: Float64Array) => NearestMix
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
    nearest: (floor) => {
      for (let profile = 0; profile < profiles; profile++) {
        open.setConstraintBounds(profile + 1, floor[profile]!, Infinity)
      }
      const answer = open.solve()
      if (answer.status !== 'optimal') throw new Error(`the mix of panels is ${answer.status}`)
      const weights = answer.values.slice(1).map((weight) => Math.max(0, weight))
      const sum = weights.reduce((total, weight) => total + weight, 0)
      return {
        shortfall: answer.objective,
        weights: weights.map((weight) => weight / sum),
        prices: answer.duals!.constraints.slice(1).map((price) => Math.max(0, price)),
      }
    },
    close: open.close,
  }
}
