import type { OpenProgram } from '../linear-program/linear-program.ts'
import type { Target } from './leximin-target.ts'
import { openMix } from './panel-mix.ts'
import type { NearestMix, PanelMix } from './panel-mix.ts'
import type { PanelCounts, PanelPool } from './panel-pool.ts'
import { panelProgram } from './panel-program.ts'
import type { Cut, Relaxation } from './panel-program.ts'
import { walkToPanels } from './walk-to-panels.ts'
import type { SearchLimits } from './walk-to-panels.ts'

/** A mix of panels beside the best that a relaxation allows. */
export type TargetMix = Readonly<{
  panels: readonly PanelCounts[]
  weights: Float64Array
  target: Target
  /** Largest amount by which a person's probability falls short of the target's; 0 is a proof. */
  gap: number
  /** What is known of the panels at the end. */
  relaxation: Relaxation
}>

/** Shortfalls of a probability below this are the solver's rounding. */
export const roundingOfProbabilities = 1e-8

/** Walks, each at random, before panels are priced one by one. */
const mostWalks = 2

/**
 * Mixes panels until nobody's probability falls short of the best that a relaxation allows.
 *
 * The relaxation contains every mix of panels. So a mix that reaches its best is best among mixes. Where none does, the
 * prices of the nearest mix tell why: no panel is worth more than V at those prices, the target is. The inequality
 * Σ price·count ≤ V is then added to the relaxation, which gets a lower best, and so on.
 *
 * @param best  the best of a relaxation, null where it is empty
 * @returns     'none' if no panel keeps the rules; 'unknown' if time ran out before one was found
 */
export function mixToTarget(
  pool: PanelPool,
  best: (relaxation: Relaxation) => Target | null,
  limits: SearchLimits,
): TargetMix | 'none' | 'unknown' {
  const mix = openMix(pool, limits.solver)
  let relaxation: Relaxation = { pool, most: pool.sizes, cuts: [] }
  let pricing: OpenProgram | undefined
  try {
    let target = best(relaxation)
    for (let walks = 0; target !== null && walks < mostWalks && relaxation.cuts.length === 0; walks++) {
      for (const panel of walkToPanels(relaxation, target.point, limits)) mix.add(panel)
      if (mix.panels.length > 0) {
        const nearest = mix.nearest(target.floor)
        if (nearest.shortfall <= roundingOfProbabilities) return reached(mix, nearest, target, relaxation)
      }
      const most = reachable(relaxation, target, mix, limits)
      if (most !== null) {
        relaxation = { ...relaxation, most }
        target = best(relaxation)
      }
    }
    pricing = limits.solver.open(panelProgram(relaxation, { whole: true }))
    while (target !== null) {
      if (mix.panels.length === 0 && !addAnyPanel(mix, pricing, limits)) {
        return limits.secondsLeft() > 0 ? 'none' : 'unknown'
      }
      const found = priceUntilReached(mix, pricing, target, limits)
      if (!('cut' in found)) return reached(mix, found, target, relaxation)
      relaxation = { ...relaxation, cuts: [...relaxation.cuts, found.cut] }
      target = best(relaxation)
    }
    return 'none'
  } finally {
    pricing?.close()
    mix.close()
  }
}

function priceUntilReached(
  mix: PanelMix,
  pricing: OpenProgram,
  target: Target,
  limits: SearchLimits,
): NearestMix | { readonly cut: Cut } {
  for (;;) {
    const nearest = mix.nearest(target.floor)
    const { shortfall, prices } = nearest
    const seconds = limits.secondsLeft()
    if (shortfall <= roundingOfProbabilities || seconds <= 0) return nearest
    const wanted = worth(prices, target.floor)
    pricing.setCosts(prices)
    const answer = pricing.solve({ seconds })
    if (answer.status !== 'optimal' && answer.status !== 'stopped') return nearest
    const found = answer.status === 'optimal' ? answer.values : answer.best?.values
    const isNew = found !== undefined && mix.add(Int32Array.from(found))
    const bound = answer.status === 'optimal' ? answer.objective : answer.bound
    if (bound < wanted - shortfall / 2) return { cut: cutAt(prices, bound) }
    if (!isNew) return nearest
  }
}

/** Scaled so that its largest coefficient is 1. */
function cutAt(prices: Float64Array, bound: number): Cut {
  const largest = prices.reduce((most, price) => Math.max(most, price), 0)
  return { coefficients: prices.map((price) => price / largest), most: bound / largest }
}

/** Profiles that no panel can include get no seat; null if all can that the target gives one, or time is over. */
function reachable(
  relaxation: Relaxation,
  target: Target,
  mix: PanelMix,
  { solver, secondsLeft }: SearchLimits,
): Int32Array | null {
  const { pool } = relaxation
  const covered = new Uint8Array(pool.sizes.length)
  const cover = (panel: PanelCounts) => {
    for (const [profile, count] of panel.entries()) if (count > 0) covered[profile] = 1
  }
  for (const panel of mix.panels) cover(panel)
  const most = Int32Array.from(relaxation.most)
  const open = solver.open(panelProgram(relaxation, { whole: true }))
  try {
    for (const [profile, seats] of target.floor.entries()) {
      const left = secondsLeft()
      if (seats === 0 || covered[profile] === 1 || left <= 0) continue
      open.setCosts(most.map((_, other) => (other === profile ? 1 : 0)))
      const answer = open.solve({ seconds: left })
      if (answer.status === 'infeasible' || (answer.status === 'optimal' && answer.objective < 0.5)) {
        most[profile] = 0
        open.setVariableBounds(profile, 0, 0)
      } else if (answer.status === 'optimal') {
        const panel = Int32Array.from(answer.values)
        mix.add(panel)
        cover(panel)
      }
    }
  } finally {
    open.close()
  }
  return most.some((count, profile) => count !== relaxation.most[profile]) ? most : null
}

function addAnyPanel(mix: PanelMix, pricing: OpenProgram, { secondsLeft }: SearchLimits): boolean {
  const answer = pricing.solve({ seconds: Math.max(0, secondsLeft()) })
  if (answer.status === 'optimal') return mix.add(Int32Array.from(answer.values))
  return answer.status === 'stopped' && answer.best !== null && mix.add(Int32Array.from(answer.best.values))
}

function reached(mix: PanelMix, nearest: NearestMix, target: Target, relaxation: Relaxation): TargetMix {
  const gap = nearest.shortfall <= roundingOfProbabilities ? 0 : nearest.shortfall
  return { panels: [...mix.panels], weights: nearest.weights, target, gap, relaxation }
}

function worth(prices: Float64Array, seats: Float64Array): number {
  return prices.reduce((sum, price, profile) => sum + price * seats[profile]!, 0)
}
