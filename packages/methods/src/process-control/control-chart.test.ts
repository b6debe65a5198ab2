import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { controlChart } from './control-chart.ts'
import type { ControlChartOptions } from './control-chart.ts'
import oracle from './process-control.oracle.json' with { type: 'json' }
import type { Observation } from './series-values.ts'
import { subgroupConstants } from './subgroup-constants.ts'

const plain: ControlChartOptions = {
  chart: 'xmr',
  rules: 'making-data-count',
  improvement: 'increase',
  screenOutliers: false,
}

function days(values: readonly (number | readonly number[])[], denominators?: readonly number[] | null) {
  return values.map((value, i): Observation => {
    const date = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)
    return denominators ? { date, value, denominator: denominators[i]! } : { date, value }
  })
}

const chartOf = (values: readonly number[], options: Partial<ControlChartOptions> = {}) =>
  controlChart(days(values), { ...plain, ...options })

const integers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 40 })

describe('control charts', () => {
  it.each(oracle.cases)('have the lines of $name', ({ chart, values, denominators, tolerance, ...lines }) => {
    const { points } = controlChart(days(values, denominators), {
      ...plain,
      chart: chart as ControlChartOptions['chart'],
      rules: chart === 'run' ? 'anhoej' : 'shewhart',
    })
    const close = (line: number, expected: number | undefined) =>
      expect(Math.abs(line - expected!)).toBeLessThanOrEqual(tolerance)
    for (const [i, point] of points.entries()) {
      close(point.center, lines.center)
      if (lines.lower === null) expect([point.lower, point.upper]).toEqual([null, null])
      else {
        close(point.lower!, lines.lower[i] ?? lines.lower[0])
        close(point.upper!, lines.upper![i] ?? lines.upper![0])
      }
    }
    expect(points).toHaveLength(chart === 'mr' ? values.length - 1 : values.length)
  })

  it.each(oracle.constants)('have the printed constants of subgroups of %i', (n, ...printed) => {
    const { c4, a3, b3, b4 } = subgroupConstants(n!)
    for (const [i, value] of [c4, a3, b3, b4].entries()) {
      expect(Math.abs(value - printed[i]!)).toBeLessThanOrEqual(i === 0 ? 0.00005 : oracle.tolerance)
    }
  })

  it('flags 31 defects of NIST’s wafers; 28 are on the limit and so inside', () => {
    const wafers = oracle.cases.find(({ chart }) => chart === 'c')!
    const { points } = controlChart(days(wafers.values), { ...plain, chart: 'c', rules: 'shewhart' })
    expect(points.flatMap(({ value, signals }) => (signals.length > 0 ? [value] : []))).toEqual([31])
  })

  it('finds nothing in a series of equal values, whatever their size, and its limits are that value', () => {
    for (const value of [0, 0.1, -7.3, 1e15 / 3]) {
      const { points, variation } = chartOf(Array(20).fill(value) as number[], { screenOutliers: true })
      expect(points.every(({ signals, center }) => signals.length === 0 && center === value)).toBe(true)
      expect([points[0]!.lower, points[0]!.upper, variation]).toEqual([value, value, 'common-cause'])
    }
    const none = controlChart(days(Array(14).fill(0) as number[], Array(14).fill(30) as number[]), {
      ...plain,
      chart: 'pp',
    })
    expect(none.points[0]).toMatchObject({ center: 0, lower: 0, upper: 0, signals: [] })
  })

  it('has lines that are numbers for the largest values', () => {
    const { points } = chartOf([1e100, -1e100, 1e100, 0, -1e100])
    expect(points.every(({ lower, center, upper }) => [lower, center, upper].every(Number.isFinite))).toBe(
      true,
    )
  })

  it('says the same of a series moved far away, and stretched', () => {
    fc.assert(
      fc.property(integers, fc.integer({ min: 1, max: 1000 }), (values, scale) => {
        const told = (series: readonly number[]) => chartOf(series).points.map(({ signals }) => signals)
        expect(told(values.map((v) => 1e9 + v))).toEqual(told(values))
        expect(told(values.map((v) => v * scale))).toEqual(told(values))
      }),
      { seed: 4 },
    )
  })

  it('says the opposite of a mirrored series, in points, icons and assurance', () => {
    const mirror = (text: string) =>
      text.replace(/above|below|increasing|decreasing|upper|lower|high|low|improvement|concern/g, (word) =>
        opposite.get(word)!,
      )
    const opposite = new Map(
      ['above/below', 'increasing/decreasing', 'upper/lower', 'high/low', 'improvement/concern'].flatMap(
        (pair) => {
          const [a, b] = pair.split('/') as [string, string]
          return [
            [a, b],
            [b, a],
          ] as const
        },
      ),
    )
    fc.assert(
      fc.property(integers, fc.integer({ min: -60, max: 60 }), (values, target) => {
        const there = chartOf(values, { target })
        const back = chartOf(
          values.map((v) => -v),
          { target: -target },
        )
        expect(back.points.map(({ signals }) => signals.map(mirror))).toEqual(
          there.points.map(({ signals }) => signals),
        )
        expect(back.points.map(({ type }) => mirror(type))).toEqual(there.points.map(({ type }) => type))
        const [kind, level] = there.variation.split('-')
        expect(back.variation === there.variation || mirror(back.variation) === `${kind}-${level}`).toBe(true)
        const passed = there.assurance.replace(/pass|fail/, (word) => (word === 'pass' ? 'fail' : 'pass'))
        expect(back.assurance).toBe(passed)
        expect(chartOf(values, { target, improvement: 'decrease' }).assurance).toBe(passed)
      }),
      { seed: 5 },
    )
  })

  it('has an icon and a first sentence that are those of its last point', () => {
    fc.assert(
      fc.property(
        integers,
        fc.constantFrom('making-data-count' as const, 'anhoej' as const, 'shewhart' as const),
        fc.constantFrom('increase' as const, 'decrease' as const, 'neutral' as const),
        (values, rules, improvement) => {
          const { points, variation, sentence } = chartOf(values, { rules, improvement })
          const last = points.at(-1)!
          const without = values.length < 10 ? 'too-few-to-say' : 'common-cause'
          expect(sentence[0]!.key).toBe(
            last.signals[0] ?? (variation === 'common-cause' ? variation : without),
          )
          const kind = variation
            .replace(/^(improvement|concern)-.*/, '$1')
            .replace('too-few-to-say', 'common-cause')
          expect(last.type.endsWith(kind)).toBe(true)
          const meaning = sentence.map(({ key }) => key).filter((key) => /^(improvement|concern)$/.test(key))
          expect(meaning).toEqual(/improvement|concern/.test(last.type) ? [variation.split('-')[0]] : [])
        },
      ),
      { seed: 6 },
    )
  })

  it('rebases at a day as if the parts were charts of their own', () => {
    const random = seededRandom(8)
    const values = Array.from({ length: 30 }, (_, i) => random() + (i < 14 ? 0 : 5))
    const rebase = [{ date: '2024-01-15', person: 'lead', reason: 'a new intake form' }]
    const { points, segments } = chartOf(values, { rebase })
    const [before, after] = [chartOf(values.slice(0, 14)), chartOf(values.slice(14))]
    const told = [...before.points, ...after.points].map((point, i) => ({ ...point, date: points[i]!.date }))
    expect(points).toEqual(told)
    expect(segments).toMatchObject([
      { from: '2024-01-01', to: '2024-01-14', points: 14, rebase: null },
      { from: '2024-01-15', to: '2024-01-30', points: 16, rebase: rebase[0] },
    ])
    expect(chartOf(values).points.some(({ signals }) => signals.includes('shift-below'))).toBe(true)
  })

  it('rebases in the order of days, whatever the order of decisions', () => {
    const values = [1, 2, 1, 2, 11, 12, 11, 12, 21, 22, 21, 22]
    const decisions = ['2024-01-09', '2024-01-05'].map((date) => ({ date, person: 'lead', reason: date }))
    const { segments, points } = chartOf(values, { rebase: decisions })
    expect(segments.map(({ from, rebase }) => [from, rebase?.reason])).toEqual([
      ['2024-01-01', undefined],
      ['2024-01-05', '2024-01-05'],
      ['2024-01-09', '2024-01-09'],
    ])
    expect(points.map(({ center }) => center)).toEqual([
      1.5, 1.5, 1.5, 1.5, 11.5, 11.5, 11.5, 11.5, 21.5, 21.5, 21.5, 21.5,
    ])
    const ranges = controlChart(days([1, 2, 4, 11, 12, 15]), {
      ...plain,
      chart: 'mr',
      rebase: [{ date: '2024-01-04', person: 'lead', reason: 'x' }],
    })
    expect(ranges.points.map(({ date, value }) => [date, value])).toEqual([
      ['2024-01-02', 1],
      ['2024-01-03', 2],
      ['2024-01-05', 1],
      ['2024-01-06', 3],
    ])
  })

  it('says by which parameters it was made', () => {
    const { method } = chartOf([1, 2, 3], { fixAfter: 2, target: 5 })
    expect(method).toEqual({
      name: 'control-chart',
      version: '1',
      parameters: { ...plain, fixAfter: 2, target: 5 },
    })
    expect(chartOf([1, 2, 3]).method.parameters).toMatchObject({ fixAfter: null, target: null })
    expect(chartOf([1, 2, 3], { fixAfter: 1 }).segments[0]).toMatchObject({
      baseline: 1,
      limits: 'none',
      screened: 0,
    })
  })

  it('ends limits at 0, and at 1 for proportions', () => {
    const lines = (chart: ControlChartOptions['chart'], values: readonly number[], n?: number) => {
      const denominators = n === undefined ? null : values.map(() => n)
      const [point] = controlChart(days(values, denominators), { ...plain, chart, rules: 'shewhart' }).points
      return [point!.lower, point!.upper]
    }
    expect(lines('c', [1, 2, 0])[0]).toBe(0)
    expect(lines('u', [1, 2, 0], 2)[0]).toBe(0)
    expect(lines('up', [1, 9, 0], 2)[0]).toBe(0)
    expect(lines('g', [1, 2, 0])[0]).toBe(0)
    expect(lines('t', [1, 90, 2])[0]).toBe(0)
    expect(lines('p', [1, 3, 3], 4)).toEqual([0, 1])
    expect(lines('pp', [0, 4, 2], 4)).toEqual([0, 1])
    expect(lines('xmr', [0, 4, 2])[0]).toBeLessThan(0)
    expect(lines('pp', [2], 4)).toEqual([null, null])
    expect(lines('t', [2])).toEqual([null, null])
  })

  it('screens moving ranges once, those of P′ on their own scale', () => {
    const jumpy = [50, 51, 50, 51, 50, 51, 50, 90, 50, 51, 50, 51, 50, 51, 50, 51]
    const limitsOf = (chart: 'xmr' | 'pp' | 'mr' | 't', screenOutliers: boolean) => {
      const observations = days(jumpy, chart === 'pp' ? jumpy.map(() => 100) : null)
      const { points, segments } = controlChart(observations, {
        ...plain,
        chart,
        rules: 'shewhart',
        screenOutliers,
      })
      return { upper: points[0]!.upper!, screened: segments[0]!.screened }
    }
    for (const chart of ['xmr', 'pp', 'mr', 't'] as const) {
      expect(limitsOf(chart, true).screened).toBe(2)
      expect(limitsOf(chart, false).screened).toBe(0)
      expect(limitsOf(chart, true).upper).toBeLessThan(limitsOf(chart, false).upper)
    }
    const mean = jumpy.reduce((sum, value) => sum + value, 0) / 16
    expect(limitsOf('xmr', true).upper).toBeCloseTo(mean + 2.66, 9)
  })

  it('estimates from the first points alone where they are fixed, and calls fewer than 13 trial limits', () => {
    const values = [...Array.from({ length: 12 }, (_, i) => i % 3), ...Array.from({ length: 8 }, () => 3)]
    const fixed = chartOf(values, { fixAfter: 12 })
    expect(fixed.points[19]).toMatchObject({
      center: 1,
      signals: ['shift-above'],
      type: 'special-cause-improvement',
    })
    expect(fixed.points[0]!.upper).toBe(chartOf(values.slice(0, 12)).points[0]!.upper)
    expect(fixed.segments[0]).toMatchObject({ baseline: 12, limits: 'trial' })
    expect(fixed.sentence.map(({ key }) => key)).toContain('trial-limits')
    expect(chartOf(values, { fixAfter: 13 }).segments[0]!.limits).toBe('estimated')
    expect(chartOf(values, { fixAfter: 99 }).segments[0]!.baseline).toBe(20)
  })

  it('has a centre and no limits from one point', () => {
    expect(chartOf([7])).toMatchObject({
      points: [{ value: 7, center: 7, lower: null, upper: null, signals: [], type: 'common-cause' }],
      segments: [{ limits: 'none', points: 1 }],
      variation: 'too-few-to-say',
    })
    expect(chartOf([7], { target: 8 }).assurance).toBe('no-limits')
    expect(chartOf([7], { target: 8, improvement: 'neutral' }).assurance).toBe('no-direction')
  })

  it('tells how long the last signal has lasted, and of earlier ones', () => {
    const { sentence, variation } = chartOf([4, 6, 4, 6, 4, 6, 4, 6, 30, 4, 6, 4, 6], {
      improvement: 'decrease',
      fixAfter: 8,
      target: 60,
    })
    expect(variation).toBe('common-cause')
    expect(sentence.map(({ key }) => key)).toEqual([
      'common-cause',
      'consistent-pass',
      'earlier-signals',
      'trial-limits',
    ])
    const shift = chartOf([4, 6, 4, 6, 4, 6, 4, 6, 4, 6, 4, 6, 4, 6, 6, 7, 6, 7, 6, 7, 6, 7], {
      fixAfter: 14,
    })
    expect(shift.sentence[0]).toMatchObject({
      key: 'shift-above',
      parameters: { points: 9, since: '2024-01-14', date: '2024-01-22', center: 5, earlier: 0 },
    })
  })

  it('calls a rarely crossed centre undirected, and says so of a run chart', () => {
    const slow = [1, 2, 3, 4, 12, 11, 12, 11, 2, 1, 2, 3, 12, 13, 12, 11, 2, 1, 2, 3, 11, 12, 13, 12]
    const { variation, sentence, points } = chartOf(slow, { chart: 'run', rules: 'anhoej' })
    expect([variation, sentence[0]!.key, sentence[0]!.parameters.crossings]).toEqual([
      'undirected',
      'few-crossings',
      5,
    ])
    expect(points.every(({ type }) => type === 'special-cause-undirected')).toBe(true)
  })
})

describe('control charts refuse', () => {
  const one = (value: number | readonly number[], denominator?: number): Observation =>
    denominator === undefined ? { date: '2024-01-01', value } : { date: '2024-01-01', value, denominator }

  it.each([
    ['p', one(3), 'denominator must be given on a p chart'],
    ['p', one(3, 2), 'value must be at most the denominator, 2'],
    ['p', one(1, 2.5), 'denominator must be a whole number of cases'],
    ['pp', one(1.5, 3), 'value must be a whole number ≥ 0 on a pp chart'],
    ['u', one(3, 0), 'denominator must be a number > 0'],
    ['up', one(-1, 2), 'value must be a whole number ≥ 0 on a up chart'],
    ['c', one(3, 2), 'denominator must be absent on a c chart'],
    ['g', one(0.5), 'value must be a whole number ≥ 0 on a g chart'],
    ['t', one(0), 'value must be a time > 0 on a t chart'],
    ['xmr', one(NaN), 'value must be a number in ±1e100'],
    ['c', one(1e101), 'value must be a number in ±1e100'],
    ['u', one(1, 1e-320), 'denominator must be large enough'],
    ['xmr', one([1, 2]), 'value must be a number in ±1e100'],
    ['xmr', one(1, Infinity), 'denominator must be a number > 0'],
    ['xbar', one([1]), 'value must be a subgroup of at least two numbers'],
    ['s', one([1, 2], 3), 'denominator must be absent with subgroups'],
    ['s', one([1, NaN]), 'value must be a subgroup of at least two numbers'],
    ['mr', one(1), 'observations must be such that every segment has 2 observations or more, received 1'],
  ] as const)('on a %s chart %j', (chart, observation, message) => {
    const chartWith = () => controlChart([observation], { ...plain, chart, rules: 'shewhart' })
    expect(chartWith).toThrow(InvalidInput)
    expect(chartWith).toThrow(message)
  })

  it.each([
    [{ chart: 'run' }, 'rules must be anhoej for a run chart'],
    [{ chart: 'c', screenOutliers: true }, 'screenOutliers must be false for a c chart'],
    [{ target: NaN }, 'target must be a finite number'],
    [{ rebase: [{ date: 'June', person: 'x', reason: 'x' }] }, 'rebase must be a day of the calendar'],
    [{ fixAfter: 0 }, 'fixAfter must be a whole number ≥ 1'],
    [{ rebase: [{ date: '2024-01-02', person: ' ', reason: 'x' }] }, 'person must be who rebases'],
    [{ rebase: [{ date: '2024-01-02', person: 'x', reason: '' }] }, 'reason must be why'],
    [
      { rebase: [{ date: '2024-01-01', person: 'x', reason: 'x' }] },
      'rebase must be such that every segment has 1 observation or more, received 2024-01-01',
    ],
    [
      { rebase: [{ date: '2025-01-01', person: 'x', reason: 'x' }] },
      'rebase must be such that every segment has 1 observation or more, received 2025-01-01',
    ],
    [
      { rebase: ['2024-01-02', '2024-01-02'].map((date) => ({ date, person: 'x', reason: 'x' })) },
      'rebase must be such that every segment has 1 observation or more, received 2024-01-02',
    ],
  ] as const)('the option %j', (options, message) => {
    expect(() => chartOf([1, 2, 3], options)).toThrow(message)
  })

  it('a day that does not follow the one before, and nothing at all', () => {
    expect(() => controlChart([one(1), one(2)], plain)).toThrow('date must be after 2024-01-01')
    expect(() => controlChart([], plain)).toThrow(InvalidInput)
    expect(() => controlChart([{ date: 'banana', value: 1 }], plain)).toThrow(
      'date must be a day of the calendar',
    )
  })
})
