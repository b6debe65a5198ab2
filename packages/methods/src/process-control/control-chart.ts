import { InvalidInput } from '../errors.ts'
import { anhoej, runsTest } from './anhoej.ts'
import type { RunsTest } from './anhoej.ts'
import { chartLines, screenableCharts } from './chart-limits.ts'
import type { ChartLines } from './chart-limits.ts'
import type { ChartPoint, ChartSegment } from './chart-points.ts'
import { chartSentence } from './chart-sentence.ts'
import type { ChartMessage } from './chart-sentence.ts'
import { assuranceOf, pointType, variationOf } from './chart-verdict.ts'
import type { Assurance, Improvement, Variation } from './chart-verdict.ts'
import { makingDataCount } from './making-data-count.ts'
import { outsideLimits } from './signals.ts'
import type { Signal } from './signals.ts'
import { chartSegments } from './chart-segments.ts'
import type { Rebase } from './chart-segments.ts'
import type { ChartKind, Observation, SeriesValues } from './series-values.ts'

/** Named sets of rules; a result always says by which it was made. */
export const ruleSets = ['making-data-count', 'anhoej', 'shewhart'] as const
export type RuleSet = (typeof ruleSets)[number]

export type ControlChartOptions = {
  readonly chart: ChartKind
  readonly rules: RuleSet
  /** Which way is better. */
  readonly improvement: Improvement
  /** Leave moving ranges of 3.267 times their mean or more out, once; only for charts with moving ranges. */
  readonly screenOutliers: boolean
  /** A value to reach, on the scale of the plotted values. */
  readonly target?: number
  /** Estimate centre and limits from so many first points of each segment, ≥ 1; from all of them by default. */
  readonly fixAfter?: number
  /** Days from which centre and limits are estimated afresh. */
  readonly rebase?: readonly Rebase[]
}

export type ControlChart = {
  readonly method: {
    readonly name: 'control-chart'
    readonly version: string
    readonly parameters: Required<Omit<ControlChartOptions, 'rebase' | 'target' | 'fixAfter'>> & {
      readonly target: number | null
      readonly fixAfter: number | null
    }
  }
  readonly points: readonly ChartPoint[]
  readonly segments: readonly ChartSegment[]
  /** The kind of variation: that of the last point. */
  readonly variation: Variation
  /** Whether the target will be met, from the limits at the last point. */
  readonly assurance: Assurance
  /** What to say of the chart, sentence by sentence. */
  readonly sentence: readonly ChartMessage[]
}

export const controlChartVersion = '1'

/** Fewer points than these give trial limits. */
const enoughForLimits = 13

/**
 * A run or control chart: points, lines, signals, icons and sentence in one, so that they can't disagree.
 *
 * Lines are those of `chartLines`, signals those of the rule set: `making-data-count` (`makingDataCount`), `anhoej`
 * (`runsTest`, and points outside the limits where there are any), `shewhart` (points outside the limits). A point's
 * type is that of its first signal, the variation is the type of the last point, the sentence tells the same signal.
 * The rules look at each segment by itself. Assurance compares the target with the last point's limits: beyond the
 * limits on the better side it is failed, on the other passed, otherwise met or missed by chance.
 *
 * @param observations  in order of their days, each day once; what a value is depends on the chart
 * @throws {InvalidInput} if a value, denominator, day or option is not what the chart takes; for making-data-count and
 *   shewhart on a run chart, which has no limits
 *
 * Assumes: independent points (no season, no autocorrelation); for p, u and c, that nothing but counting varies.
 * Source: Provost LP, Murray SK. The Health Care Data Guide, 2011; Montgomery DC. Introduction to Statistical Quality
 * Control; Laney DB. Qual Eng 2002;14:531–7. doi:10.1081/QEN-120003555; Nelson LS. J Qual Technol 1994;26:239–41.
 * Checked: making-data-count.oracle.json and anhoej.oracle.json (classes and flags exactly), process-control.oracle.json
 * (published charts); false alarms and detection by simulation in docs/methods/process-control.md.
 * Not for: comparing units with each other (a funnel does that); telling what caused a change.
 */
export function controlChart(
  observations: readonly Observation[],
  options: ControlChartOptions,
): ControlChart {
  refuse(options)
  const { chart, rules, improvement, screenOutliers, target, fixAfter } = options
  const points: ChartPoint[] = []
  const segments: ChartSegment[] = []
  for (const { series, rebase } of chartSegments(chart, observations, options.rebase ?? [])) {
    const baseline = Math.min(fixAfter ?? Infinity, series.values.length)
    const lines = chartLines(chart, series, baseline, screenOutliers)
    const runs = runsTest(series.values, lines.center)
    points.push(...segmentPoints(series, lines, signalsOf(rules, series.values, lines, runs), improvement))
    segments.push({
      from: series.dates[0]!,
      to: series.dates.at(-1)!,
      points: series.values.length,
      baseline,
      limits: lines.limits === null ? 'none' : baseline < enoughForLimits ? 'trial' : 'estimated',
      screened: lines.screened,
      runs,
      rebase,
    })
  }
  const variation = variationOf(points.at(-1)!, segments.at(-1)!)
  const assurance = assuranceOf(points.at(-1)!, improvement, target)
  return {
    method: {
      name: 'control-chart',
      version: controlChartVersion,
      parameters: {
        chart,
        rules,
        improvement,
        screenOutliers,
        target: target ?? null,
        fixAfter: fixAfter ?? null,
      },
    },
    points,
    segments,
    variation,
    assurance,
    sentence: chartSentence(points, segments.at(-1)!, variation, assurance, { chart, target }),
  }
}

function refuse({ chart, rules, screenOutliers, target, fixAfter }: ControlChartOptions): void {
  if (chart === 'run' && rules !== 'anhoej') {
    throw new InvalidInput('rules', rules, 'anhoej for a run chart, which has no limits')
  }
  if (screenOutliers && !screenableCharts.has(chart)) {
    throw new InvalidInput('screenOutliers', true, `false for a ${chart} chart, which has no moving ranges`)
  }
  if (target !== undefined && !Number.isFinite(target)) {
    throw new InvalidInput('target', target, 'a finite number')
  }
  if (fixAfter !== undefined && !(Number.isInteger(fixAfter) && fixAfter >= 1)) {
    throw new InvalidInput('fixAfter', fixAfter, 'a whole number ≥ 1')
  }
}

function signalsOf(
  rules: RuleSet,
  values: readonly number[],
  { center, limits }: ChartLines,
  runs: RunsTest,
): readonly (readonly Signal[])[] {
  if (rules === 'making-data-count' && limits !== null) return makingDataCount(values, center, limits)
  const outside = outsideLimits(values, limits)
  if (rules !== 'anhoej') return outside
  return anhoej(values, center, runs).map((found, i) => [...outside[i]!, ...found])
}

function segmentPoints(
  { dates, values }: SeriesValues,
  { center, limits }: ChartLines,
  signals: readonly (readonly Signal[])[],
  improvement: Improvement,
): readonly ChartPoint[] {
  return values.map((value, i) => ({
    date: dates[i]!,
    value,
    center,
    lower: limits?.lower[i] ?? null,
    upper: limits?.upper[i] ?? null,
    signals: signals[i]!,
    type: pointType(signals[i]![0], improvement),
  }))
}
