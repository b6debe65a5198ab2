import { subgroupConstants } from './subgroup-constants.ts'
import { meanOf, medianOf } from './series-values.ts'
import type { ChartKind, SeriesValues } from './series-values.ts'

/** Lines of each point; `near` lines stand two thirds of the way from the centre to the limits. */
export type Limits = {
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  readonly nearLower: readonly number[]
  readonly nearUpper: readonly number[]
}

export type ChartLines = {
  readonly center: number
  /** Null: the chart has none, or they cannot be estimated from one point. */
  readonly limits: Limits | null
  /** Moving ranges left out as outliers. */
  readonly screened: number
}

type Estimate = (series: SeriesValues, baseline: number, screen: boolean) => ChartLines

/** Mean of the absolute difference of two neighbours, in standard deviations, for normal values; rounded, as in print. */
const d2 = 1.128
const individualsFactor = 2.66
const movingRangeFactor = 3.267
/** Nelson's power, under which times between events are nearly normal. */
const timePower = 3.6

/** Charts whose limits come from moving ranges, so that outliers can be screened. */
export const screenableCharts: ReadonlySet<ChartKind> = new Set(['xmr', 'mr', 'pp', 'up', 't'])

/**
 * Centre line and limits of a chart from the first points of a series.
 *
 * Formulas, with x̄ the mean and MR̄ the mean moving range of the baseline:
 *
 *   xmr   x̄ ± 2.66·MR̄                         mr    MR̄, from 0 to 3.267·MR̄
 *   run   median, no limits
 *   p     p̄ ± 3·√(p̄(1−p̄)/n)                   pp    the same, times MR̄(z)/1.128, z = (p−p̄)/√(p̄(1−p̄)/n)
 *   u     ū ± 3·√(ū/n)                          up    the same, times MR̄(z)/1.128
 *   c     c̄ ± 3·√c̄
 *   g     x̄ ± 3·√(x̄(x̄+1)), centre line at the median
 *   t     xmr of x^(1/3.6) with 3/1.128, transformed back
 *   xbar  x̿ ± A₃·s̄                            s     from B₃·s̄ to B₄·s̄
 *
 * p̄ and ū weight points by their size; with subgroups of unequal size x̿ weights them too and s̄ is the pooled
 * standard deviation. Limits end at 0, and at 1 for proportions.
 *
 * @param baseline  how many points, from the first, the estimates use; 1 to all
 * @param screen    leave out, once, moving ranges of 3.267 times their mean or more (of z for pp and up)
 */
export function chartLines(
  chart: ChartKind,
  series: SeriesValues,
  baseline: number,
  screen: boolean,
): ChartLines {
  return estimates[chart](series, baseline, screen)
}

const proportions: Estimate = (series, baseline) => {
  const center = pooled(series, baseline)
  return around(
    center,
    series.sizes.map((size) => Math.sqrt((center * (1 - center)) / size)),
    { floor: 0, ceiling: 1 },
  )
}

const rates: Estimate = (series, baseline) => {
  const center = pooled(series, baseline)
  return around(
    center,
    series.sizes.map((size) => Math.sqrt(center / size)),
    { floor: 0 },
  )
}

/** Laney's primes: the spread that is there. What counting alone would give differs from point to point by √size only. */
const widened =
  (bounds: Bounds): Estimate =>
  (series, baseline, screen) => {
    const center = pooled(series, baseline)
    const scores = series.values
      .slice(0, baseline)
      .map((value, i) => (value - center) * Math.sqrt(series.sizes[i]!))
    const range = meanMovingRange(scores, screen)
    if (range === null) return { center, limits: null, screened: 0 }
    return around(
      center,
      series.sizes.map((size) => range.mean / d2 / Math.sqrt(size)),
      bounds,
      range.screened,
    )
  }

const estimates: Readonly<Record<ChartKind, Estimate>> = {
  run: ({ values }, baseline) => ({
    center: medianOf(values.slice(0, baseline)),
    limits: null,
    screened: 0,
  }),
  xmr: ({ values }, baseline, screen) => individuals(values, baseline, screen, individualsFactor),
  mr: ({ values }, baseline, screen) => {
    const range = meanOfRanges(values.slice(0, baseline), screen)
    const sigma = ((movingRangeFactor - 1) * range.mean) / 3
    return around(range.mean, same(sigma, values.length), { floor: 0 }, range.screened)
  },
  p: proportions,
  pp: widened({ floor: 0, ceiling: 1 }),
  u: rates,
  up: widened({ floor: 0 }),
  c: ({ values }, baseline) => {
    const center = meanOf(values.slice(0, baseline))
    return around(center, same(Math.sqrt(center), values.length), { floor: 0 })
  },
  g: ({ values }, baseline) => {
    const base = values.slice(0, baseline)
    const mean = meanOf(base)
    const lines = around(mean, same(Math.sqrt(mean * (mean + 1)), values.length), { floor: 0 })
    return { ...lines, center: medianOf(base) }
  },
  t: ({ values }, baseline, screen) => {
    const roots = values.map((value) => value ** (1 / timePower))
    const { center, limits, screened } = individuals(roots, baseline, screen, 3 / d2)
    const back = (lines: readonly number[]) => lines.map((line) => Math.max(0, line) ** timePower)
    return {
      center: center ** timePower,
      limits: limits && {
        lower: back(limits.lower),
        upper: back(limits.upper),
        nearLower: back(limits.nearLower),
        nearUpper: back(limits.nearUpper),
      },
      screened,
    }
  },
  xbar: ({ values, sizes, spreads }, baseline) => {
    const center = weightedMean(values, sizes, baseline)
    const spread = withinSubgroups(sizes, spreads, baseline)
    return around(
      center,
      sizes.map((size) => (subgroupConstants(size).a3 * spread) / 3),
    )
  },
  s: ({ sizes, spreads }, baseline) => {
    const center = withinSubgroups(sizes, spreads, baseline)
    return around(
      center,
      sizes.map((size) => ((subgroupConstants(size).b4 - 1) * center) / 3),
      { floor: 0 },
    )
  },
}

function individuals(
  values: readonly number[],
  baseline: number,
  screen: boolean,
  factor: number,
): ChartLines {
  const base = values.slice(0, baseline)
  const center = meanOf(base)
  const range = meanMovingRange(base, screen)
  if (range === null) return { center, limits: null, screened: 0 }
  return around(center, same((factor * range.mean) / 3, values.length), {}, range.screened)
}

type Range = { readonly mean: number; readonly screened: number }

function meanMovingRange(values: readonly number[], screen: boolean): Range | null {
  if (values.length < 2) return null
  return meanOfRanges(
    values.slice(1).map((value, i) => Math.abs(value - values[i]!)),
    screen,
  )
}

function meanOfRanges(ranges: readonly number[], screen: boolean): Range {
  const mean = meanOf(ranges)
  if (!screen || mean === 0) return { mean, screened: 0 }
  const kept = ranges.filter((range) => range < movingRangeFactor * mean)
  return { mean: meanOf(kept), screened: ranges.length - kept.length }
}

/** Events over cases: the mean of the points, each weighted by its size. */
function pooled({ events, sizes }: SeriesValues, baseline: number): number {
  const sum = (numbers: readonly number[]) =>
    numbers.slice(0, baseline).reduce((total, number) => total + number, 0)
  return sum(events) / sum(sizes)
}

function weightedMean(values: readonly number[], sizes: readonly number[], baseline: number): number {
  const first = values[0]!
  let sum = 0
  let weight = 0
  for (let i = 0; i < baseline; i++) {
    sum += sizes[i]! * (values[i]! - first)
    weight += sizes[i]!
  }
  return first + sum / weight
}

function withinSubgroups(sizes: readonly number[], spreads: readonly number[], baseline: number): number {
  const base = spreads.slice(0, baseline)
  if (sizes.every((size) => size === sizes[0])) return meanOf(base)
  const squares = base.reduce((sum, spread, i) => sum + (sizes[i]! - 1) * spread ** 2, 0)
  return Math.sqrt(squares / base.reduce((sum, _, i) => sum + sizes[i]! - 1, 0))
}

type Bounds = { readonly floor?: number; readonly ceiling?: number }

function around(center: number, sigmas: readonly number[], bounds: Bounds = {}, screened = 0): ChartLines {
  const { floor = -Infinity, ceiling = Infinity } = bounds
  const at = (multiple: number) =>
    sigmas.map((sigma) => Math.min(ceiling, Math.max(floor, center + multiple * sigma)))
  return {
    center,
    limits: { lower: at(-3), upper: at(3), nearLower: at(-2), nearUpper: at(2) },
    screened,
  }
}

function same(value: number, times: number): readonly number[] {
  return Array.from({ length: times }, () => value)
}
