import { chiSquareTails } from '../distributions/chi-square.ts'
import { betaQuantileLogit } from '../distributions/incomplete-beta.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { InvalidInput } from '../errors.ts'

/** Events over the exposure in which they happened: people, person-years, visits. */
export type Rate = { readonly events: number; readonly exposure: number }

/** A ratio with its 95 % interval; `upper` null where it has no end because nothing happened in the reference. */
export type RateRatio =
  | {
      readonly kind: 'estimate'
      readonly ratio: number | null
      readonly lower: number
      readonly upper: number | null
    }
  | { readonly kind: 'not-estimable'; readonly reason: 'no-events' }

export type ComparedRates = { readonly stratum: string; readonly group: Rate; readonly reference: Rate }

export type RateRatios = {
  readonly strata: readonly (ComparedRates & { readonly ratio: RateRatio })[]
  /** Mantel–Haenszel: what the strata have in common, if they have. */
  readonly combined: RateRatio
  /** Whether the ratios of the strata differ by more than chance; null where one of them is 0 or has no end. */
  readonly homogeneity: {
    readonly statistic: number
    readonly degreesOfFreedom: number
    readonly p: number
  } | null
}

/**
 * Ratio of two rates with its exact 95 % interval.
 *
 *   ratio = (a/t) / (b/s)
 *
 * Given a + b events, a is binomial with odds θt : s. The limits are the θ at which the observed a or more (or less)
 * has a probability of 2.5 %: Clopper and Pearson's limits as odds, times s/t.
 *
 * @param group      a events (whole number ≥ 0) in exposure t (> 0)
 * @param reference  b events in exposure s; the same unit
 * @returns          ratio null where b is 0; `not-estimable` where nothing happened in either
 * @throws {InvalidInput} if a number is out of range
 *
 * Assumes: events happen independently of each other (Poisson); two visits of one person may not.
 * Source: Rothman KJ, Greenland S, Lash TL. Modern Epidemiology, 3rd ed. (2008), ch. 14.
 * Checked: British doctors, smoking and coronary deaths, five ages (Doll R, Hill AB 1966; ratios and exact limits as
 * the Stata manual prints them); the tails by binomial sums.
 */
export function rateRatio(group: Rate, reference: Rate): RateRatio {
  checkRate(group)
  checkRate(reference)
  const [a, b] = [group.events, reference.events]
  if (a + b === 0) return { kind: 'not-estimable', reason: 'no-events' }
  const unit = reference.exposure / group.exposure
  return {
    kind: 'estimate',
    ratio: b === 0 ? null : (a / b) * unit,
    lower: a === 0 ? 0 : Math.exp(betaQuantileLogit(a, b + 1, 0.025, 'lower')) * unit,
    upper: b === 0 ? null : Math.exp(betaQuantileLogit(a + 1, b, 0.025, 'upper')) * unit,
  }
}

/**
 * Rate ratios stratum by stratum, and over all strata after Mantel and Haenszel.
 *
 *   ratio = Σ a s/(t+s) / Σ b t/(t+s)
 *   var ln = Σ (a+b) t s/(t+s)² / ( Σ a s/(t+s) · Σ b t/(t+s) )       (Greenland and Robins)
 *   homogeneity: Σ (ln ratio_i − ln ratio)² / (1/a_i + 1/b_i), χ² with strata − 1 degrees of freedom
 *
 * @param compared  at least one stratum, each once
 * @returns         combined as `rateRatio` where all events happened on one side: 0 or no end, with an exact limit
 * @throws {InvalidInput} as `rateRatio`, or if a stratum repeats
 *
 * Source: Greenland S, Robins JM. Biometrics 1985;41:55–68. doi:10.2307/2530643
 * Checked: British doctors (combined 1.4247, 1.1547 to 1.7578; homogeneity 10.41 on 4).
 * Not for: a combined ratio where the strata differ: then each has its own, and that is the finding.
 */
export function rateRatios(compared: readonly ComparedRates[]): RateRatios {
  if (compared.length === 0) throw new InvalidInput('compared', 'no stratum', 'at least one')
  const twice = compared.find(({ stratum }, i) => compared.findIndex((one) => one.stratum === stratum) !== i)
  if (twice !== undefined) throw new InvalidInput('compared', `${twice.stratum} twice`, 'each stratum once')
  const strata = compared.map((one) => ({ ...one, ratio: rateRatio(one.group, one.reference) }))
  const combined = mantelHaenszel(compared)
  return { strata, combined, homogeneity: homogeneity(compared, combined) }
}

function mantelHaenszel(compared: readonly ComparedRates[]): RateRatio {
  let [above, below, variance] = [0, 0, 0]
  for (const { group, reference } of compared) {
    const [t, s] = [group.exposure, reference.exposure]
    above += (group.events * s) / (t + s)
    below += (reference.events * t) / (t + s)
    variance += ((group.events + reference.events) * t * s) / (t + s) ** 2
  }
  if (above + below === 0) return { kind: 'not-estimable', reason: 'no-events' }
  if (above === 0) return { kind: 'estimate', ratio: 0, lower: 0, upper: limitOfNone(compared, 1) }
  if (below === 0) return { kind: 'estimate', ratio: null, lower: limitOfNone(compared, -1), upper: null }
  const ratio = above / below
  const factor = Math.exp(normalQuantile(0.025, 'upper') * Math.sqrt(variance / (above * below)))
  return { kind: 'estimate', ratio, lower: ratio / factor, upper: ratio * factor }
}

/**
 * The exact limit of a common ratio θ where all events happened on one side: the θ at which that had a probability of
 * 2.5 %.
 *
 *   Π (1 + θ t/s)^−b = 0.025 where none happened in the groups; with s/(θ t) and a where none did in the references
 */
function limitOfNone(compared: readonly ComparedRates[], sign: 1 | -1): number {
  const surprise = (logRatio: number) =>
    compared.reduce((sum, { group, reference }) => {
      const odds = (group.exposure / reference.exposure) ** sign * Math.exp(sign * logRatio)
      return sum + (group.events + reference.events) * Math.log1p(odds)
    }, 0)
  let [low, high] = [-700, 700]
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2
    if (surprise(middle) < -Math.log(0.025) === (sign === 1)) low = middle
    else high = middle
  }
  return Math.exp((low + high) / 2)
}

function homogeneity(compared: readonly ComparedRates[], combined: RateRatio): RateRatios['homogeneity'] {
  const some = compared.every(({ group, reference }) => group.events > 0 && reference.events > 0)
  if (!some || compared.length < 2 || combined.kind !== 'estimate' || combined.ratio === null) return null
  let statistic = 0
  for (const { group, reference } of compared) {
    const ratio = group.events / group.exposure / (reference.events / reference.exposure)
    statistic += Math.log(ratio / combined.ratio) ** 2 / (1 / group.events + 1 / reference.events)
  }
  const degreesOfFreedom = compared.length - 1
  return { statistic, degreesOfFreedom, p: chiSquareTails(statistic, degreesOfFreedom).upper }
}

function checkRate({ events, exposure }: Rate): void {
  if (!Number.isSafeInteger(events) || events < 0) {
    throw new InvalidInput('events', events, 'a whole number ≥ 0')
  }
  if (!(exposure > 0) || exposure === Infinity) throw new InvalidInput('exposure', exposure, 'above 0')
}
