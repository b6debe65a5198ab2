import { studentTQuantile } from '../distributions/student-t.ts'
import { requireDay } from '../calendar/require-day.ts'
import { InvalidInput } from '../errors.ts'
import { firstUneven } from './evenly-spaced.ts'
import { interruptedSentence } from './interrupted-sentence.ts'
import type { InterruptedMessage } from './interrupted-sentence.ts'
import type { SeriesEstimate } from './series-estimate.ts'
import { interruptionDesign, levelColumn, slopeColumn } from './interruption-design.ts'
import type { Season } from './interruption-design.ts'
import { fitInterruption } from './fit-interruption.ts'
import type { InterruptedModel, NoFit } from './fit-interruption.ts'
import { neweyWestLags } from './newey-west.ts'
import type { ResidualDiagnostics } from './residual-diagnostics.ts'

export type SeriesPoint = {
  /** Calendar day, `2026-11-26`; ascending, evenly spaced. */
  readonly date: string
  readonly value: number
  /** The same measure where nothing changed; for every point or for none. */
  readonly control?: number
}

export type InterruptedOptions = {
  /** Day of the change: the first point on it or after it belongs to what follows. */
  readonly change: string
  /**
   * `ols`: least squares with Newey-West errors; `prais-winsten`: ρ from residuals, iterated; `ar1`: ρ by maximum
   * likelihood; `ar1-reml`: by restricted maximum likelihood, less biased in short series.
   */
  readonly model: InterruptedModel
  /** Null: no pattern that repeats. */
  readonly season: Season | null
  /** Newey-West lags of `ols`, ⌊4(n/100)^(2/9)⌋ by default. */
  readonly lags?: number
}

export type InterruptedSeries = {
  readonly kind: 'estimate'
  readonly method: {
    readonly name: 'interrupted-series'
    readonly version: string
    readonly parameters: {
      readonly change: string
      readonly model: InterruptedModel
      readonly season: Season | null
      /** Newey-West lags; null for the other models. */
      readonly lags: number | null
      readonly controlled: boolean
    }
  }
  /** Points before the change, and from it on. */
  readonly before: number
  readonly after: number
  /** Slope a point before the change. */
  readonly slopeBefore: SeriesEstimate
  /** The jump at the change. */
  readonly level: SeriesEstimate
  /** What the slope a point has changed by. */
  readonly slope: SeriesEstimate
  /** level + k·slope at the last point, the k-th from the change on. */
  readonly effectAtEnd: SeriesEstimate
  /** ρ of the model; for `ols` the lag-1 autocorrelation of the residuals. */
  readonly autocorrelation: number
  /** What would have been expected from the change on had nothing changed; the interval is of that expectation. */
  readonly counterfactual: readonly {
    readonly date: string
    readonly value: number
    readonly lower: number
    readonly upper: number
  }[]
  readonly diagnostics: ResidualDiagnostics & {
    readonly degreesOfFreedom: number
    /** Of the errors of one point that their neighbour does not explain. */
    readonly residualDeviation: number
    /** Of `ar1`; null for the others. */
    readonly logLikelihood: number | null
  }
  /** What to say of it, sentence by sentence. */
  readonly sentence: readonly InterruptedMessage[]
}

/** Why there is no estimate. */
export type NotInterrupted = {
  readonly kind: 'not-estimable'
  readonly reason: 'too-few-points-before' | 'too-few-points-after' | 'too-few-points-for-terms' | NoFit
  readonly before: number
  readonly after: number
}

export const interruptedSeriesVersion = '1'

/** Points that either side of the change has to have. */
export const pointsNeeded = 8

/**
 * Interrupted time series: how level and slope changed at a day, beyond what had been under way.
 *
 *   y_t = β₀ + β₁ t + β₂ [t > T] + β₃ max(0, t − T) + season + e_t,   t = 1 … n, T points before the change
 *
 * level = β₂, slope = β₃. With a control series, y is the difference to it, so that what happened to both counts for
 * nothing. Errors: `ols` Newey-West; the others e_t = ρ e_{t−1} + u_t with the variance S/(n − p) of u. Intervals by
 * the t distribution with n − p degrees of freedom, p the number of coefficients.
 *
 * @param points  evenly spaced, none missing
 * @returns       estimates, or why there are none: fewer than eight points on a side, terms that the points
 *                cannot tell apart, values without variation about the model, errors that wander off (|ρ| at 1)
 * @throws {InvalidInput} if days are not evenly spaced, a value is not finite, controls are given for some points
 *                only, or an option is out of range
 *
 * Assumes: without the change, trend and season had gone on; nothing else happened at that day; the change acts at once
 * and not before. The choice of the day has to come from the change, not from the values.
 * Source: Wagner AK et al. J Clin Pharm Ther 2002;27:299–309. doi:10.1046/j.1365-2710.2002.00430.x; Prais SJ, Winsten
 * CB. Cowles Commission 383, 1954; Turner SL et al. BMC Med Res Methodol 2021;21:181. doi:10.1186/s12874-021-01364-0
 * Checked: interrupted-series.oracle.json (R: sandwich, nlme, and Prais-Winsten), 1e-6; simulated coverage in
 * docs/methods/interrupted-time-series.md.
 * Not for: counts near 0; several changes in one series; values averaged over few people.
 */
export function interruptedSeries(
  points: readonly SeriesPoint[],
  options: InterruptedOptions,
): InterruptedSeries | NotInterrupted {
  refuse(points, options)
  const { change, model, season } = options
  const before = points.filter(({ date }) => date < change).length
  const after = points.length - before
  const none = (reason: NotInterrupted['reason']): NotInterrupted => ({
    kind: 'not-estimable',
    reason,
    before,
    after,
  })
  if (before < pointsNeeded) return none('too-few-points-before')
  if (after < pointsNeeded) return none('too-few-points-after')
  const design = interruptionDesign(points.length, before, season)
  if (points.length <= design[0]!.length) return none('too-few-points-for-terms')
  const values = points.map(({ value, control = 0 }) => value - control)
  const fit = fitInterruption(design, values, model, options.lags ?? neweyWestLags(values.length))
  if (typeof fit === 'string') return none(fit)
  const half = studentTQuantile(0.025, fit.degreesOfFreedom, 'upper')
  const combined = (row: readonly number[]): SeriesEstimate => {
    const estimate = row.reduce((sum, x, j) => sum + x * fit.coefficients[j]!, 0)
    const variance = row.reduce(
      (sum, x, a) =>
        x === 0 ? sum : sum + x * row.reduce((inner, y, b) => inner + y * fit.covariance[a]![b]!, 0),
      0,
    )
    const se = Math.sqrt(Math.max(0, variance))
    return { estimate, se, lower: estimate - half * se, upper: estimate + half * se }
  }
  const only = (columns: Readonly<Record<number, number>>) =>
    combined(design[0]!.map((_, j) => columns[j] ?? 0))
  const effectAtEnd = only({ [levelColumn]: 1, [slopeColumn]: after })
  return {
    kind: 'estimate',
    method: {
      name: 'interrupted-series',
      version: interruptedSeriesVersion,
      parameters: { change, model, season, lags: fit.lags, controlled: points[0]!.control !== undefined },
    },
    before,
    after,
    slopeBefore: only({ 1: 1 }),
    level: only({ [levelColumn]: 1 }),
    slope: only({ [slopeColumn]: 1 }),
    effectAtEnd,
    autocorrelation: fit.rho ?? fit.diagnostics.lag1,
    counterfactual: points.slice(before).map(({ date, control = 0 }, k) => {
      const row = design[before + k]!
      const { estimate, lower, upper } = combined(
        row.map((x, j) => (j === levelColumn || j === slopeColumn ? 0 : x)),
      )
      return { date, value: estimate + control, lower: lower + control, upper: upper + control }
    }),
    diagnostics: {
      ...fit.diagnostics,
      degreesOfFreedom: fit.degreesOfFreedom,
      residualDeviation: fit.deviation,
      logLikelihood: fit.logLikelihood,
    },
    sentence: interruptedSentence(effectAtEnd, { change, last: points.at(-1)!.date, before, after }),
  }
}

function refuse(points: readonly SeriesPoint[], { change, season, lags }: InterruptedOptions): void {
  requireDay('change', change)
  for (const { date } of points) requireDay('date', date)
  const uneven = firstUneven(points.map(({ date }) => date))
  if (uneven !== null)
    throw new InvalidInput('date', points[uneven]!.date, 'one step after the day before it')
  const controlled = points.filter(({ control }) => control !== undefined).length
  if (controlled > 0 && controlled < points.length) {
    throw new InvalidInput(
      'control',
      `${controlled} controls`,
      `given for all ${points.length} points or for none`,
    )
  }
  for (const { value, control = 0 } of points) {
    if (!(Math.abs(value) <= 1e100)) throw new InvalidInput('value', value, 'a number in ±1e100')
    if (!(Math.abs(control) <= 1e100)) throw new InvalidInput('control', control, 'a number in ±1e100')
  }
  if (lags !== undefined && !(Number.isInteger(lags) && lags >= 0 && lags < points.length)) {
    throw new InvalidInput('lags', lags, `a whole number in [0, ${points.length - 1}]`)
  }
  if (season === null) return
  const { period, harmonics } = season
  if (!Number.isInteger(period) || period < 2) throw new InvalidInput('period', period, 'a whole number ≥ 2')
  if (harmonics !== null && !(Number.isInteger(harmonics) && harmonics >= 1 && harmonics <= period / 2)) {
    throw new InvalidInput('harmonics', harmonics, `a whole number in [1, ${Math.floor(period / 2)}]`)
  }
}
