import { InvalidInput } from '../errors.ts'
import { leximinTarget } from './leximin-target.ts'
import { mixToTarget } from './mix-to-target.ts'
import { nashTarget } from './nash-target.ts'
import type { PanelCounts, PanelPool } from './panel-pool.ts'
import type { Relaxation } from './panel-program.ts'
import { infeasibleReason, relaxQuotas } from './relax-quotas.ts'
import type { InfeasibleReason, QuotaChange } from './relax-quotas.ts'
import type { Ending, Target } from './target.ts'
import type { SearchLimits } from './walk-to-panels.ts'

/**
 * What is fair: `leximin`, that the smallest probability is as large as possible, then the next smallest, and so on;
 * `maximin`, the smallest alone; `nash`, that the product of all probabilities is as large as possible.
 */
export type PanelObjective = 'leximin' | 'maximin' | 'nash'

export type FairLottery =
  | Readonly<{
      kind: 'lottery'
      objective: PanelObjective
      /** Panels and their probabilities, which add up to 1. */
      panels: readonly Readonly<{ counts: PanelCounts; weight: number }>[]
      /** Each person's probability of a seat, by place; 0 for those who cannot be drawn. */
      probabilities: Float64Array
      /** Of those whom some panel can include; proportions in [0, 1]. */
      minimum: number
      gini: number
      geometricMean: number
      certificate: Certificate
      /** Places of people whom no panel can include, though nobody excluded them. */
      unreachable: readonly number[]
    }>
  | Readonly<{ kind: 'infeasible'; reason: InfeasibleReason; relaxation: readonly QuotaChange[] | null }>
  /** No panel was found, in the time or at the solver's precision; nor was it proven that there is none. */
  | Readonly<{ kind: 'undecided' }>

/**
 * How far from the best a lottery can be. No mix of panels is better for the objective than the best of a relaxation,
 * and nobody's probability is further than `gap` below that best. With gap 0 the lottery is proven best. Otherwise, if
 * everyone who is not named unreachable can sit, its smallest probability is within `gap` of the largest possible.
 * `because`: time was over (the same random numbers then need not give the same lottery again), or the solver's
 * precision was.
 */
export type Certificate = Readonly<{ gap: 0; proven: true } | { gap: number; proven: false; because: Ending }>

/**
 * The fairest lottery over the panels that keep all rules, with a certificate.
 *
 * People with equal features are one whole number. The best probabilities are first found for fractional panels (a
 * small linear program a stage), then mixed from real ones: where that succeeds nothing fairer exists, because every
 * mix of panels is a fractional panel. Where it fails, inequalities that all panels keep are added until it does.
 *
 * @param pool       who can be drawn, seats and rules (`panelPool`)
 * @param objective  leximin, maximin or nash
 * @param limits     the solver; random numbers, which decide which of equally fair mixes is found; seconds left
 * @returns          probabilities per person (proportions), panels with weights, certificate; or why there is none
 * @throws {InvalidInput} for an objective that is none of them
 *
 * Source: Flanigan B, Gölz P, Gupta A, Hennig B, Procaccia AD. Nature 2021;596:548–52.
 * doi:10.1038/s41586-021-03788-6 (objectives). Exact without a commercial solver by the three steps above.
 * Checked: leximin over all panels enumerated, on tiny pools (1e-6); nash by its optimality
 * condition over the same panels (1e-6); a pool of 250 solved independently
 * (1e-6); hand-solved cases. Accurate to 1e-7 in a probability.
 * Assumes: everyone in the pool would serve. Not for: making up for who never entered the pool.
 */
export function fairLottery(pool: PanelPool, objective: PanelObjective, limits: SearchLimits): FairLottery {
  const mixed = mixToTarget(pool, (relaxation) => targetOf(objective, relaxation, limits), limits)
  if (mixed === 'unknown') return { kind: 'undecided' }
  if (mixed === 'none') {
    const relaxation = relaxQuotas(pool, limits.solver, Math.max(1, limits.secondsLeft()))
    return { kind: 'infeasible', reason: infeasibleReason(pool), relaxation }
  }
  const panels = mixed.panels
    .map((counts, index) => ({ counts, weight: mixed.weights[index]! }))
    .filter(({ weight }) => weight > 0)
  const { gap, ending, target } = mixed
  const probabilities = new Float64Array(pool.people)
  const unreachable: number[] = []
  const possible: number[] = []
  for (const [profile, { members }] of pool.profiles.entries()) {
    const seats = panels.reduce((total, { counts, weight }) => total + weight * counts[profile]!, 0)
    const isReachable = seats > 0 || target.ceiling[profile]! > 0
    for (const place of members) {
      probabilities[place] = Math.min(1, seats / members.length)
      if (isReachable) possible.push(probabilities[place])
      else unreachable.push(place)
    }
  }
  return {
    kind: 'lottery',
    objective,
    panels,
    probabilities,
    minimum: possible.reduce((least, probability) => Math.min(least, probability), 1),
    gini: giniOf(possible),
    geometricMean: Math.exp(
      possible.reduce((total, probability) => total + Math.log(probability), 0) / possible.length,
    ),
    certificate: gap === 0 ? { gap: 0, proven: true } : { gap, proven: false, because: ending },
    unreachable: unreachable.toSorted((a, b) => a - b),
  }
}

function targetOf(objective: PanelObjective, relaxation: Relaxation, limits: SearchLimits): Target {
  if (objective === 'leximin') return leximinTarget(relaxation, limits, 'all')
  if (objective === 'maximin') return leximinTarget(relaxation, limits, 'first')
  if (objective === 'nash') return nashTarget(relaxation, limits)
  throw new InvalidInput('objective', objective, 'leximin, maximin or nash')
}

/** Mean difference of two people's probabilities over twice the mean: Σ (2i − n − 1)·p_(i) / (n·Σ p). */
function giniOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  const sum = sorted.reduce((total, value) => total + value, 0)
  return sorted.reduce((total, value, index) => total + (2 * index - n + 1) * value, 0) / (n * sum)
}
