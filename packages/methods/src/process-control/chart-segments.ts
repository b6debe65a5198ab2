import { requireDay } from '../calendar/require-day.ts'
import { InvalidInput } from '../errors.ts'
import { seriesValues } from './series-values.ts'
import type { ChartKind, Observation, SeriesValues } from './series-values.ts'

/** A decision to estimate a chart's lines afresh from a day on. */
export type Rebase = {
  /** Calendar day; the segment begins with the first observation on it or after it. */
  readonly date: string
  readonly person: string
  readonly reason: string
}

/**
 * The stretches of a series between the days at which its lines begin afresh.
 *
 * On an mr chart the first observation of a stretch has no moving range and is not plotted.
 *
 * @throws {InvalidInput} if a rebase has no person or reason, or leaves a stretch without a point
 */
export function chartSegments(
  chart: ChartKind,
  observations: readonly Observation[],
  rebases: readonly Rebase[],
): readonly { readonly series: SeriesValues; readonly rebase: Rebase | null }[] {
  const series = seriesValues(chart, observations)
  const ordered = rebases.toSorted((a, b) => (a.date < b.date ? -1 : 1))
  const starts = ordered.map((rebase) => {
    requireDay('rebase', rebase.date)
    if (rebase.person.trim() === '') throw new InvalidInput('person', rebase.person, 'who rebases')
    if (rebase.reason.trim() === '')
      throw new InvalidInput('reason', rebase.reason, 'why the chart is rebased')
    return series.dates.findIndex((date) => date >= rebase.date)
  })
  return [0, ...starts].map((from, i) => {
    const to = starts[i] ?? series.dates.length
    const least = chart === 'mr' ? 2 : 1
    if (from < 0 || to - from < least) {
      throw new InvalidInput(
        i === 0 && rebases.length === 0 ? 'observations' : 'rebase',
        ordered[Math.min(i, ordered.length - 1)]?.date ?? to,
        `such that every segment has ${least} observation${least > 1 ? 's' : ''} or more`,
      )
    }
    const part = (column: readonly number[]) => column.slice(from, to)
    const segment = {
      dates: series.dates.slice(from, to),
      values: part(series.values),
      events: part(series.events),
      sizes: part(series.sizes),
      spreads: part(series.spreads),
    }
    return { series: chart === 'mr' ? movingRanges(segment) : segment, rebase: ordered[i - 1] ?? null }
  })
}

function movingRanges(segment: SeriesValues): SeriesValues {
  const values = segment.values.slice(1).map((value, i) => Math.abs(value - segment.values[i]!))
  return { dates: segment.dates.slice(1), values, events: values, sizes: values.map(() => 1), spreads: [] }
}
