import { dispersionOf } from './dispersion.ts'
import type { Dispersion, Overdispersion } from './dispersion.ts'
import { binomialLimits, poissonLimits } from './exact-limits.ts'
import type { CountLimits } from './exact-limits.ts'
import { expectedCountLimits } from './expected-count-limits.ts'
import type { FunnelFlag, FlagsBy } from './funnel-flag.ts'
import { scaleOf } from './funnel-scale.ts'
import type { FunnelScale } from './funnel-scale.ts'
import { funnelSentence } from './funnel-sentence.ts'
import type { FunnelMessage } from './funnel-sentence.ts'
import { funnelTarget, requireUnits } from './funnel-units.ts'
import type { FunnelType, FunnelUnit } from './funnel-units.ts'

/** Limits on the scale of y. */
export type FunnelLimits = {
  readonly lower95: number
  readonly upper95: number
  readonly lower998: number
  readonly upper998: number
}

export type PlacedUnit = FunnelLimits & {
  readonly unit: string
  /** numerator / denominator */
  readonly y: number
  /** The denominator. */
  readonly n: number
  /** Exact limits of the count by chance alone; null for a ratio of counts. */
  readonly exact: FunnelLimits | null
  /** Limits that allow for differences between units; null where that was not asked for or cannot be estimated. */
  readonly adjusted: FunnelLimits | null
  readonly flag: FunnelFlag
}

export type Funnel = {
  readonly method: {
    readonly name: 'funnel'
    readonly version: string
    readonly parameters: {
      readonly type: FunnelType
      readonly overdispersion: Overdispersion
      readonly scale: FunnelScale['name']
    }
  }
  /** The centre: all units together; 1 for standardised ratios. */
  readonly target: number
  readonly dispersion: Dispersion
  /** Which limits the flags are by. */
  readonly flagsBy: FlagsBy
  /** In the order given: never a rank. */
  readonly units: readonly PlacedUnit[]
  /** What to say of it, sentence by sentence. */
  readonly sentence: readonly FunnelMessage[]
}

export const funnelVersion = '1'

/** Each tail beyond the 95 % and the 99.8 % limits. */
const at95 = { p: 0.025, z: 1.959963984540054 }
const at998 = { p: 0.001, z: 3.090232306167813 }

/**
 * A funnel plot: which units differ from all units together by more than chance, or than chance and the usual
 * differences between units, explain.
 *
 * On a scale where the spread does not depend on the value (`scaleOf`), z = (Y − Y(target))/s; φ and τ² are those of
 * `dispersionOf`.
 *
 *   lower95 …  proportion: sin²(arcsin √θ ± z/(2√n)); standardised ratio and rate: χ² limits of the expected count E,
 *              χ²(0.025; 2E)/2E and χ²(0.975; 2E+2)/2E; ratio of counts: exp(log θ ± z·s)
 *   exact      binomial and Poisson limits (`exact-limits.ts`)
 *   adjusted   the scale's inverse of Y(target) ± z·√(s² + τ²)
 *
 * A flag is by the adjusted limits where τ² > 0; otherwise by the exact ones, and the approximate ones for a ratio of
 * counts. By exact limits a unit is flagged exactly where the tail of its count is below 2.5 % or 0.1 %.
 *
 * @param units   each unit once, at least one
 * @param options overdispersion: `winsorise` (square-root scale for ratios and rates) or `truncate` (log scale), 10 %
 *                at each end; `none` still reports φ and τ² of all units, and no adjusted limits
 * @throws {InvalidInput} if a unit repeats, or a count is not what the type takes
 *
 * Assumes: units independent; the denominators are known; for standardised ratios, that the model of the expected
 * counts is right. With thousands of cases a unit chance explains next to nothing: look at φ first.
 * Source: Spiegelhalter DJ. Stat Med 2005;24:1185–202. doi:10.1002/sim.1970
 * Checked: funnel.oracle.json (FunnelPlotR 0.6.0, 1e-6); exact limits by summing probabilities.
 * Not for: ranking units; judging one person.
 */
export function funnel(
  units: readonly FunnelUnit[],
  options: { readonly type: FunnelType; readonly overdispersion: Overdispersion },
): Funnel {
  const { type, overdispersion } = options
  requireUnits(units, type)
  const target = funnelTarget(units, type)
  const scale = scaleOf(type, overdispersion)
  const s = units.map((unit) => scale.standardError(unit, target))
  const z = units.map((unit, i) => {
    const transformed = scale.transform(unit)
    return transformed === -Infinity ? -Infinity : (transformed - scale.center(target)) / s[i]!
  })
  const dispersion = dispersionOf(z, s, overdispersion)
  const tau2 = overdispersion !== 'none' && dispersion.kind === 'estimate' ? dispersion.tau2 : null
  const flagsBy = (tau2 ?? 0) > 0 ? 'adjusted' : type === 'ratio-of-counts' ? 'approximate' : 'exact'
  const placed = units.map((unit, i) => {
    const spread = (variance: number) =>
      around((multiple) => scale.inverse(scale.center(target) + multiple * Math.sqrt(variance)))
    const y = unit.numerator / unit.denominator
    const approximate =
      type === 'standardised-ratio' || type === 'rate' ? expectedLimits(unit, target) : spread(s[i]! ** 2)
    const exact = type === 'ratio-of-counts' ? null : exactLimits(unit, type, target)
    const adjusted = tau2 === null ? null : spread(s[i]! ** 2 + tau2)
    const by = flagsBy === 'adjusted' ? adjusted! : (exact ?? approximate)
    return { unit: unit.unit, y, n: unit.denominator, ...approximate, exact, adjusted, flag: flagOf(y, by) }
  })
  return {
    method: {
      name: 'funnel',
      version: funnelVersion,
      parameters: { type, overdispersion, scale: scale.name },
    },
    target,
    dispersion,
    flagsBy,
    units: placed,
    sentence: funnelSentence(
      placed.map(({ flag }) => flag),
      flagsBy,
      dispersion,
    ),
  }
}

function around(at: (multiple: number) => number): FunnelLimits {
  return { lower95: at(-at95.z), upper95: at(at95.z), lower998: at(-at998.z), upper998: at(at998.z) }
}

function exactLimits({ denominator }: FunnelUnit, type: FunnelType, target: number): FunnelLimits {
  const [inner, outer] =
    type === 'proportion'
      ? binomialLimits(denominator, target, [at95, at998])
      : poissonLimits(denominator * target, [at95, at998])
  return perCase(inner!, outer!, denominator)
}

function expectedLimits({ denominator }: FunnelUnit, target: number): FunnelLimits {
  const expected = denominator * target
  if (expected === 0) return { lower95: 0, upper95: 0, lower998: 0, upper998: 0 }
  return perCase(expectedCountLimits(expected, at95), expectedCountLimits(expected, at998), denominator)
}

function perCase(inner: CountLimits, outer: CountLimits, cases: number): FunnelLimits {
  return {
    lower95: inner.lower / cases,
    upper95: inner.upper / cases,
    lower998: outer.lower / cases,
    upper998: outer.upper / cases,
  }
}

function flagOf(y: number, { lower95, upper95, lower998, upper998 }: FunnelLimits): FunnelFlag {
  if (y > upper998) return 'above-998'
  if (y < lower998) return 'below-998'
  if (y > upper95) return 'above-95'
  return y < lower95 ? 'below-95' : 'inside'
}
