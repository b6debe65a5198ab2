import type { Assurance, Variation } from './chart-verdict.ts'
import type { ChartPoint, ChartSegment } from './chart-points.ts'
import { sideOf } from './series-values.ts'
import type { ChartKind } from './series-values.ts'
import type { Signal } from './signals.ts'

/** One sentence: a key of the messages, with the numbers and days it speaks of. */
export type ChartMessage = {
  readonly key:
    | Signal
    | 'common-cause'
    | 'too-few-to-say'
    | 'improvement'
    | 'concern'
    | 'earlier-signals'
    | 'trial-limits'
    | Extract<Assurance, 'consistent-pass' | 'consistent-fail' | 'inconsistent'>
  readonly parameters: {
    /** Days. */
    readonly date: string
    readonly since: string
    /** Counts. */
    readonly points: number
    readonly baseline: number
    readonly crossings: number
    /** Values off the centre line. */
    readonly useful: number
    readonly earlier: number
    /** On the scale of the values. */
    readonly value: number
    readonly center: number
    readonly lower: number | null
    readonly upper: number | null
    readonly target: number | null
    readonly centerLine: 'mean' | 'median'
    /** Whether values are shares of 1. */
    readonly scale: 'share' | 'number'
  }
}

/** What to say of a chart: the signal of the last point and what it means, then target, earlier signals and caution. */
export function chartSentence(
  points: readonly ChartPoint[],
  segment: ChartSegment,
  variation: Variation,
  assurance: Assurance,
  { chart, target }: { readonly chart: ChartKind; readonly target: number | undefined },
): readonly ChartMessage[] {
  const last = points.at(-1)!
  const signal = last.signals[0]
  const first = points.length - segment.points
  const from = signal === undefined || signal === 'few-crossings' ? first : startOf(signal, points, first)
  const told = signal === undefined ? points.length : from
  const earlier = points.slice(0, told).filter(({ signals }) => signals.length > 0).length
  const parameters = {
    date: last.date,
    since: points[from]!.date,
    points: points.slice(from).filter(({ signals }) => signal === undefined || signals.includes(signal))
      .length,
    baseline: segment.baseline,
    crossings: segment.runs.crossings,
    useful: segment.runs.useful,
    earlier,
    value: last.value,
    center: last.center,
    lower: last.lower,
    upper: last.upper,
    target: target ?? null,
    centerLine: chart === 'run' || chart === 'g' ? ('median' as const) : ('mean' as const),
    scale: chart === 'p' || chart === 'pp' ? ('share' as const) : ('number' as const),
  }
  const keys: ChartMessage['key'][] = [
    signal ?? (variation === 'too-few-to-say' ? variation : 'common-cause'),
  ]
  if (variation.startsWith('improvement')) keys.push('improvement')
  if (variation.startsWith('concern')) keys.push('concern')
  if (assurance === 'consistent-pass' || assurance === 'consistent-fail' || assurance === 'inconsistent') {
    keys.push(assurance)
  }
  if (earlier > 0) keys.push('earlier-signals')
  if (segment.limits === 'trial') keys.push('trial-limits')
  return keys.map((key) => ({ key, parameters }))
}

/** Where the stretch of points begins that carry the last point's signal; points on the centre are within it. */
function startOf(signal: Signal, points: readonly ChartPoint[], first: number): number {
  let from = points.length - 1
  for (let i = from - 1; i >= first; i--) {
    if (points[i]!.signals.includes(signal)) from = i
    else if (!signal.startsWith('long-run') || sideOf(points[i]!.value, points[i]!.center) !== 0) break
  }
  return from
}
