import { controlChart, funnel, interruptedSeries, seededRandom } from '@rounds/methods'
import type { ControlChartOptions } from '@rounds/methods'
import type { Figure } from './figure.ts'

const runs = 15

/** Measures methods on series and units: processor time of one call, median of fifteen after the first. */
export function benchSeries(): Promise<readonly Figure[]> {
  return Promise.resolve([...charts(), ...funnels(), ...interruptions()])
}

function charts(): readonly Figure[] {
  const random = seededRandom(1)
  const series = Array.from({ length: 10_000 }, (_, i) => ({
    date: new Date(Date.UTC(1990, 0, 1 + i)).toISOString().slice(0, 10),
    value: 20 + Math.floor(10 * (random() + random() + random())),
    denominator: 80 + Math.floor(40 * random()),
  }))
  const kinds = [
    ['xmr', 'making-data-count'],
    ['run', 'anhoej'],
    ['pp', 'making-data-count'],
  ] as const satisfies readonly (readonly [ControlChartOptions['chart'], ControlChartOptions['rules']])[]
  return kinds.map(([chart, rules]) =>
    figure(`${chart} chart of 10,000 points, ${rules}`, 50, () =>
      controlChart(series, { chart, rules, improvement: 'decrease', screenOutliers: false }),
    ),
  )
}

function funnels(): readonly Figure[] {
  const random = seededRandom(2)
  const kinds = [
    ['proportion', 'winsorise'],
    ['standardised-ratio', 'winsorise'],
    ['standardised-ratio', 'truncate'],
    ['rate', 'winsorise'],
  ] as const
  return kinds.map(([type, overdispersion]) => {
    const units = Array.from({ length: 5000 }, (_, i) => {
      const denominator = 5 + Math.floor(2000 * random() ** 2)
      return { unit: String(i), numerator: Math.floor(denominator * (0.1 + 0.2 * random())), denominator }
    })
    return figure(`funnel of 5,000 units, ${type}, ${overdispersion}`, 100, () =>
      funnel(units, { type, overdispersion }),
    )
  })
}

function interruptions(): readonly Figure[] {
  const random = seededRandom(3)
  let error = 0
  const points = Array.from({ length: 10_000 }, (_, i) => ({
    date: new Date(Date.UTC(1990, 0, 1 + i)).toISOString().slice(0, 10),
    value: (error = 0.4 * error + random()) + (i >= 6000 ? 2 : 0),
  }))
  const change = points[6000]!.date
  return (['ols', 'prais-winsten', 'ar1'] as const).map((model) =>
    figure(`interrupted series of 10,000 points, ${model}`, 50, () =>
      interruptedSeries(points, { change, model, season: null }),
    ),
  )
}

function figure(what: string, atMost: number, call: () => unknown): Figure {
  call()
  const milliseconds = Array.from({ length: runs }, () => {
    const before = process.cpuUsage()
    call()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  }).toSorted((a, b) => a - b)
  return { what, measured: milliseconds[Math.floor(runs / 2)]!, unit: 'ms', digits: 1, target: { atMost } }
}
