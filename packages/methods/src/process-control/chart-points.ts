import type { RunsTest } from './anhoej.ts'
import type { Rebase } from './chart-segments.ts'
import type { PointType } from './chart-verdict.ts'
import type { Signal } from './signals.ts'

/** A plotted point with its lines, and what it is by the rules. */
export type ChartPoint = {
  readonly date: string
  readonly value: number
  readonly center: number
  /** Null where the chart has no limits. */
  readonly lower: number | null
  readonly upper: number | null
  /** Why it is more than chance explains, the reason to show first; empty for common cause. */
  readonly signals: readonly Signal[]
  readonly type: PointType
}

/** A stretch with one centre line. */
export type ChartSegment = {
  readonly from: string
  readonly to: string
  readonly points: number
  /** Points that centre and limits are estimated from. */
  readonly baseline: number
  /** `trial`: from fewer than 13 points. `none`: a run chart, or a single point. */
  readonly limits: 'estimated' | 'trial' | 'none'
  /** Moving ranges left out as outliers. */
  readonly screened: number
  readonly runs: RunsTest
  /** Who began it, and why; null for the first. */
  readonly rebase: Rebase | null
}
