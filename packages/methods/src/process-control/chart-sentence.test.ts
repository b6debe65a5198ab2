import { describe, expect, it } from 'vitest'
import { controlChart } from './control-chart.ts'
import type { ControlChartOptions } from './control-chart.ts'
import type { Observation } from './series-values.ts'

const steady = [4, 6, 4, 6, 4, 6, 4, 6, 4, 6, 4, 6, 4, 6]

function told(values: readonly number[], options: Partial<ControlChartOptions> = {}) {
  const denominated = options.chart === 'p' || options.chart === 'pp'
  const observations = values.map((value, i): Observation => {
    const date = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)
    return denominated ? { date, value, denominator: 100 } : { date, value }
  })
  const { sentence } = controlChart(observations, {
    chart: 'xmr',
    rules: 'making-data-count',
    improvement: 'neutral',
    screenOutliers: false,
    ...options,
  })
  return { key: sentence[0]!.key, keys: sentence.map(({ key }) => key), ...sentence[0]!.parameters }
}

describe('what is said of a chart', () => {
  it('counts one point where the last one alone lies outside, and the first among earlier signals', () => {
    expect(told([...steady, 30], { fixAfter: 14 })).toMatchObject({
      key: 'above-upper-limit',
      points: 1,
      since: '2024-01-15',
      value: 30,
      earlier: 0,
    })
    expect(told([30, ...steady, 30], { fixAfter: 15, rules: 'shewhart' })).toMatchObject({
      points: 1,
      earlier: 1,
    })
    expect(told([...steady, 30, 31], { fixAfter: 14 })).toMatchObject({ points: 2, since: '2024-01-15' })
    expect(told([...steady, 30, 5, 30], { fixAfter: 14 })).toMatchObject({ points: 1, earlier: 1 })
  })

  it('begins a trend with its first point', () => {
    expect(told([...steady, 3, 3.5, 4, 4.5, 5, 5.5, 6], { fixAfter: 14 })).toMatchObject({
      key: 'trend-increasing',
      points: 7,
      since: '2024-01-15',
    })
  })

  it('leaves points on the centre within a long run, and out of its count', () => {
    const { key, points, since } = told([4, 6, 4, 6, 4, 6, 4, 6, 6, 5, 6, 6, 6, 5, 6, 6, 6], {
      rules: 'anhoej',
      fixAfter: 8,
    })
    expect([key, points, since]).toEqual(['long-run-above', 8, '2024-01-08'])
  })

  it.each([
    [[5], 'xmr', 0],
    [[4, 6, 5], 'run', 2],
    [[4, 6, 4, 6, 4, 6, 4, 6, 4], 'xmr', 9],
    [[...steady.slice(0, 9), 5, 5, 5], 'run', 9],
    [Array.from({ length: 20 }, () => 5), 'run', 0],
  ] as const)(
    'says of %j on a %s chart that %i values off the centre are too few',
    (values, chart, useful) => {
      const rules = chart === 'run' ? 'anhoej' : 'making-data-count'
      expect(told(values, { chart, rules })).toMatchObject({ key: 'too-few-to-say', useful })
    },
  )

  it('says of ten values what it says of more, and of a signal among fewer that it is one', () => {
    expect(told(steady.slice(0, 10), { chart: 'run', rules: 'anhoej' }).key).toBe('common-cause')
    expect(told(steady.slice(0, 10)).keys).toEqual(['common-cause', 'trial-limits'])
    expect(told([4, 6, 4, 6, 30], { fixAfter: 4 }).key).toBe('above-upper-limit')
  })

  it('begins where the lines begin afresh', () => {
    const rebase = [{ date: '2024-01-15', person: 'lead', reason: 'a new form' }]
    const low = [1, 2, 3, 4, 5, 6, 20, 21, 22, 23, 24, 25]
    const { key, since, earlier } = told([...steady, ...low], { chart: 'run', rules: 'anhoej', rebase })
    expect([key, since, earlier]).toEqual(['few-crossings', '2024-01-15', 0])
  })

  it.each([
    ['run', 'median', 'number'],
    ['g', 'median', 'number'],
    ['xmr', 'mean', 'number'],
    ['c', 'mean', 'number'],
    ['p', 'mean', 'share'],
    ['pp', 'mean', 'share'],
  ] as const)('speaks on a %s chart of a %s and of a %s', (chart, centerLine, scale) => {
    const rules = chart === 'run' ? 'anhoej' : 'shewhart'
    expect(told(steady, { chart, rules })).toMatchObject({ centerLine, scale, keys: ['common-cause'] })
  })

  it('speaks of a target only where it can be compared', () => {
    expect(told(steady, { target: 90 }).keys).toEqual(['common-cause'])
    expect(told(steady, { target: 90, improvement: 'increase' })).toMatchObject({
      keys: ['common-cause', 'consistent-fail'],
      target: 90,
    })
    expect(told(steady).target).toBeNull()
    expect(told(steady.slice(0, 12))).toMatchObject({ keys: ['common-cause', 'trial-limits'], baseline: 12 })
  })
})
