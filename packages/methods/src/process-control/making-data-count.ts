import type { Limits } from './chart-limits.ts'
import { sideOf } from './series-values.ts'
import { outsideLimits, runsOf } from './signals.ts'
import type { Signal } from './signals.ts'

/** Points that make a shift, or a trend. */
const enough = 7

/**
 * Signals of each point by the rules of NHS England's Making Data Count, the one to show first.
 *
 * 1. outside the limits; 2. one of seven or more points that each rise, or each fall; 3. close to a limit (inside,
 * beyond two thirds) and one of two in a window of three that are all on that side; 4. one of seven or more on one
 * side of the centre. A point on the centre breaks a run, an equal neighbour breaks a trend.
 *
 * Source: NHS England, Making Data Count, as NHSRplotthedots 0.2.2 (MIT) has the rules.
 * Checked: making-data-count.oracle.json, every flag of eleven series; rules spelled out point by point on random ones.
 */
export function makingDataCount(
  values: readonly number[],
  center: number,
  limits: Limits,
): readonly Signal[][] {
  const signals = outsideLimits(values, limits)
  const outside = signals.map((found) => found.length > 0)
  const sides = values.map((value) => sideOf(value, center))
  const steps = values.slice(1).map((value, i) => Math.sign(value - values[i]!))
  for (const { from, to, sign } of runsOf(steps)) {
    if (sign === 0 || to - from < enough - 1) continue
    for (let i = from; i <= to; i++) signals[i]!.push(sign > 0 ? 'trend-increasing' : 'trend-decreasing')
  }
  const close = values.map(
    (value, i) =>
      !outside[i] && (sideOf(value, limits.nearUpper[i]!) > 0 || sideOf(value, limits.nearLower[i]!) < 0),
  )
  const isTwoInThree = (first: number) => {
    const three = [first, first + 1, first + 2]
    return three.filter((i) => close[i]).length >= 2 && three.every((i) => sides[i] === sides[first])
  }
  for (const [i, side] of sides.entries()) {
    if (!close[i] || !(isTwoInThree(i - 2) || isTwoInThree(i - 1) || isTwoInThree(i))) continue
    signals[i]!.push(side > 0 ? 'two-in-three-above' : 'two-in-three-below')
  }
  for (const { from, to, sign } of runsOf(sides)) {
    if (sign === 0 || to - from < enough) continue
    for (let i = from; i < to; i++) signals[i]!.push(sign > 0 ? 'shift-above' : 'shift-below')
  }
  return signals
}
