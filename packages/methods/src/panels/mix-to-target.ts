import type { LinearAnswer, OpenProgram } from '../linear-program/linear-program.ts'
import { exchangeForPanel } from './find-panel.ts'
import { openMix, shortfallOf } from './panel-mix.ts'
import type { NearestMix, PanelMix } from './panel-mix.ts'
import type { PanelCounts, PanelPool } from './panel-pool.ts'
import { panelProgram } from './panel-program.ts'
import type { Cut, Relaxation } from './panel-program.ts'
import { endingOf } from './target.ts'
import type { Ending, Target } from './target.ts'
import { panelWith, panelsWorth, worthOf } from './panels-beside.ts'
import { walkToPanels } from './walk-to-panels.ts'
import type { SearchLimits } from './walk-to-panels.ts'

/** A mix of panels beside the best that a relaxation allows. */
export type TargetMix = Readonly<{
  panels: readonly PanelCounts[]
  weights: Float64Array
  target: Target
  /** Largest amount by which a person's probability can be below the best of the relaxation; 0 is a proof. */
  gap: number
  /** Why the gap is not 0. */
  ending: Ending
}>

/** Shortfalls of a probability below this are the solver's rounding. */
export const roundingOfProbabilities = 1e-8

/** Walks, each at random, before panels are priced one by one. */
const mostWalks = 2

/** Share of the time left for one panel, of any worth, before anything is said of the best. */
const shareOfFirst = 0.5

/** A panel is worth adding, and an inequality is cut off by the target, where it is so much of a shortfall. */
const shareOfShortfall = 0.5

/** Seconds that a mix gets at least, so that panels found before time was over are of use. */
const secondsOfMix = 1

/**
 * Mixes panels until nobody's probability falls short of the best that a relaxation allows.
 *
 * The relaxation contains every mix of panels. So a mix that reaches its best is best among mixes. Where none does, the
 * prices of the nearest mix tell why: no panel is worth more than V at those prices, the target is. The inequality
 * Σ price·count ≤ V is then added to the relaxation, which gets a lower best, and so on.
 *
 * @param best  what is known of the best of a relaxation
 * @returns     'none' if it is proven that no panel keeps the rules; 'unknown' if none was found and that was not proven
 */
export function mixToTarget(
  pool: PanelPool,
  best: (relaxation: Relaxation) => Target,
  limits: SearchLimits,
): TargetMix | 'none' | 'unknown' {
  if (pool.sizes.reduce((sum, size) => sum + size, 0) < pool.seats) return 'none'
  let relaxation: Relaxation = { pool, most: pool.sizes, cuts: [] }
  const pricing = limits.solver.open(panelProgram(relaxation, { whole: true }))
  const mix = openMix(pool, limits.solver)
  try {
    const any = exchangeForPanel(pool, limits)
    if (any !== null) mix.add(any)
    else if (isNone(mix, pricing, shareOfFirst * limits.secondsLeft())) return 'none'
    let target = best(relaxation)
    for (let walks = 0; target.point !== null && walks < mostWalks; walks++) {
      for (const panel of walkToPanels(relaxation, target.point, limits)) mix.add(panel)
      if (mix.panels.length > 0) {
        const nearest = nearestMix(mix, target, limits)
        if (nearest.shortfall <= roundingOfProbabilities) break
      }
      const most = reachable(relaxation, target, { mix, pricing }, limits)
      if (most !== null) {
        relaxation = { ...relaxation, most }
        target = best(relaxation)
      }
    }
    if (mix.panels.length === 0 && isNone(mix, pricing, limits.secondsLeft())) return 'none'
    if (mix.panels.length === 0) return 'unknown'
    for (;;) {
      const found = priceUntilReached(relaxation, { mix, pricing }, target, limits)
      if ('ending' in found) return reached(pool, mix, found, target)
      relaxation = { ...relaxation, cuts: [...relaxation.cuts, found.cut] }
      const next = best(relaxation)
      if (next.unsettled !== null) {
        const ending = next.unsettled
        return reached(pool, mix, { nearest: nearestMix(mix, target, limits), ending }, target)
      }
      target = next
    }
  } finally {
    pricing.close()
    mix.close()
  }
}

type Ended = Readonly<{ nearest: NearestMix; ending: Ending }>

function priceUntilReached(
  relaxation: Relaxation,
  { mix, pricing }: Readonly<{ mix: PanelMix; pricing: OpenProgram }>,
  target: Target,
  limits: SearchLimits,
): Ended | { readonly cut: Cut } {
  for (;;) {
    const nearest = nearestMix(mix, target, limits)
    const { shortfall, prices } = nearest
    const seconds = limits.secondsLeft()
    if (seconds <= 0) return { nearest, ending: 'time' }
    if (typeof prices === 'string') return { nearest, ending: prices }
    if (shortfall <= roundingOfProbabilities) return { nearest, ending: 'precision' }
    const least = worthOf(target.floor, prices) - shareOfShortfall * shortfall
    const beside = panelsWorth(relaxation, mix.panels, { prices, least }, limits)
    if (beside.filter((panel) => mix.add(panel)).length > 0) continue
    pricing.setCosts(prices)
    const answer = pricing.solve({ seconds })
    if (answer.status !== 'optimal' && answer.status !== 'stopped') return { nearest, ending: 'precision' }
    const met = panelMet(answer)
    const isNew = met !== null && mix.add(met)
    const bound = answer.status === 'optimal' ? answer.objective : answer.bound
    if (bound < least) return { cut: cutAt(prices, bound) }
    if (!isNew) return { nearest, ending: endingOf(answer) }
  }
}

function nearestMix(mix: PanelMix, { floor }: Target, { secondsLeft }: SearchLimits): NearestMix {
  return mix.nearest(floor, Math.max(secondsOfMix, secondsLeft()))
}

/** Scaled so that its largest coefficient is 1. */
function cutAt(prices: Float64Array, bound: number): Cut {
  const largest = Math.max(...prices)
  return { coefficients: prices.map((price) => price / largest), most: bound / largest }
}

/** Profiles that no panel can include get no seat; null if all can that the target gives one, or time is over. */
function reachable(
  relaxation: Relaxation,
  target: Target,
  { mix, pricing }: Readonly<{ mix: PanelMix; pricing: OpenProgram }>,
  { random, secondsLeft }: SearchLimits,
): Int32Array | null {
  const most = Int32Array.from(relaxation.most)
  for (const [profile, seats] of target.floor.entries()) {
    const left = secondsLeft()
    const isIncluded = mix.panels.some((panel) => panel[profile]! > 0)
    if (seats === 0 || isIncluded || left <= 0) continue
    const including = panelWith(relaxation, mix.panels, profile, random)
    if (including !== null) {
      mix.add(including)
      continue
    }
    pricing.setCosts(most.map((_, other) => (other === profile ? 1 : 0)))
    const answer = pricing.solve({ seconds: left })
    const met = panelMet(answer)
    if (met !== null && met[profile]! > 0) mix.add(met)
    else if (answer.status === 'optimal') {
      most[profile] = 0
      pricing.setVariableBounds(profile, 0, 0)
    }
  }
  return most.some((count, profile) => count !== relaxation.most[profile]) ? most : null
}

/** Adds a panel if one is found; whether it is proven that there is none. */
function isNone(mix: PanelMix, pricing: OpenProgram, seconds: number): boolean {
  const answer = pricing.solve({ seconds })
  const met = panelMet(answer)
  if (met !== null) mix.add(met)
  return answer.status === 'infeasible'
}

/** The panel that a program in whole numbers met, if any. */
function panelMet(answer: LinearAnswer): PanelCounts | null {
  if (answer.status === 'optimal') return Int32Array.from(answer.values)
  if (answer.status === 'stopped' && answer.best !== null) return Int32Array.from(answer.best.values)
  return null
}

function reached(
  pool: PanelPool,
  { panels }: PanelMix,
  { nearest, ending }: Ended,
  target: Target,
): TargetMix {
  const { weights, shortfall } = nearest
  const { ceiling, unsettled } = target
  const largest = shortfallOf(pool, { panels, weights }, ceiling)
  return {
    panels: [...panels],
    weights,
    target,
    gap: largest <= roundingOfProbabilities ? 0 : largest,
    ending: shortfall <= roundingOfProbabilities && unsettled !== null ? unsettled : ending,
  }
}
