import type { Matrix } from '../linear-algebra/matrix.ts'

/** Terms for a pattern that repeats. */
export type Season = {
  /** Points after which the pattern repeats, a whole number ≥ 2: 12 for months, 4 for quarters. */
  readonly period: number
  /** Pairs of sine and cosine, 1 to period/2; null: a level for each place in the period. */
  readonly harmonics: number | null
}

/** Columns of the design: intercept, time, level, slope, then the season. */
export const levelColumn = 2
export const slopeColumn = 3

/**
 * Design of an interrupted series of n points, the first `before` of which stand before the change.
 *
 *   1, t, [t > before], max(0, t − before), season;   t = 1 … n
 */
export function interruptionDesign(n: number, before: number, season: Season | null): Matrix {
  return Array.from({ length: n }, (_, i) => {
    const t = i + 1
    return [
      1,
      t,
      t > before ? 1 : 0,
      Math.max(0, t - before),
      ...(season === null ? [] : seasonTerms(t, season)),
    ]
  })
}

function seasonTerms(t: number, { period, harmonics }: Season): readonly number[] {
  if (harmonics === null) return Array.from({ length: period - 1 }, (_, k) => (t % period === k + 1 ? 1 : 0))
  return Array.from({ length: harmonics }, (_, k) => {
    const angle = (2 * Math.PI * (((k + 1) * t) % period)) / period
    // At half the period the sine is 0 at every point.
    return 2 * (k + 1) === period ? [Math.cos(angle)] : [Math.sin(angle), Math.cos(angle)]
  }).flat()
}
