import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chartLines } from './chart-limits.ts'
import { controlChart } from './control-chart.ts'
import type { ControlChartOptions } from './control-chart.ts'
import { makingDataCount } from './making-data-count.ts'
import oracle from './making-data-count.oracle.json' with { type: 'json' }
import type { Signal } from './signals.ts'

describe('controlChart by the rules of Making Data Count', () => {
  it.each(oracle.cases)('gives every line, flag, type and icon of $name', (series) => {
    const { points, segments, assurance } = controlChart(series.points, {
      chart: 'xmr',
      rules: 'making-data-count',
      improvement: series.improvement as ControlChartOptions['improvement'],
      screenOutliers: series.screenOutliers,
      rebase: series.rebase.map((date) => ({ date, person: 'analyst', reason: 'a new financial year' })),
      ...(series.target === null ? {} : { target: series.target }),
    })
    expect(points.map(({ signals }) => signals[0] ?? null)).toEqual(series.points.map(({ signal }) => signal))
    expect(points.map(({ type }) => type)).toEqual(series.points.map(({ type }) => type))
    for (const [i, expected] of series.points.entries()) {
      expect(points[i]!.signals.includes('above-upper-limit')).toBe(expected.value > expected.upper)
      expect(points[i]!.signals.includes('below-lower-limit')).toBe(expected.value < expected.lower)
      for (const line of ['center', 'lower', 'upper'] as const) {
        const difference = Math.abs(points[i]![line]! - expected[line])
        expect(difference).toBeLessThanOrEqual(oracle.tolerance * Math.max(1, Math.abs(expected[line])))
      }
    }
    expect(segments.every(({ limits }) => (limits === 'trial') === series.points[0]!.trial)).toBe(true)
    expect(assurance).toBe(series.assurance ?? 'no-target')
  })

  it('agrees with the rules spelled out point by point', () => {
    const small = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 2, maxLength: 30 })
    const drift = fc.array(fc.integer({ min: -2, max: 4 }), { minLength: 2, maxLength: 30 }).map((steps) => {
      let level = 0
      return steps.map((step) => (level += step))
    })
    fc.assert(
      fc.property(fc.oneof(small, drift), (values) => {
        const series = { dates: [], values, events: values, sizes: values.map(() => 1), spreads: [] }
        const { center, limits } = chartLines('xmr', series, values.length, false)
        expect(makingDataCount(values, center, limits!).map((found) => [...found])).toEqual(
          spelledOut(values, center, limits!.lower[0]!, limits!.upper[0]!),
        )
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})

/** The four rules in words, slowly: every window that holds the point is looked at. */
function spelledOut(values: readonly number[], center: number, lower: number, upper: number): Signal[][] {
  const tiny = 1e-12
  const isAbove = (v: number, line: number) => v > line + tiny
  const isBelow = (v: number, line: number) => v < line - tiny
  const third = (upper - center) / 3
  const isHigh = (v: number) => isAbove(v, center + 2 * third) && !isAbove(v, upper)
  const isLow = (v: number) => isBelow(v, center - 2 * third) && !isBelow(v, lower)
  return values.map((value, i) => {
    const windows = (length: number) =>
      Array.from({ length }, (_, back) => i - back)
        .filter((from) => from >= 0 && from + length <= values.length)
        .map((from) => values.slice(from, from + length))
    const found: Signal[] = []
    if (isAbove(value, upper)) found.push('above-upper-limit')
    if (isBelow(value, lower)) found.push('below-lower-limit')
    if (windows(7).some((w) => w.every((v, j) => j === 0 || v > w[j - 1]!))) found.push('trend-increasing')
    if (windows(7).some((w) => w.every((v, j) => j === 0 || v < w[j - 1]!))) found.push('trend-decreasing')
    if (
      isHigh(value) &&
      windows(3).some((w) => w.every((v) => isAbove(v, center)) && w.filter(isHigh).length > 1)
    ) {
      found.push('two-in-three-above')
    }
    if (
      isLow(value) &&
      windows(3).some((w) => w.every((v) => isBelow(v, center)) && w.filter(isLow).length > 1)
    ) {
      found.push('two-in-three-below')
    }
    if (windows(7).some((w) => w.every((v) => isAbove(v, center)))) found.push('shift-above')
    if (windows(7).some((w) => w.every((v) => isBelow(v, center)))) found.push('shift-below')
    return found
  })
}
