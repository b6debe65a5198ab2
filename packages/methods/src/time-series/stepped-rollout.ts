import { InvalidInput } from '../errors.ts'
import { stepOf } from './evenly-spaced.ts'
import type { InterruptedModel } from './fit-interruption.ts'
import { interruptedSeries } from './interrupted-series.ts'
import type {
  InterruptedOptions,
  InterruptedSeries,
  NotInterrupted,
  SeriesPoint,
} from './interrupted-series.ts'
import { poolEstimates } from './pool-estimates.ts'
import type { PooledEstimate } from './pool-estimates.ts'

/** A site, with the day from which the change was in force there. */
export type RolloutSite = {
  readonly site: string
  readonly change: string
  readonly points: readonly SeriesPoint[]
}

export type SteppedRollout = {
  readonly method: {
    readonly name: 'stepped-rollout'
    readonly version: string
    readonly model: InterruptedModel
  }
  /** Each site by itself, in the order given. */
  readonly sites: readonly { readonly site: string; readonly result: InterruptedSeries | NotInterrupted }[]
  /** Over the sites that have an estimate; why not, where fewer than two have. */
  readonly pooled:
    | {
        readonly kind: 'estimate'
        readonly sites: number
        readonly level: PooledEstimate
        readonly slope: PooledEstimate
      }
    | { readonly kind: 'not-estimable'; readonly reason: 'fewer-than-two-sites'; readonly sites: number }
}

/**
 * A change that came to sites one after the other: each site's interrupted series, and the mean of what they show.
 *
 * Every site is compared with its own past (`interruptedSeries`), then levels and slopes are pooled over sites with
 * random effects (`poolEstimates`). Sites are never compared with sites that changed before them, which is what
 * misleads regressions with effects of sites and periods where the effect grows or differs.
 *
 * @param sites    each once, of one measure; points a site's own, of the same step
 * @param options  as of `interruptedSeries`, but for the change
 * @throws {InvalidInput} if a site repeats, there is none, steps between points differ from site to site, or one's points are not what `interruptedSeries` takes
 *
 * Assumes: sites independent of each other; what happened everywhere at once is met by a control series, or by changes
 * that lie far apart.
 * Source: Gebski V et al. Epidemiol Infect 2012;140:2131–41. doi:10.1017/S0950268812000179 (pooled segments);
 * Goodman-Bacon A. J Econom 2021;225:254–77. doi:10.1016/j.jeconom.2021.03.014 (why not by one regression)
 * Checked: pooled anew from the sites; one site alone; sites too short.
 * Not for: two or three sites with few points: the interval is then as wide as it should be, and says little.
 */
export function steppedRollout(
  sites: readonly RolloutSite[],
  options: Omit<InterruptedOptions, 'change'>,
): SteppedRollout {
  if (sites.length === 0) throw new InvalidInput('sites', 'none', 'at least one')
  if (new Set(sites.map(({ site }) => site)).size < sites.length) {
    throw new InvalidInput('sites', 'a site twice', 'each site once')
  }
  const steps = new Set(sites.map(({ points }) => JSON.stringify(stepOf(points.map(({ date }) => date)))))
  steps.delete('null')
  if (steps.size > 1) throw new InvalidInput('sites', [...steps].join(' and '), 'of one step between points')
  const each = sites.map(({ site, change, points }) => ({
    site,
    result: interruptedSeries(points, { ...options, change }),
  }))
  const estimates = each.flatMap(({ result }) => (result.kind === 'estimate' ? [result] : []))
  const method = { name: 'stepped-rollout' as const, version: '1', model: options.model }
  if (estimates.length < 2) {
    const pooled = { kind: 'not-estimable', reason: 'fewer-than-two-sites', sites: estimates.length } as const
    return { method, sites: each, pooled }
  }
  return {
    method,
    sites: each,
    pooled: {
      kind: 'estimate',
      sites: estimates.length,
      level: poolEstimates(estimates.map(({ level }) => level)),
      slope: poolEstimates(estimates.map(({ slope }) => slope)),
    },
  }
}
