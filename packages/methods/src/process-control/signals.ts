import { sideOf } from './series-values.ts'
import type { Limits } from './chart-limits.ts'

/** A reason why a point is more than chance explains. */
export type Signal =
  | 'above-upper-limit'
  | 'below-lower-limit'
  | 'trend-increasing'
  | 'trend-decreasing'
  | 'two-in-three-above'
  | 'two-in-three-below'
  | 'shift-above'
  | 'shift-below'
  | 'long-run-above'
  | 'long-run-below'
  | 'few-crossings'

/** Points outside the limits: Shewhart's rule. A point on a limit is inside. */
export function outsideLimits(values: readonly number[], limits: Limits | null): readonly Signal[][] {
  return values.map((value, i) => {
    if (limits === null) return []
    if (sideOf(value, limits.upper[i]!) > 0) return ['above-upper-limit']
    return sideOf(value, limits.lower[i]!) < 0 ? ['below-lower-limit'] : []
  })
}

/** A stretch of equal signs; `to` is the first index after it. */
export type Run = { readonly from: number; readonly to: number; readonly sign: number }

/** The stretches of equal signs, in order. */
export function runsOf(signs: readonly number[]): readonly Run[] {
  const runs: Run[] = []
  let from = 0
  for (let i = 1; i <= signs.length; i++) {
    if (signs[i] === signs[from]) continue
    runs.push({ from, to: i, sign: signs[from]! })
    from = i
  }
  return runs
}
